"""The mayor's page: what is late, red, awaited in a commune; its ten figures, its aires, its papers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from communes.models import Commune
from conventions.aggregates import of_commune
from core.access import Action, Request, requires
from core.http import reading
from monitoring.awaiting import commune_lines
from monitoring.board import board
from monitoring.league import KEY_FIGURES, ten_and_league
from monitoring.reach import commune_at
from monitoring.units import aires_touching, units_in
from monitoring.views.tables import places_links
from reports.papers import papers_of
from reports.plan_rates import seen_at


@reading
@requires(Action.TOTALS_SEE, commune_at)
def figures_commune(request: Request, commune: Commune) -> HttpResponse:
    """Three lines, ten figures, the aires side by side, what to print for the meeting."""
    page, scope = board(request, commune), request.scope
    aires = aires_touching(commune, scope)
    ten, table = ten_and_league(page, units_in(commune, aires), KEY_FIGURES)
    context = page.context() | page.figures(ten)
    besides = papers_of(scope, commune).besides()
    context["lines"] = commune_lines(scope, commune, aires, ten, besides)
    context["aires"] = table
    context["aires_files"] = places_links(request, page.place.kind, commune.code, "aires")
    context["across"] = table.across(ten) if table else []
    context["plan_year"] = page.span.last.year
    context["cams"] = of_commune(commune, page.span.last.year, scope)
    context["plans"] = seen_at(commune, page.span.last.year, scope)
    context["may_ask"] = scope.may(Action.DOCUMENT_ISSUE, commune.where())
    context["may_watch"] = scope.may(Action.COMPLETENESS_SEE, commune.where())
    context["may_read_papers"] = scope.may(Action.DOCUMENT_SEE)
    context["essential_url"] = reverse("essential_show", args=[commune.code]) + page.span.query
    return render(request, "monitoring/figures_commune.html", context)

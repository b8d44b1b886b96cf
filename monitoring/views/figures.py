"""Pages of figures: a commune, an aire de santé, a district, a cercle."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from communes.models import Cercle, Commune, District
from core.access import Action, Request, requires
from core.http import reading
from cscom.models import Aire
from monitoring.awaiting import commune_lines
from monitoring.board import Board, board
from monitoring.league import KEY_FIGURES, PARAMETER, league
from monitoring.reach import aire_at, cercle_at, commune_at, district_at
from monitoring.sent import sent_reports
from monitoring.units import aires_of_commune, aires_of_district, communes_of


@reading
@requires(Action.TOTALS_SEE, commune_at)
def figures_commune(request: Request, commune: Commune) -> HttpResponse:
    """The mayor's page: what is late, red, awaited; ten figures; the aires side by side."""
    page = board(request, commune)
    units = aires_of_commune(commune, request.scope)
    context = _figures(page)
    context["lines"] = commune_lines(request.scope, commune, units, context["figures"])
    context["aires"] = league(page, units, KEY_FIGURES)
    context["across"] = context["aires"].across(context["figures"]) if context["aires"] else []
    context["may_ask"] = request.scope.may(Action.DOCUMENT_ISSUE, commune.where())
    context["may_watch"] = request.scope.may(Action.COMPLETENESS_SEE, commune.where())
    return render(request, "monitoring/figures_commune.html", context)


@reading
@requires(Action.TOTALS_SEE, aire_at)
def figures_aire(request: Request, aire: Aire) -> HttpResponse:
    """The page of one CSCOM: its figures, its last twelve reports."""
    page = board(request, aire)
    context = _figures(page) | {"reports": sent_reports(aire, page.last, request.scope)}
    return render(request, "monitoring/figures_aire.html", context)


@reading
@requires(Action.TOTALS_SEE, district_at)
def figures_district(request: Request, district: District) -> HttpResponse:
    """A district: its figures, its communes, its aires."""
    page = board(request, district)
    order = request.GET.get(PARAMETER, "")
    communes, aires = communes_of(district, request.scope), aires_of_district(district, request.scope)
    context = _figures(page) | {
        "communes": league(page, communes, KEY_FIGURES, order=order),
        "aires": league(page, aires, KEY_FIGURES, order=order),
    }
    return render(request, "monitoring/figures_district.html", context)


@reading
@requires(Action.TOTALS_SEE, cercle_at)
def figures_cercle(request: Request, cercle: Cercle) -> HttpResponse:
    """A cercle: its figures, its communes."""
    page = board(request, cercle)
    order = request.GET.get(PARAMETER, "")
    communes = communes_of(cercle, request.scope)
    context = _figures(page) | {"communes": league(page, communes, KEY_FIGURES, order=order)}
    return render(request, "monitoring/figures_cercle.html", context)


def _figures(page: Board) -> dict[str, Any]:
    return page.context() | page.figures()

"""The essential sheet of a commune on the screen."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from communes.models import Commune
from core.access import Action, Request, requires
from core.http import reading
from monitoring.board import board
from monitoring.reach import commune_at
from reports.essential.composing import essential, reading_of
from reports.essential.paper import SYSTEM, reports_words


@reading
@requires(Action.TOTALS_SEE, commune_at)
def essential_show(request: Request, commune: Commune) -> HttpResponse:
    """The sheet: blocks A to G, a sentence a line."""
    page = board(request, commune)
    sheet = essential(commune, page.span.months, reading_of(request.scope, commune, page.link))
    context = page.context("fiche essentielle") | {
        "sheet": sheet,
        "system": SYSTEM,
        "reports": reports_words(sheet),
        "may_ask": request.scope.may(Action.DOCUMENT_ISSUE, commune.where()),
        "ask_url": reverse("essential_ask", args=[commune.code]) + page.span.query,
        "figures_url": reverse("figures_commune", args=[commune.code]) + page.span.query,
    }
    return render(request, "reports/essential_show.html", context)

"""Pages of figures: an aire de santé, a district, a cercle (a commune's is in reports, with its papers)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from communes.models import Cercle, District
from core.access import Action, Request, requires
from core.http import reading
from cscom.models import Aire
from monitoring.board import Board, board
from monitoring.league import PARAMETER, league_inside, ten_and_inside
from monitoring.reach import aire_at, cercle_at, district_at
from monitoring.sent import sent_reports
from monitoring.views.tables import places_links


@reading
@requires(Action.TOTALS_SEE, aire_at)
def figures_aire(request: Request, aire: Aire) -> HttpResponse:
    """The page of one CSCOM: its figures, its last twelve reports."""
    page = board(request, aire)
    sent = {"reports": sent_reports(aire, page.last, request.scope)}
    context = page.context() | page.figures() | sent
    return render(request, "monitoring/figures_aire.html", context)


@reading
@requires(Action.TOTALS_SEE, district_at)
def figures_district(request: Request, district: District) -> HttpResponse:
    """A district: its figures, its communes, its aires."""
    page = board(request, district)
    context = _figures(request, page, "communes", "aires")
    return render(request, "monitoring/figures_district.html", context)


@reading
@requires(Action.TOTALS_SEE, cercle_at)
def figures_cercle(request: Request, cercle: Cercle) -> HttpResponse:
    """A cercle: its figures, its communes."""
    page = board(request, cercle)
    context = _figures(request, page, "communes")
    return render(request, "monitoring/figures_cercle.html", context)


def _figures(request: Request, page: Board, first: str, *others: str) -> dict[str, Any]:
    """The ten figures, the tables of the places inside, their files."""
    order = request.GET.get(PARAMETER)
    ten, table = ten_and_inside(page, first, order)
    tables = {first: table} | {inside: league_inside(page, inside, order) for inside in others}
    files = {
        f"{inside}_files": places_links(request, page.place.kind, page.thing.code, inside)
        for inside in tables
    }
    return page.context() | page.figures(ten) | tables | files

"""Places in a row by any indicator, on a page or as a file."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.access import Action, PlaceKind, Request, View, requires
from core.http import reading
from core.tabular import links, table_response
from monitoring.board import Board, board
from monitoring.downloads import board_name
from monitoring.ranking import (
    INSIDE,
    USUAL,
    VERSUS,
    WORDS,
    YEAR_BEFORE,
    Ranking,
    above_lines,
    codes_of,
    export_rows,
    ranking,
)
from monitoring.reach import PLACE_AT
from monitoring.units import Thing


def _asked(request: Request, page: Board) -> tuple[str, str, str]:
    """Indicator, kind of place, what it is compared with; the usual ones where the address says nothing."""
    kinds = INSIDE[page.place.kind]
    inside = request.GET.get("par", "")
    versus = request.GET.get("avec", "")
    return (
        request.GET.get("indicateur", USUAL),
        inside if inside in kinds else next(iter(kinds)),
        versus if versus in VERSUS else YEAR_BEFORE,
    )


def _ranked(request: Request, page: Board) -> tuple[Ranking, str]:
    code, inside, versus = _asked(request, page)
    try:
        return ranking(page, code, inside, versus), versus
    except KeyError as error:
        raise Http404 from error


def _page(kind: PlaceKind) -> View:
    @reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def ranking_page(request: Request, thing: Thing) -> HttpResponse:
        page = board(request, thing)
        found, versus = _ranked(request, page)
        chosen = request.GET.urlencode()
        context: dict[str, Any] = page.context("classement") | {
            "found": found,
            "codes": codes_of(page.span.months),
            "kinds": [(one, f"Par {WORDS[one].lower()}") for one in INSIDE[kind]],
            "versus": [(one, words.capitalize()) for one, words in VERSUS.items()],
            "chosen_versus": versus,
            "files": links(f"ranking_file_{kind}", thing.code, query=f"?{chosen}" if chosen else ""),
            "map_url": page.map_url(found.whole.code),
            "figures_url": reverse(f"figures_{kind}", args=[thing.code]) + page.span.query,
        }
        return render(request, "monitoring/ranking.html", context)

    return ranking_page


def _file(kind: PlaceKind) -> View:
    @reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def ranking_file(request: Request, thing: Thing, ending: str) -> HttpResponse:
        page = board(request, thing)
        found, _ = _ranked(request, page)
        name = board_name(page, f"classement-{found.whole.code}")
        return table_response(ending, name, above_lines(page, found), export_rows(found))

    return ranking_file


PAGES: dict[PlaceKind, tuple[Callable[..., Any], Callable[..., Any]]] = {
    kind: (_page(kind), _file(kind)) for kind in INSIDE
}

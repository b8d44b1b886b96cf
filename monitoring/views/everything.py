"""Every indicator of one place on a page, those of its reader first; the same as a file."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.access import Action, PlaceKind, Request, View, requires
from core.http import reading
from core.tabular import links, table_response
from monitoring import aggregates
from monitoring.aggregates import Figure
from monitoring.board import Board, board
from monitoring.downloads import above, board_name, figure_rows
from monitoring.measure import known_indicators
from monitoring.reach import PLACE_AT
from monitoring.readers import parted
from monitoring.units import Thing


def _read(page: Board) -> tuple[list[Figure], list[Figure]]:
    months = page.span.months
    found = aggregates.figures(page.place, months, page.what, link=page.link, history=False)
    return parted(found, known_indicators(months), page.scope)


def _page(kind: PlaceKind) -> View:
    @reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def everything(request: Request, thing: Thing) -> HttpResponse:
        page = board(request, thing)
        mine, others = _read(page)
        context: dict[str, Any] = page.context("tous les indicateurs") | {
            "mine": mine,
            "others": others,
            "files": links(f"everything_file_{kind}", thing.code, query=page.span.query),
            "figures_url": reverse(f"figures_{kind}", args=[thing.code]) + page.span.query,
        }
        return render(request, "monitoring/everything.html", context)

    return everything


def _file(kind: PlaceKind) -> View:
    @reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def everything_file(request: Request, thing: Thing, ending: str) -> HttpResponse:
        page = board(request, thing)
        mine, others = _read(page)
        name = board_name(page, "indicateurs")
        return table_response(ending, name, above(page), figure_rows([*mine, *others]))

    return everything_file


PAGES: dict[PlaceKind, tuple[Callable[..., Any], Callable[..., Any]]] = {
    kind: (_page(kind), _file(kind)) for kind in PLACE_AT
}

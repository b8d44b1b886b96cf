"""The tables of the pages of figures as files: the ten figures, the places inside, one indicator by month."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse

from core.access import Action, PlaceKind, Request, View, requires
from core.http import reading
from core.tabular import links, table_response
from monitoring import aggregates
from monitoring.board import board
from monitoring.downloads import above, board_name, figure_rows
from monitoring.league import PARAMETER, league_inside, ten_and_inside
from monitoring.league_rows import league_rows
from monitoring.profile import month_rows
from monitoring.ranking import INSIDE, WORDS
from monitoring.reach import PLACE_AT
from monitoring.units import KIND_WORDS, Thing

INSIDE_PARAMETER = "par"


def _figures(kind: PlaceKind) -> View:
    @reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def figures_file(request: Request, thing: Thing, ending: str) -> HttpResponse:
        page = board(request, thing)
        return table_response(ending, board_name(page, "dix-chiffres"), above(page), figure_rows(page.ten))

    return figures_file


def _places(kind: PlaceKind) -> View:
    @reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def places_file(request: Request, thing: Thing, ending: str) -> HttpResponse:
        inside = request.GET.get(INSIDE_PARAMETER, next(iter(INSIDE[kind])))
        if inside not in INSIDE[kind]:
            raise Http404
        page = board(request, thing)
        order, whole = request.GET.get(PARAMETER), None
        if kind == PlaceKind.COMMUNE:
            ten, found = ten_and_inside(page, inside, order)
            whole = KIND_WORDS[kind], ten
        else:
            found = league_inside(page, inside, order)
        rows = league_rows(found, WORDS[inside], whole) if found else []
        return table_response(ending, board_name(page, inside), above(page), rows)

    return places_file


def _indicator(kind: PlaceKind) -> View:
    @reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def indicator_file(request: Request, thing: Thing, indicator: str, ending: str) -> HttpResponse:
        page = board(request, thing)
        try:
            figure = aggregates.figure(indicator, page.place, page.span.months, page.what)
        except KeyError as error:
            raise Http404 from error
        lines = [f"{figure.long_label} ({figure.code})", *above(page, figure)]
        return table_response(ending, board_name(page, f"mois-{indicator}"), lines, month_rows(figure))

    return indicator_file


def places_links(request: Request, kind: PlaceKind, code: str, inside: str) -> list[tuple[str, str]]:
    """The files of one table of places, in the order and over the period of the page."""
    return links(
        f"places_file_{kind}", code, query=f"?{urlencode(request.GET.dict() | {INSIDE_PARAMETER: inside})}"
    )


FIGURES: dict[PlaceKind, Callable[..., Any]] = {kind: _figures(kind) for kind in PLACE_AT}
INDICATORS: dict[PlaceKind, Callable[..., Any]] = {kind: _indicator(kind) for kind in PLACE_AT}
PLACES: dict[PlaceKind, Callable[..., Any]] = {kind: _places(kind) for kind in INSIDE}

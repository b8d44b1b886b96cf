"""The map of a région or of a district, by any indicator; the table under it says the same."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.access import Action, PlaceKind, Request, View, requires
from core.http import reading
from monitoring.board import board
from monitoring.map_drawing import drawing
from monitoring.maps import CENTRES, SHOWN, make_map
from monitoring.ranking import USUAL, codes_of
from monitoring.reach import PLACE_AT
from monitoring.units import Thing


def _page(kind: PlaceKind) -> View:
    @reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def map_page(request: Request, thing: Thing) -> HttpResponse:
        page = board(request, thing)
        shown = request.GET.get("montrer", "")
        try:
            found = make_map(page, request.GET.get("indicateur", USUAL), shown if shown in SHOWN else CENTRES)
        except KeyError as error:
            raise Http404 from error
        context: dict[str, Any] = page.context("carte") | {
            "found": found,
            "drawing": drawing(found),
            "codes": codes_of(page.span.months),
            "shows": SHOWN.items(),
            "figures_url": reverse(f"figures_{kind}", args=[thing.code]) + page.span.query,
            "ranking_url": page.by_indicator("ranking", found.whole.code),
        }
        return render(request, "monitoring/map.html", context)

    return map_page


PAGES: dict[PlaceKind, View] = {kind: _page(kind) for kind in (PlaceKind.REGION, PlaceKind.DISTRICT)}

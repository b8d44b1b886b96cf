"""The page of one indicator at one place, whatever the kind of place."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render

from communes.models import Cercle, Commune, District, Region
from core.access import Action, Request, requires
from core.http import reading
from cscom.models import Aire
from monitoring import aggregates
from monitoring.board import board
from monitoring.profile import compared, making, two_years
from monitoring.reach import aire_at, cercle_at, commune_at, district_at, region_at
from monitoring.units import Thing, Unit, aires_of_commune, aires_of_district, communes_of, districts_of

BY_AIRE, BY_COMMUNE, BY_DISTRICT = "par aire de santé", "par commune", "par district"
Below = Sequence[tuple[str, Sequence[Unit]]]


@reading
@requires(Action.TOTALS_SEE, commune_at)
def indicator_commune(request: Request, commune: Commune, indicator: str) -> HttpResponse:
    return _page(request, commune, indicator, [(BY_AIRE, aires_of_commune(commune, request.scope))])


@reading
@requires(Action.TOTALS_SEE, aire_at)
def indicator_aire(request: Request, aire: Aire, indicator: str) -> HttpResponse:
    return _page(request, aire, indicator, [])


@reading
@requires(Action.TOTALS_SEE, district_at)
def indicator_district(request: Request, district: District, indicator: str) -> HttpResponse:
    scope = request.scope
    below = [(BY_COMMUNE, communes_of(district, scope)), (BY_AIRE, aires_of_district(district, scope))]
    return _page(request, district, indicator, below)


@reading
@requires(Action.TOTALS_SEE, cercle_at)
def indicator_cercle(request: Request, cercle: Cercle, indicator: str) -> HttpResponse:
    return _page(request, cercle, indicator, [(BY_COMMUNE, communes_of(cercle, request.scope))])


@reading
@requires(Action.TOTALS_SEE, region_at)
def indicator_region(request: Request, region: Region, indicator: str) -> HttpResponse:
    return _page(request, region, indicator, [(BY_DISTRICT, districts_of(region, request.scope))])


def _page(request: Request, thing: Thing, code: str, below: Below) -> HttpResponse:
    page = board(request, thing)
    try:
        figure = aggregates.figure(code, page.place, page.span.months, page.what)
    except KeyError as error:
        raise Http404 from error
    context = page.context(figure.label) | {
        "figure": figure,
        "figures": [figure],
        "chart": two_years(figure),
        "making": making(page, figure),
        "below": [found for title, units in below if (found := compared(page, code, title, units))],
    }
    return render(request, "monitoring/indicator_show.html", context)

"""Fetching the place of a page of figures within reach of its reader; what lies outside does not exist."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from communes.models import Cercle, Commune, District, Region
from core.access import Action, PlaceKind, Scope
from cscom.models import Aire
from monitoring.kept import heard, marked
from monitoring.units import Thing

Above = TypeVar("Above", Cercle, District, Region)


def aire_at(scope: Scope, code: str) -> Aire:
    """An aire whose totals this reader may see: two queries. Raises 404."""
    aires = Aire.objects.within(scope.reach(Action.TOTALS_SEE)).located()
    aire: Aire = _found(aires.select_related("host_commune__cercle__region", "district__region"), code)
    return aire


def commune_at(scope: Scope, code: str) -> Commune:
    """A commune whose totals this reader may see: one query. Raises 404."""
    communes = Commune.objects.within(scope.reach(Action.TOTALS_SEE))
    commune: Commune = _found(communes.select_related("cercle__region", "district__region"), code)
    return commune


def district_at(scope: Scope, code: str) -> District:
    """A district sanitaire whose totals this reader may see: one query. Raises 404."""
    districts: QuerySet[District] = District.objects.select_related("region")
    return _seen(scope, districts, code)


def cercle_at(scope: Scope, code: str) -> Cercle:
    """A cercle whose totals this reader may see: one query. Raises 404."""
    cercles: QuerySet[Cercle] = Cercle.objects.select_related("region")
    return _seen(scope, cercles, code)


def region_at(scope: Scope, code: str) -> Region:
    """A région whose totals this reader may see: one query. Raises 404."""
    regions: QuerySet[Region] = Region.objects.all()
    return _seen(scope, regions, code)


def _seen(scope: Scope, places: QuerySet[Above], code: str) -> Above:
    found: Above = _found(places, code)
    if not scope.may(Action.TOTALS_SEE, found.where()):
        raise Http404
    return found


def _found(places: QuerySet[Any], code: str) -> Any:
    """The place of this code; the mark of the catalogue comes with it."""
    found = get_object_or_404(marked(places), code=code)
    heard(found)
    return found


# How the place of a page is fetched, by its kind.
PLACE_AT: Mapping[PlaceKind, Callable[[Scope, str], Thing]] = {
    PlaceKind.AIRE: aire_at,
    PlaceKind.COMMUNE: commune_at,
    PlaceKind.DISTRICT: district_at,
    PlaceKind.CERCLE: cercle_at,
    PlaceKind.REGION: region_at,
}

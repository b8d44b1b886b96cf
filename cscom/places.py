"""The place that a page is about, within the reader's reach: 404 otherwise, as if it were not there."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404

from communes.models import Cercle, Commune, District, Region
from core.access import Action, Scope
from cscom.models import Aire

T = TypeVar("T", Region, Cercle, District, Commune, Aire)


def region_within(scope: Scope, code: str) -> Region:
    return _within(scope, Region, Region.objects.filter(code=code))


def cercle_within(scope: Scope, code: str) -> Cercle:
    return _within(scope, Cercle, Cercle.objects.filter(code=code).select_related("region"))


def district_within(scope: Scope, code: str) -> District:
    return _within(scope, District, District.objects.filter(code=code).select_related("region"))


def commune_within(scope: Scope, code: str) -> Commune:
    return _within(
        scope, Commune, Commune.objects.filter(code=code).select_related("cercle__region", "district")
    )


def aire_within(scope: Scope, code: str) -> Aire:
    aires = Aire.objects.filter(code=code).located().select_related("host_commune__cercle__region")
    return _within(scope, Aire, aires)


def _within(scope: Scope, kind: type[T], rows: QuerySet[Any]) -> T:
    place = rows.first()
    if not isinstance(place, kind) or not scope.may(Action.TERRITORY_SEE, place.where()):
        raise Http404("Ce lieu n’existe pas.")
    return place

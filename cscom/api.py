"""The places of the territory for a program: lists, by parent."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from communes.models import Cercle, Commune, District, Region, Village
from core.access import Action, PlaceSet, requires
from core.api import api_reading
from core.api_lists import PageIn, asked, named, page, paged
from core.api_schema import answers
from cscom.api_shapes import (
    LATEST,
    OF_AIRES,
    OF_VILLAGES,
    AireOut,
    CercleOut,
    CommuneOut,
    DistrictOut,
    PlaceOut,
    RegionOut,
    VillageOut,
)
from cscom.models import Aire, VillageAire

TAGS = ["Territoire"]
ORDERS = {"nom": ("name", "code"), "-nom": ("-name", "-code"), "code": ("code",), "-code": ("-code",)}
PARENTS: Mapping[str, type[Model]] = {
    "region": Region, "cercle": Cercle, "district": District, "commune": Commune, "aire": Aire,
}  # fmt: skip
Filters = Mapping[str, Callable[[Any], Q]]


def _code(of: str) -> serializers.CharField:
    return serializers.CharField(required=False, max_length=20, help_text=f"Code {of}.")


class PlacesIn(PageIn):
    """Which places, in which order."""

    le = serializers.DateField(
        required=False, help_text="Les lieux ouverts ce jour-là\u00a0; aujourd’hui d’ordinaire."
    )
    ordre = serializers.ChoiceField(list(ORDERS), default="nom")


class InRegionIn(PlacesIn):
    """Of which région."""

    region = _code("d’une région")


class CommunesIn(InRegionIn):
    """Of which région, cercle, district."""

    cercle = _code("d’un cercle")
    district = _code("d’un district sanitaire")


class AiresIn(CommunesIn):
    """Touching which commune."""

    commune = _code("d’une commune que l’aire touche")


class VillagesIn(PlacesIn):
    """Of which commune, of which aire."""

    commune = _code("d’une commune")
    aire = _code("d’une aire de santé")


def _list(
    request: ApiRequest, rows: Any, form: type[PlacesIn], out: type[PlaceOut], filters: Filters
) -> Response:
    """One page of the places open on a day, cut by the parents that were named (one query each)."""
    chosen = asked(request, form)
    rows = rows.open_on(chosen.get("le"))
    for name, made in filters.items():
        if name in chosen:
            parents: QuerySet[Model] = PARENTS[name]._default_manager.all()
            rows = rows.filter(made(named(parents, name, chosen[name])))
    rows = rows.order_by(*ORDERS[chosen["ordre"]])
    return page(request, rows, chosen, lambda found: out(found, many=True).data)


# ---- Lists ----
@extend_schema(
    operation_id="regions",
    tags=TAGS,
    summary="Les régions",
    parameters=[PlacesIn],
    responses=answers(paged(RegionOut)),
)
@api_reading
@requires(Action.TERRITORY_SEE)
def api_region_list(request: ApiRequest) -> Response:
    """Three queries beside those of the entry."""
    return _list(request, Region.objects.prefetch_related(LATEST), PlacesIn, RegionOut, {})


@extend_schema(
    operation_id="cercles", tags=TAGS, summary="Les cercles", parameters=[InRegionIn],
    responses=answers(paged(CercleOut)),
)  # fmt: skip
@api_reading
@requires(Action.TERRITORY_SEE)
def api_cercle_list(request: ApiRequest) -> Response:
    """By région."""
    rows = Cercle.objects.select_related("region").prefetch_related(LATEST)
    return _list(request, rows, InRegionIn, CercleOut, {"region": lambda one: Q(region=one)})


@extend_schema(
    operation_id="districts", tags=TAGS, summary="Les districts sanitaires", parameters=[InRegionIn],
    responses=answers(paged(DistrictOut)),
)  # fmt: skip
@api_reading
@requires(Action.TERRITORY_SEE)
def api_district_list(request: ApiRequest) -> Response:
    """By région."""
    rows = District.objects.select_related("region")
    return _list(request, rows, InRegionIn, DistrictOut, {"region": lambda one: Q(region=one)})


@extend_schema(
    operation_id="communes", tags=TAGS, summary="Les communes", parameters=[CommunesIn],
    responses=answers(paged(CommuneOut)),
)  # fmt: skip
@api_reading
@requires(Action.TERRITORY_SEE)
def api_commune_list(request: ApiRequest) -> Response:
    """By région, cercle, district."""
    rows = Commune.objects.select_related("cercle", "district").prefetch_related(LATEST)
    filters: Filters = {
        "region": lambda one: Q(cercle__region=one),
        "cercle": lambda one: Q(cercle=one),
        "district": lambda one: Q(district=one),
    }
    return _list(request, rows, CommunesIn, CommuneOut, filters)


@extend_schema(
    operation_id="aires", tags=TAGS, summary="Les aires de santé", parameters=[AiresIn],
    responses=answers(paged(AireOut)),
)  # fmt: skip
@api_reading
@requires(Action.TERRITORY_SEE)
def api_aire_list(request: ApiRequest) -> Response:
    """With their CSCOM, the shares of communes in them."""
    filters: Filters = {
        "region": lambda one: Q(host_commune__cercle__region=one),
        "cercle": lambda one: Q(host_commune__cercle=one),
        "district": lambda one: Q(district=one),
        "commune": _touching,
    }
    return _list(request, all_aires().prefetch_related(*OF_AIRES), AiresIn, AireOut, filters)


@extend_schema(
    operation_id="villages", tags=TAGS, summary="Les villages", parameters=[VillagesIn],
    responses=answers(paged(VillageOut)),
)  # fmt: skip
@api_reading
@requires(Action.TERRITORY_SEE)
def api_village_list(request: ApiRequest) -> Response:
    """With their aire, their distance."""
    filters: Filters = {"commune": lambda one: Q(commune=one), "aire": _living_in}
    return _list(request, all_villages().prefetch_related(*OF_VILLAGES), VillagesIn, VillageOut, filters)


def all_aires() -> QuerySet[Aire]:
    found: QuerySet[Aire] = Aire.objects.select_related("host_commune", "district", "cscom")
    return found


def all_villages() -> QuerySet[Village]:
    found: QuerySet[Village] = Village.objects.select_related("commune")
    return found


def _touching(commune: Commune) -> Q:
    """The aires that a commune hosts, or that reach into it."""
    return Q(pk__in=Aire.objects.within(PlaceSet(communes=frozenset({commune.pk}))).values("pk"))


def _living_in(aire: Aire) -> Q:
    return Q(pk__in=VillageAire.objects.filter(aire=aire, ends_on=None).values("village"))

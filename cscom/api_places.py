"""One place of the territory for a program: by its code, or looked for by its name."""

from collections.abc import Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from communes.models import Cercle, Commune, District, Region
from core.access import Action, requires
from core.api import api_reading
from core.api_lists import asked
from core.api_schema import answers
from cscom.api import TAGS, all_villages
from cscom.api_shapes import (
    LATEST,
    OF_AIRES,
    OF_VILLAGES,
    AireOut,
    CercleOut,
    CommuneOut,
    DistrictOut,
    RegionOut,
    SearchOut,
    VillageOut,
)
from cscom.models import Aire
from cscom.places import aire_within, cercle_within, commune_within, district_within, region_within
from cscom.search import LEAST_LETTERS, MOST_LETTERS, Found, find


class SearchIn(serializers.Serializer[Any]):
    """What to look for."""

    q = serializers.CharField(
        min_length=LEAST_LETTERS,
        max_length=MOST_LETTERS,
        help_text="Un nom, sans souci d’accents, ou un code.",
    )


@extend_schema(operation_id="region", tags=TAGS, summary="Une région", responses=answers(RegionOut))
@api_reading
@requires(Action.TERRITORY_SEE, region_within)
def api_region_show(request: ApiRequest, region: Region) -> Response:
    """With its populations."""
    asked(request)
    prefetch_related_objects([region], LATEST)
    return Response(RegionOut(region).data)


@extend_schema(operation_id="cercle", tags=TAGS, summary="Un cercle", responses=answers(CercleOut))
@api_reading
@requires(Action.TERRITORY_SEE, cercle_within)
def api_cercle_show(request: ApiRequest, cercle: Cercle) -> Response:
    """With its populations."""
    asked(request)
    prefetch_related_objects([cercle], LATEST)
    return Response(CercleOut(cercle).data)


@extend_schema(
    operation_id="district", tags=TAGS, summary="Un district sanitaire", responses=answers(DistrictOut)
)
@api_reading
@requires(Action.TERRITORY_SEE, district_within)
def api_district_show(request: ApiRequest, district: District) -> Response:
    """With its CSRéf."""
    asked(request)
    return Response(DistrictOut(district).data)


@extend_schema(operation_id="commune", tags=TAGS, summary="Une commune", responses=answers(CommuneOut))
@api_reading
@requires(Action.TERRITORY_SEE, commune_within)
def api_commune_show(request: ApiRequest, commune: Commune) -> Response:
    """With its populations."""
    asked(request)
    prefetch_related_objects([commune], LATEST)
    return Response(CommuneOut(commune).data)


@extend_schema(operation_id="aire", tags=TAGS, summary="Une aire de santé", responses=answers(AireOut))
@api_reading
@requires(Action.TERRITORY_SEE, aire_within)
def api_aire_show(request: ApiRequest, aire: Aire) -> Response:
    """With its CSCOM, its parts, its populations."""
    asked(request)
    prefetch_related_objects([aire], *OF_AIRES)
    return Response(AireOut(aire).data)


@extend_schema(operation_id="village", tags=TAGS, summary="Un village", responses=answers(VillageOut))
@api_reading
@requires(Action.TERRITORY_SEE)
def api_village_show(request: ApiRequest, code: str) -> Response:
    """The territory is everybody's: it stands in nobody's reach apart."""
    asked(request)
    village = get_object_or_404(all_villages().prefetch_related(*OF_VILLAGES), code=code)
    return Response(VillageOut(village).data)


@extend_schema(
    operation_id="recherche",
    tags=TAGS,
    summary="Chercher un lieu par son nom",
    parameters=[SearchIn],
    responses=answers(SearchOut),
)
@api_reading
@requires(Action.TERRITORY_SEE)
def api_place_search(request: ApiRequest) -> Response:
    """Communes, CSCOM, villages: as the page of search."""
    found = find(asked(request, SearchIn)["q"])
    return Response(SearchOut({"resultats": list(_rows(found)), "incomplet": list(found.more)}).data)


def _rows(found: Found) -> Iterator[dict[str, str | None]]:
    for commune in found.communes:
        yield {"niveau": "commune", "code": commune.code, "nom": commune.name, "commune": commune.code}
    for centre in found.centres:
        if aire := centre.aire:
            host = aire.host_commune.code
            yield {"niveau": "aire", "code": aire.code, "nom": centre.name, "commune": host}
        else:
            yield {"niveau": "cscom", "code": centre.code, "nom": centre.name, "commune": None}
    for village, _ in found.villages:
        yield {
            "niveau": "village",
            "code": village.code,
            "nom": village.name,
            "commune": village.commune.code,
        }

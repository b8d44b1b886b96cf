"""Completeness for a program: which report came, on what day, those nobody sent included."""

from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from communes.models import Commune, District
from core.access import Action, PlaceSet, requires
from core.api import api_reading, scope_in
from core.api_lists import MonthField, PageIn, asked, named, page, paged
from core.api_schema import answers
from cscom.models import Aire, AireQuerySet
from monitoring import aggregates
from monitoring.api.figure_shapes import CompletenessOut
from monitoring.api.spans import months_of

MONTHS = 12


class CompletenessIn(PageIn):
    """Of which places, of which months."""

    depuis = MonthField(
        required=False, help_text="Premier mois\u00a0; onze mois avant le dernier d’ordinaire."
    )
    jusqu_a = MonthField(
        required=False,
        help_text="Dernier mois, compris\u00a0; d’ordinaire le dernier dont l’échéance est passée.",
    )
    district = serializers.CharField(required=False, max_length=20, help_text="Code d’un district sanitaire.")
    commune = serializers.CharField(
        required=False, max_length=20, help_text="Code d’une commune que l’aire touche."
    )


@extend_schema(
    operation_id="completude",
    tags=["Chiffres"],
    summary="Qui a envoyé quoi, et quand",
    parameters=[CompletenessIn],
    responses=answers(paged(CompletenessOut)),
)
@api_reading
@requires(Action.COMPLETENESS_SEE)
def api_completeness(request: ApiRequest) -> Response:
    """Aires by name, months in order."""
    chosen, reach = asked(request, CompletenessIn), scope_in(request).reach(Action.COMPLETENESS_SEE)
    months = months_of(chosen, usual=MONTHS)
    aires: AireQuerySet = Aire.objects.open_on().within(reach)
    cut = aires
    if code := chosen.get("district"):
        districts = District.objects.filter(pk__in=aires.values("district"))
        cut = cut.filter(district=named(districts, "district", code))
    if code := chosen.get("commune"):
        communes = Commune.objects.within(reach)
        touched = PlaceSet(communes=frozenset({named(communes, "commune", code).pk}))
        cut = cut.filter(Q(pk__in=Aire.objects.within(touched).values("pk")))

    def rows(found: list[Aire]) -> list[Any]:
        matrix = aggregates.completeness(found, months)
        return list(CompletenessOut([_row(row, matrix.months) for row in matrix.rows], many=True).data)

    return page(request, cut.order_by("name", "code"), chosen, rows)


def _row(row: aggregates.MatrixRow, months: Any) -> dict[str, Any]:
    slots = [
        {"mois": month.code, "etat": slot.state, "a_temps": slot.timely, "jours_de_retard": slot.days_late}
        for month, slot in zip(months, row.slots, strict=True)
    ]
    return {"aire": row.aire.code, "nom": row.aire.name, "mois": slots}

"""Restitutions to villages for a program: those of the meetings within reach."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from concertation.api import TAGS
from concertation.loaders import meeting_at, restitution_of
from concertation.models import Meeting, Restitution
from core.access import Action, requires
from core.api import api_reading, scope_in
from core.api_lists import PageIn, asked, page, paged
from core.api_schema import answers


class RestitutionOut(serializers.Serializer[Any]):
    """One restitution."""

    id = serializers.IntegerField(source="pk")
    reunion = serializers.IntegerField(source="meeting_id")
    village = serializers.SerializerMethodField(
        help_text="Code du village\u202f; vide\u00a0: un autre lieu, écrit."
    )
    lieu = serializers.CharField(source="where_name", help_text="Nom du village, ou lieu écrit.")
    faite_le = serializers.DateField(source="held_on")
    menee_par = serializers.CharField(source="led_by")
    femmes = serializers.IntegerField(source="women")
    hommes = serializers.IntegerField(source="men")
    questions = serializers.CharField()
    reponses = serializers.CharField(source="answers")
    retiree_le = serializers.DateTimeField(
        source="withdrawn_at", allow_null=True, help_text="Corrigée ou retirée\u00a0: elle ne compte plus."
    )
    motif = serializers.CharField(source="reason", help_text="De son retrait.")

    def get_village(self, row: Restitution) -> str:
        """The code of the village, when the list has it."""
        return row.village.code if row.village else ""


class RestitutionsIn(PageIn):
    """Which ones."""

    reunion = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    organe = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    depuis = serializers.DateField(required=False, help_text="Faites ce jour-là, ou après.")


@extend_schema(
    operation_id="restitutions", tags=TAGS, summary="Les restitutions aux villages",
    parameters=[RestitutionsIn], responses=answers(paged(RestitutionOut)),
)  # fmt: skip
@api_reading
@requires(Action.SELF)
def api_restitution_list(request: ApiRequest) -> Response:
    """The latest first; those that were taken back or corrected are left out."""
    chosen = asked(request, RestitutionsIn)
    rows = Restitution.objects.visible_to(scope_in(request)).standing()
    named = {"reunion": "meeting", "organe": "meeting__organ", "depuis": "held_on__gte"}
    rows = rows.filter(**{field: chosen[name] for name, field in named.items() if chosen.get(name)})
    rows = rows.select_related("village").order_by("-held_on", "-pk")
    return page(request, rows, chosen, lambda found: RestitutionOut(found, many=True).data)


@extend_schema(
    operation_id="restitution", tags=TAGS, summary="Une restitution", responses=answers(RestitutionOut)
)
@api_reading
@requires(Action.SELF, meeting_at)
def api_restitution_show(request: ApiRequest, meeting: Meeting, restitution: int) -> Response:
    """One restitution of a meeting, taken back or not."""
    asked(request)
    return Response(RestitutionOut(restitution_of(meeting, restitution)).data)

"""The circuit of a plan by program: its acts so far, an act done on the version that was read."""

from typing import Any

from django.core.exceptions import PermissionDenied
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, requires
from core.api import api_writing, scope_in
from core.api_bodies import Body, Text, VersionIn, WholeNumber, body_of
from core.api_lists import asked
from core.api_schema import ACTING, answers
from core.problems import answer
from core.workflow import Stale
from planning.acts import do
from planning.api.shapes import PlanActOut
from planning.changes import changes_since
from planning.enums import OpinionKind, ReturnReason
from planning.loaders import plan_at
from planning.models import BIGGEST, Plan
from planning.workflow import CHAIN, CIRCUIT, MOVES

TAGS = ["Plans"]
AGAIN = (
    "Le même acte, demandé de nouveau par la même personne sur la même version (sa réponse s’était perdue), "
    "répond comme la première fois\u00a0: il n’est inscrit qu’une fois. Plan changé entre-temps\u00a0: 409, "
    "avec ce qui a changé dans ses lignes depuis cette version."
)


class PledgeIn(Body):
    """What the commune engages on one line."""

    cle = serializers.UUIDField()
    montant = WholeNumber(min_value=0, max_value=BIGGEST, help_text="En FCFA.")


class PlanActIn(VersionIn):
    """An act of the circuit, with what it says."""

    acte = serializers.ChoiceField([(move.act, move.label) for move in MOVES])
    commentaire = Text(required=False, max_length=2000, allow_blank=True)
    avis = serializers.ChoiceField(OpinionKind.choices, required=False, help_text="De la commune.")
    engagements = serializers.ListField(
        child=PledgeIn(), required=False, max_length=200, help_text="De la commune, ligne par ligne."
    )
    motif = serializers.ChoiceField(ReturnReason.choices, required=False, help_text="D’un renvoi.")
    a_refaire_depuis = serializers.ChoiceField(
        [(act, CIRCUIT.by_act[act].label) for act in CHAIN], required=False, help_text="D’un renvoi."
    )


@extend_schema(
    methods=["GET"], operation_id="plan_actes", tags=TAGS, summary="Les actes du circuit d’un plan",
    responses=answers(PlanActOut(many=True)),
)  # fmt: skip
@extend_schema(
    methods=["POST"], operation_id="plan_acte", tags=TAGS, summary="Faire un acte sur un plan",
    description=AGAIN, request=PlanActIn, responses=answers(PlanActOut, ACTING),
)  # fmt: skip
@api_writing
@requires(Action.PLAN_APPROVED_SEE, plan_at)
def api_plan_acts(request: ApiRequest, plan: Plan) -> Response:
    """The acts, oldest first; or one more, under the rules of the pages."""
    if request.method != "POST":
        asked(request)
        return Response(PlanActOut(CIRCUIT.history(plan), many=True).data)
    sent, scope = body_of(request, PlanActIn), scope_in(request)
    if not scope.may(CIRCUIT.by_act[sent["acte"]].action, plan.where()):
        raise PermissionDenied(sent["acte"])
    words, details = sent.get("commentaire", ""), _details(sent)
    try:
        log = do(plan, sent["acte"], scope, version=sent["version"], words=words, details=details)
    except Stale as stale:
        return answer(409, str(stale), more={"changements": _changes(plan, sent["version"])})
    return Response(PlanActOut(log).data)


def _details(sent: dict[str, Any]) -> dict[str, Any]:
    """What the circuit reads, by its own names."""
    said = {"kind": sent.get("avis"), "reason": sent.get("motif"), "redo_from": sent.get("a_refaire_depuis")}
    if "engagements" in sent:
        said["pledges"] = {str(one["cle"]): one["montant"] for one in sent["engagements"]}
    return {name: value for name, value in said.items() if value is not None}


def _changes(plan: Plan, version: int) -> list[dict[str, str]]:
    return [
        {
            "ligne": change.line,
            "champ": change.field,
            "avant": change.before,
            "apres": change.after,
            "par": change.by,
            "le": change.at.isoformat(),
        }
        for change in changes_since(plan, version)
    ]

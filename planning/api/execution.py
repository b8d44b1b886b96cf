"""The execution of a plan by program: where each line stands at a quarter, what is said of some."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, requires
from core.api import api_writing, scope_in
from core.api_bodies import HIGHEST_VERSION, Body, Text, WholeNumber, body_of, pointer
from core.api_lists import asked
from core.api_schema import ACTING, answers
from core.problems import Fault, Invalid
from planning.api.shapes import SOURCE_KEYS, ExecutionOut
from planning.enums import PAYERS
from planning.executing import ELSEWHERE, LONGEST, Said, execute, standings
from planning.loaders import plan_at
from planning.models import BIGGEST, Execution, Plan
from planning.wording import QUARTERS

TAGS = ["Plans"]
MOST = 200  # lines of a plan


def _amount() -> WholeNumber:
    return WholeNumber(required=False, min_value=0, max_value=BIGGEST)


class PaidIn(Body):
    """FCFA by who paid in the quarter; what is absent stays as it was."""

    etat = _amount()
    commune = _amount()
    cercle = _amount()
    region = _amount()
    asaco = _amount()
    communaute = _amount()
    anict = _amount()
    ptf = _amount()


class ExecutionLineIn(Body):
    """What is said of one line; what is absent stays as it was."""

    cle = serializers.UUIDField()
    version = WholeNumber(min_value=0, max_value=HIGHEST_VERSION, help_text="Celle que vous avez lue.")
    realise = WholeNumber(required=False, min_value=0, max_value=100, allow_null=True)
    engage = _amount()
    paye = PaidIn(required=False)
    cause = Text(required=False, max_length=LONGEST, allow_blank=True)


class ExecutionIn(Body):
    """Lines of one plan."""

    lignes = serializers.ListField(child=ExecutionLineIn(), allow_empty=False, max_length=MOST)


@extend_schema(
    methods=["GET"], operation_id="plan_execution", tags=TAGS, summary="L’exécution d’un plan à un trimestre",
    responses=answers(ExecutionOut(many=True)),
)  # fmt: skip
@extend_schema(
    methods=["POST"], operation_id="plan_execution_dire", tags=TAGS, summary="Dire ce qui est fait d’un plan",
    description="Toutes les lignes sont enregistrées, ou aucune. Ligne changée entre-temps\u00a0: 409.",
    request=ExecutionIn, responses=answers(ExecutionOut(many=True), ACTING),
)  # fmt: skip
@api_writing
@requires(Action.PLAN_APPROVED_SEE, plan_at)
def api_plan_execution(request: ApiRequest, plan: Plan, quarter: int) -> Response:
    """Every line of the plan at the end of ``quarter``; a POST writes some of them first."""
    if quarter not in QUARTERS:
        raise Http404
    if request.method == "POST":
        if not scope_in(request).may(Action.PLAN_EXECUTE, plan.where()):
            raise PermissionDenied(Action.PLAN_EXECUTE)
        _write(request, plan, quarter)
    else:
        asked(request)
    return Response(ExecutionOut(standings(plan, quarter), many=True).data)


def _write(request: ApiRequest, plan: Plan, quarter: int) -> None:
    sent, scope = body_of(request, ExecutionIn)["lignes"], scope_in(request)
    there = {one.activity.key: one for one in standings(plan, quarter)}
    strangers = [n for n, line in enumerate(sent) if line["cle"] not in there]
    if strangers:
        raise Invalid([Fault(pointer("lignes", n, "cle"), ELSEWHERE) for n in strangers])
    with transaction.atomic():
        for line in sent:
            known = there[line["cle"]]
            said = _said(known.now, line)
            execute(plan, known.activity, quarter, said, scope, version=line["version"])


def _said(now: Execution, line: dict[str, Any]) -> Said:
    """What a line says, over what it was."""
    paid = line.get("paye", {})
    return Said(
        line.get("realise", now.physical),
        line.get("engage", now.engaged),
        {p.value: paid.get(SOURCE_KEYS[p], getattr(now, p.value)) for p in PAYERS},
        line.get("cause", now.gap),
    )

"""Plans to read by program: those in reach, one of them with its lines, the acts of its circuit."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, requires
from core.api import api_reading, scope_in
from core.api_lists import PageIn, asked, named, page, paged
from core.api_schema import answers
from cscom.models import Aire
from planning.api.shapes import PlanOut, WholePlanOut, whole
from planning.changes import lines_of
from planning.enums import PlanState
from planning.loaders import plan_at
from planning.models import Plan

TAGS = ["Plans"]


class PlansIn(PageIn):
    """Which ones."""

    aire = serializers.CharField(required=False, max_length=20, help_text="Code d’une aire.")
    annee = serializers.IntegerField(required=False, min_value=2000, max_value=2100)
    etat = serializers.ChoiceField(PlanState.choices, required=False)


@extend_schema(
    operation_id="plans", tags=TAGS, summary="Les plans opérationnels", parameters=[PlansIn],
    responses=answers(paged(PlanOut)),
)  # fmt: skip
@api_reading
@requires(Action.PLAN_APPROVED_SEE)
def api_plan_list(request: ApiRequest) -> Response:
    """The latest year first; who reads what is approved meets nothing else."""
    chosen, scope = asked(request, PlansIn), scope_in(request)
    plans = Plan.objects.visible_to(scope)
    if code := chosen.get("aire"):
        aires = Aire.objects.within(scope.reach(Action.PLAN_APPROVED_SEE))
        plans = plans.filter(aire=named(aires, "aire", code))
    if year := chosen.get("annee"):
        plans = plans.filter(year=year)
    if state := chosen.get("etat"):
        plans = plans.filter(state=state)
    found = plans.select_related("aire").order_by("-year", "aire__code", "-edition")
    return page(request, found, chosen, lambda rows: PlanOut(rows, many=True).data)


@extend_schema(
    operation_id="plan", tags=TAGS, summary="Un plan, avec ses lignes", responses=answers(WholePlanOut)
)
@api_reading
@requires(Action.PLAN_APPROVED_SEE, plan_at)
def api_plan_show(request: ApiRequest, plan: Plan) -> Response:
    """One plan as it stands."""
    asked(request)
    body: dict[str, Any] = whole(plan, lines_of(plan))
    return Response(body)

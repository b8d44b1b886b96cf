"""What the pages of planning fetch within reach: 404 otherwise, as if it were not there."""

from django.shortcuts import get_object_or_404

from core.access import Action, Scope
from cscom.models import Aire
from planning.models import Plan


def plan_at(scope: Scope, code: str, year: int, edition: int) -> Plan:
    """One plan that this reader sees."""
    plans = Plan.objects.visible_to(scope).located().select_related("created_by")
    return get_object_or_404(plans, aire__code=code, year=year, edition=edition)


def planned_aire(scope: Scope, code: str) -> Aire:
    """An aire whose plans this reader sees, whatever their state."""
    aires = Aire.objects.within(scope.reach(Action.PLAN_SEE)).located()
    aire: Aire = get_object_or_404(aires.select_related("host_commune__cercle__region"), code=code)
    return aire


def aire_of_plans(scope: Scope, code: str) -> Aire:
    """An aire of which this reader sees plans, be it the approved ones only."""
    aires = Aire.objects.within(scope.reach(Action.PLAN_APPROVED_SEE)).located()
    aire: Aire = get_object_or_404(aires.select_related("host_commune__cercle__region"), code=code)
    return aire

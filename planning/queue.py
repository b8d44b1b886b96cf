"""The plans that wait: for one reader, for others beyond the agreed delay."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from core.access import Action, PlaceSet, Scope
from core.formats import join_and
from cscom.models import Aire
from mandates.receivers import Roll
from planning.awaiting import DELAY, Wait, wait_of
from planning.enums import UNDER_REVIEW, PlanState
from planning.models import Plan, PlanQuerySet

# Whoever holds one of these may be the one that a plan waits for.
TURNS = (
    Action.PLAN_WRITE,
    Action.PLAN_ADOPT,
    Action.PLAN_OPINE,
    Action.PLAN_VALIDATE,
    Action.PLAN_APPROVE,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A plan, what it waits for, of whom by name when the reader may know."""

    plan: Plan
    wait: Wait
    names: str = ""


def mine(scope: Scope) -> PlanQuerySet:
    """The plans whose next act is this reader's, the oldest first."""
    turns = Q(pk=None)
    for action, state in (
        (Action.PLAN_ADOPT, Q(state=PlanState.DRAFT, activities__isnull=False)),
        (Action.PLAN_ADOPT, Q(state=PlanState.RETURNED, redo_from="adopter")),
        (Action.PLAN_WRITE, Q(state=PlanState.RETURNED)),
        (Action.PLAN_VALIDATE, Q(state=PlanState.OPINED)),
        (Action.PLAN_APPROVE, Q(state=PlanState.VALIDATED)),
    ):
        if places := scope.reach(action):
            turns |= state & _within(places)
    if places := scope.reach(Action.PLAN_OPINE):
        turns |= Q(state=PlanState.ADOPTED, aire__host_commune__in=places.communes)
    found: PlanQuerySet = Plan.objects.filter(pk__in=Plan.objects.filter(turns).values("pk"))
    return found.order_by("moved_at", "pk")


def _within(places: PlaceSet) -> Q:
    return Q() if places.everywhere else Q(aire__in=Aire.objects.within(places).values("pk"))


def overdue(scope: Scope) -> PlanQuerySet:
    """The plans of one's reach that wait for somebody beyond the agreed delay, the oldest first."""
    places = scope.reach(Action.PLAN_SEE)
    return late_plans().within(places).order_by("moved_at", "pk")


def late_plans() -> PlanQuerySet:
    """Every plan under review beyond the agreed delay: its last day has passed."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Plan.objects.filter(state__in=UNDER_REVIEW, moved_at__lt=today - DELAY)


def waiting(plans: Sequence[Plan], scope: Scope, *, named: bool = False) -> list[Waiting]:
    """With what each waits for; ``named``: by whom too (two queries), where the reader may know."""
    found = [(plan, wait) for plan in plans if (wait := wait_of(plan))]
    if not named or not found:
        return [Waiting(plan, wait) for plan, wait in found]
    roll = Roll()
    people = {
        plan.pk: roll.people(wait.action, wait.where)
        for plan, wait in found
        if scope.may(Action.MANDATE_SEE, wait.where)
    }
    names = {person.pk: str(person) for person in Person.objects.filter(pk__in=set().union(*people.values()))}
    return [
        Waiting(plan, wait, join_and(sorted(names[one] for one in people.get(plan.pk, ()))))
        for plan, wait in found
    ]

"""The planning calendar: the last day of each step, which aires are past it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from communes.models import Region
from core.access import Action, Scope
from core.workflow import Refusal
from cscom.models import Aire
from planning.enums import ONCE_APPROVED, PlanState
from planning.models import Plan, PlanDay, Step

# To be confirmed by each DRS: step → (years before the plan's, month, day), for a horizon of two years.
PROPOSED: Mapping[Step, tuple[int, int, int]] = {
    Step.DRAFT: (2, 10, 31),
    Step.ADOPT: (2, 11, 15),
    Step.OPINE: (2, 11, 30),
    Step.VALIDATE: (2, 12, 31),
    Step.APPROVE: (1, 3, 31),
}
# How many steps a plan in this state has passed; a returned one has still to be adopted or corrected.
PASSED: Mapping[str, int] = {
    PlanState.DRAFT: 1,
    PlanState.RETURNED: 1,
    PlanState.ADOPTED: 2,
    PlanState.OPINED: 3,
    PlanState.VALIDATED: 4,
    **dict.fromkeys(ONCE_APPROVED, 5),
}
Days = Mapping[Step, PlanDay]


@dataclass(frozen=True, slots=True)
class Late:
    """An aire that has not passed a step on its day; ``plan`` None: it has not begun."""

    aire: Aire
    plan: Plan | None
    step: Step
    due: date

    @property
    def days(self) -> int:
        return (timezone.localdate() - self.due).days


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the calendar on the page: its day, how many aires have passed it."""

    step: Step
    due: date
    passed: int
    total: int
    over: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The calendar of the plans of one year in one reader's reach."""

    year: int
    lines: Sequence[StepLine]
    late: Sequence[Late]
    confirmed: bool


def days_of(region: Region) -> tuple[Days, bool]:
    """The days of a région, and whether its DRS confirmed them (one query)."""
    kept = {Step(row.step): row for row in PlanDay.objects.filter(region=region)}
    proposed = {
        step: PlanDay(region=region, step=step, years_before=before, month=month, day=day)
        for step, (before, month, day) in PROPOSED.items()
    }
    return {step: kept.get(step, proposed[step]) for step in Step}, bool(kept)


def year_in_hand(days: Days, today: date) -> int:
    """The first year whose plans may still be approved on time."""
    year = today.year
    while days[Step.APPROVE].on(year) < today:
        year += 1
    return year


def board(region: Region, days: Days, year: int, scope: Scope, *, confirmed: bool) -> Board:
    """Who is late for the plans of ``year``, the farthest behind first (two queries)."""
    today = timezone.localdate()
    aires = list(
        Aire.objects.within(scope.reach(Action.PLAN_SEE))
        .filter(host_commune__cercle__region=region)
        .select_related("host_commune", "district")
        .order_by("name")
    )
    plans = _plans(region, year, scope)
    passed = {aire.pk: PASSED.get(plans[aire.pk].state, 0) if aire.pk in plans else 0 for aire in aires}
    due = {step: days[step].on(year) for step in Step}
    lines = [
        StepLine(step, due[step], sum(n > rank for n in passed.values()), len(aires), due[step] < today)
        for rank, step in enumerate(Step)
    ]
    late = [
        Late(aire, plans.get(aire.pk), step, due[step])
        for aire in aires
        if (step := _first_missed(passed[aire.pk], due, today))
    ]
    return Board(year, lines, sorted(late, key=lambda one: (one.due, one.aire.name)), confirmed)


def _plans(region: Region, year: int, scope: Scope) -> dict[int, Plan]:
    """Aire → its plan of the year; of several editions, the first one approved, else the last."""
    found: dict[int, Plan] = {}
    rows = Plan.objects.within(scope.reach(Action.PLAN_SEE)).filter(
        year=year, aire__host_commune__cercle__region=region
    )
    for plan in rows.exclude(state=PlanState.WITHDRAWN).select_related("aire").order_by("edition"):
        known = found.get(plan.aire_id)
        if known is None or known.state not in ONCE_APPROVED:
            found[plan.aire_id] = plan
    return found


def _first_missed(passed: int, due: Mapping[Step, date], today: date) -> Step | None:
    steps = list(Step)
    return steps[passed] if passed < len(steps) and due[steps[passed]] < today else None


def set_days(region: Region, wanted: Mapping[Step, tuple[int, int, int]], scope: Scope) -> None:
    """Keep the calendar of a région: (years before, month, day) of each step. Raises Refusal."""
    if not scope.may(Action.PLAN_CALENDAR, region.where()):
        raise Refusal("Le calendrier des plans se fixe à la DRS.")
    order = [(-wanted[step][0], *wanted[step][1:]) for step in Step]
    if order != sorted(order):
        raise Refusal(
            "Les étapes se suivent\u00a0: chacune finit au plus tôt le jour où finit celle d’avant."
        )
    with transaction.atomic():
        for step, (before, month, day) in wanted.items():
            PlanDay.objects.update_or_create(
                region=region, step=step, defaults={"years_before": before, "month": month, "day": day}
            )

"""How a plan begins: empty, from last year's, from what the follow-up leaves open, amended after approval."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count

from core.access import Action, Scope
from core.workflow import Refusal
from cscom.models import Aire
from followup.models import Followup
from planning.enums import IN_FORCE, PlanState
from planning.horizon import years_offered
from planning.lines import FIELDS, FULL, MOST, NOT_YOURS, hold, snapshot, write_line
from planning.models import Activity, LineDiff, Plan

ALREADY = "Un plan de cette aire pour {year} est déjà en chemin ou approuvé."


def begin(aire: Aire, year: int, scope: Scope, *, fictitious: bool = False) -> Plan:
    """A new plan of ``aire`` for ``year``, empty. Raises Refusal."""
    if not scope.may(Action.PLAN_WRITE, aire.where()):
        raise Refusal(NOT_YOURS)
    years = years_offered(aire)
    if year not in years:
        raise Refusal(f"Un plan se prépare pour {' ou '.join(map(str, years))}, dit la région.")
    if Plan.objects.filter(aire=aire, year=year).exclude(state=PlanState.WITHDRAWN).exists():
        raise Refusal(ALREADY.format(year=year))
    return _created(aire, year, scope, fictitious=fictitious)


def copy_lines(source: Plan, plan: Plan, scope: Scope) -> int:
    """Write the lines of another plan of the same aire into this one; how many. Raises Refusal.

    A line comes back under the same key: what it became is followed from year to year. One that is already
    there is left alone.
    """
    if source.aire_id != plan.aire_id:
        raise Refusal("Les lignes se reprennent d’un plan de la même aire.")
    with transaction.atomic():
        held = hold(plan, scope)
        made = _copied(source, held, scope)
        plan.version = held.version
        return made


def lines_to_copy(sources: Iterable[Plan], plan: Plan) -> dict[int, int]:
    """How many lines ``copy_lines`` would write, by the id of the source; none is said (one query)."""
    fresh = Activity.objects.filter(plan__in=sources).exclude(key__in=plan.activities.values("key"))
    return dict(fresh.order_by().values_list("plan").annotate(Count("pk")))


def amend(plan: Plan, reason: str, scope: Scope) -> Plan:
    """A new edition of an approved plan, with its lines, to be written then adopted again. Raises Refusal."""
    if not scope.may(Action.PLAN_WRITE, plan.where()):
        raise Refusal(NOT_YOURS)
    if not reason.strip():
        raise Refusal("Écrivez pourquoi le plan est amendé.")
    with transaction.atomic():
        held = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if held.state not in IN_FORCE:
            raise Refusal("Seul un plan approuvé s’amende\u00a0: les autres se corrigent.")
        made = _created(plan.aire, plan.year, scope, fictitious=plan.fictitious, amends=held, reason=reason)
        _copied(plan, made, scope)
    return made


def take_up(plan: Plan, followup: Followup, scope: Scope, values: dict[str, Any]) -> Activity:
    """An open promise becomes a line of the plan, which keeps where it comes from. Raises Refusal."""
    if followup.aire_id != plan.aire_id:
        raise Refusal("Cet engagement n’est pas de l’aire de santé du plan.")
    with transaction.atomic():
        held = hold(plan, scope)  # a second click waits here, then finds the line
        if held.activities.filter(origin=followup).exists():
            raise Refusal(f"L’engagement {followup.number} est déjà dans le plan.")
        return write_line(plan, scope, values, origin=followup).line


def _created(
    aire: Aire, year: int, scope: Scope, *, fictitious: bool, amends: Plan | None = None, reason: str = ""
) -> Plan:
    edition = 1 + Plan.objects.filter(aire=aire, year=year).count()
    before = amends or Plan.objects.filter(aire=aire, year=year).order_by("-edition").first()
    try:
        with transaction.atomic():
            return Plan.objects.create(
                aire=aire,
                year=year,
                edition=edition,
                amends=before,
                amending_reason=reason.strip()[:300],
                created_by_id=scope.person_id,
                fictitious=fictitious,
            )
    except IntegrityError as error:  # somebody began it at the same instant
        raise Refusal(ALREADY.format(year=year)) from error


def _copied(source: Plan, plan: Plan, scope: Scope) -> int:
    known = set(plan.activities.values_list("key", flat=True))
    last = max((line.rank for line in plan.activities.all()), default=0)
    lines = [line for line in source.activities.all() if line.key not in known]
    if not lines:
        return 0
    if len(known) + len(lines) > MOST:
        raise Refusal(FULL)
    made = [
        Activity(
            plan=plan, key=line.key, rank=last + number, version=1, cost=line.cost, copied_from=line,
            origin=line.origin, **{name: getattr(line, name) for name in FIELDS},
        )
        for number, line in enumerate(lines, 1)
    ]  # fmt: skip
    Activity.objects.bulk_create(made)
    plan.version += 1
    Plan.objects.filter(pk=plan.pk).update(version=plan.version)
    LineDiff.objects.bulk_create(
        LineDiff(
            plan=plan, key=line.key, version=plan.version, after=snapshot(line), person_id=scope.person_id
        )
        for line in made
    )
    return len(made)

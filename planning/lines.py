"""The lines of a plan written one by one: each save is one difference, under the plan's lock."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max
from django.utils import timezone

from core.access import Action, Scope
from core.formats import fcfa
from core.seen import CHANGED
from core.workflow import Refusal, Stale
from mandates.policy import actor_of
from planning.enums import Source
from planning.models import BIGGEST, Activity, LineDiff, Look, Plan

# What a reader may write of a line; ``cost`` follows from two of them.
FIELDS = (
    "objective", "result", "text", "tasks", "indicator", "indicator_words", "baseline", "target", "months",
    "responsible", "support", "place", "component", "groups", "unit", "quantity", "unit_cost", "partner",
    *Source.values,
)  # fmt: skip
MOST = 200  # lines of a plan
NOT_YOURS = "Ce plan est écrit par d’autres\u00a0: le directeur technique et le secrétaire de l’ASACO."
LOCKED = "Le plan est verrouillé pendant l’examen\u00a0: ses lignes et ses pièces ne changent plus."
GONE = "Cette ligne n’est plus dans le plan."
FULL = f"Un plan a {MOST} lignes au plus."


@dataclass(frozen=True, slots=True)
class Written:
    """A line that stands; ``changed`` False: it was so already, nothing was written."""

    line: Activity
    changed: bool


def cost_of(values: Mapping[str, Any]) -> int:
    """Quantity × unit cost, in FCFA."""
    return int(values["quantity"]) * int(values["unit_cost"])


def sum_of(values: Mapping[str, Any]) -> int:
    """What the sources pay together, in FCFA."""
    return sum(int(values[source]) for source in Source.values)


def faults(values: Mapping[str, Any]) -> dict[str, str]:
    """What cannot be, by the name of its field: the one list for pages, sheets, programs."""
    found: dict[str, str] = {}
    cost, paid = cost_of(values), sum_of(values)
    if cost > BIGGEST:
        found["unit_cost"] = f"Ce coût dépasse ce qu’une ligne de plan peut porter\u00a0: {fcfa(BIGGEST)}."
    elif paid != cost:
        gap = f"Il manque {fcfa(cost - paid)}" if paid < cost else f"Il y a {fcfa(paid - cost)} de trop"
        found["sought"] = (
            f"La somme des sources est de {fcfa(paid)}, le coût de {fcfa(cost)}. {gap}\u00a0: "
            "ce qui n’a pas de payeur va sous «\u00a0À rechercher\u00a0»."
        )
    if values["by_partner"] and not values["partner"]:
        found["partner"] = "Nommez le partenaire qui paie."
    return found


def snapshot(line: Activity) -> dict[str, Any]:
    """The line as the history keeps it: decimals as text, its rank, the promise it comes from."""
    read = plain({name: getattr(line, name) for name in FIELDS})
    return read | {"rank": line.rank, "origin": line.origin_id}


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of FIELDS as the history keeps them."""
    return {name: _plain(values[name]) for name in FIELDS}


def values_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What ``snapshot`` kept, as ``write_line`` takes it."""
    values = {name: kept[name] for name in FIELDS}
    return values | {
        name: Decimal(values[name]) for name in ("baseline", "target") if values[name] is not None
    }


def _plain(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def write_line(
    plan: Plan,
    scope: Scope,
    values: Mapping[str, Any],
    *,
    key: uuid.UUID | None = None,
    seen: int | None = None,
    **more: Any,
) -> Written:
    """Save one line, seen at version ``seen``; new without ``seen``, under ``key`` when one is given.

    A new line sent twice under its key is written once. ``values`` has every name of FIELDS; ``more``: where
    a new line comes from. Raises Refusal, Stale: nothing is then written.
    """  # fmt: skip
    for sentence in faults(values).values():
        raise Refusal(sentence)
    with transaction.atomic():
        held = hold(plan, scope)
        line = _line_of(held, key, seen)
        before = None if line._state.adding else snapshot(line)
        for name in FIELDS:
            setattr(line, name, values[name])
        line.cost = cost_of(values)
        for name, value in more.items():
            setattr(line, name, value)
        after = snapshot(line)
        if after == before:
            return Written(line, changed=False)
        if before and seen is None:
            raise Stale(CHANGED)
        line.version += 1
        line.save()
        tell_change(held, scope, line.key, before, after)
    _as_written(plan, held)
    return Written(line, changed=True)


def remove_line(plan: Plan, scope: Scope, key: uuid.UUID, *, seen: int) -> None:
    """Take a line out; its history stays. Raises Refusal, Stale."""
    with transaction.atomic():
        held = hold(plan, scope)
        line = _line_of(held, key, seen)
        before = snapshot(line)
        line.delete()
        tell_change(held, scope, key, before, None)
    _as_written(plan, held)


def hold(plan: Plan, scope: Scope) -> Plan:
    """The row, locked until the end of the transaction, if this person may still write it. Raises Refusal."""
    if not scope.may(Action.PLAN_WRITE, plan.where()):
        raise Refusal(NOT_YOURS)
    held = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not held.writable:
        raise Refusal(LOCKED)
    held.aire = plan.aire  # with its shares, already read
    return held


def _line_of(plan: Plan, key: uuid.UUID | None, seen: int | None) -> Activity:
    line = plan.activities.filter(key=key).first() if key else None
    if seen is None:
        return line or _new_line(plan, key or uuid.uuid4())
    if line is None:
        raise Refusal(GONE)
    if line.version != seen:
        raise Stale(CHANGED)
    return line


def _new_line(plan: Plan, key: uuid.UUID) -> Activity:
    known = plan.activities.aggregate(last=Max("rank"), count=Count("pk"))
    if known["count"] >= MOST:
        raise Refusal(FULL)
    return Activity(plan=plan, key=key, rank=(known["last"] or 0) + 1)


def tell_change(
    plan: Plan, scope: Scope, key: uuid.UUID, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    """One version more, its difference; its author has read it."""
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1)
    plan.version += 1
    holding = actor_of(scope, Action.PLAN_WRITE, plan.where()).holding
    LineDiff.objects.create(
        plan=plan,
        key=key,
        version=plan.version,
        before=before,
        after=after,
        person_id=scope.person_id,
        mandate_id=holding.mandate_id if holding else None,
    )


def _as_written(plan: Plan, held: Plan) -> None:
    plan.version = held.version


def look(plan: Plan, person_id: int) -> None:
    """This person has read the plan as it stands."""
    Look.objects.update_or_create(
        plan=plan, person_id=person_id, defaults={"version": plan.version, "at": timezone.now()}
    )

"""Lines that change place in a plan, lines that come back to it."""

import uuid
from typing import Any

from django.db import transaction

from core.access import Scope
from core.workflow import Refusal
from planning.lines import GONE, hold, snapshot, tell_change, values_of, write_line
from planning.models import Activity, Plan

UP, DOWN = -1, 1


def move_line(plan: Plan, scope: Scope, key: uuid.UUID, step: int) -> bool:
    """Put a line one place up or down; False at the end of the table. Raises Refusal."""
    with transaction.atomic():
        held = hold(plan, scope)
        lines = list(held.activities.order_by("rank", "pk"))
        place = next((n for n, line in enumerate(lines) if line.key == key), None)
        if place is None:
            raise Refusal(GONE)
        if not 0 <= place + step < len(lines):
            return False
        line, other = lines[place], lines[place + step]
        ranks = line.rank, other.rank
        _put(held, scope, line, ranks[1])
        _put(held, scope, other, ranks[0])
    plan.version = held.version
    return True


def _put(plan: Plan, scope: Scope, line: Activity, rank: int) -> None:
    before = snapshot(line)
    line.rank = rank
    line.save(update_fields=["rank"])  # its words did not change: whoever writes them is not disturbed
    tell_change(plan, scope, line.key, before, snapshot(line))


def put_back(plan: Plan, scope: Scope, key: uuid.UUID) -> Activity:
    """A line that left comes back at the end, as it was, under its key. Raises Refusal."""
    with transaction.atomic():
        held = hold(plan, scope)
        last = held.diffs.filter(key=key).order_by("-version", "-pk").first()
        if last is None or last.after is not None or last.before is None:
            raise Refusal("Cette ligne n’est pas parmi celles qui ont été retirées.")
        before: dict[str, Any] = last.before
        origin = before.get("origin")
        if origin and held.activities.filter(origin=origin).exists():
            origin = None  # taken up again meanwhile: one promise, one line
        return write_line(plan, scope, values_of(before), key=key, origin_id=origin).line

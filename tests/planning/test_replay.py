"""Whatever is written, moved, taken out, put back, copied: its differences replayed give the lines."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access import Scope
from core.workflow import Refusal
from planning.arranging import move_line, put_back
from planning.beginning import begin, copy_lines
from planning.enums import Source
from planning.lines import remove_line, snapshot, write_line
from planning.models import Activity, LineDiff, Plan
from tests.cast import Cast
from tests.planning.conftest import BLANK

pytestmark = pytest.mark.django_db
ACTS = ("add", "change", "remove", "back", "up", "down", "copy", "wrong")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 7), st.integers(0, 3), st.integers(0, 9_000)),
    max_size=12,
)


def values(quantity: int, paid: int) -> dict[str, Any]:
    """``paid`` by the commune as far as the cost goes, the rest to be found."""
    cost = (quantity + 1) * 1_000
    return BLANK | {
        "text": f"Activité {quantity} {paid}", "quantity": quantity + 1, "unit_cost": 1_000, "by_asaco": 0,
        "by_commune": min(paid, cost), "sought": max(0, cost - paid),
    }  # fmt: skip


def done(plan: Plan, earlier: Plan, scope: Scope, step: tuple[str, int, int, int]) -> None:
    act, which, quantity, paid = step
    keys = list(plan.activities.values_list("key", flat=True))
    gone = list(LineDiff.objects.filter(plan=plan, after__isnull=True).values_list("key", flat=True))
    line = plan.activities.get(key=keys[which % len(keys)]) if keys else None
    if act == "add":
        write_line(plan, scope, values(quantity, paid))
    elif act == "copy":
        copy_lines(earlier, plan, scope)
    elif act == "back" and gone:
        put_back(plan, scope, gone[which % len(gone)])
    elif line is None:
        return
    elif act == "change":
        write_line(plan, scope, values(quantity, paid), key=line.key, seen=line.version)
    elif act == "remove":
        remove_line(plan, scope, line.key, seen=line.version)
    elif act == "wrong":
        write_line(plan, scope, BLANK | {"by_state": 1}, key=line.key, seen=line.version)
    elif act in {"up", "down"}:
        move_line(plan, scope, line.key, 1 if act == "down" else -1)


def replayed(plan: Plan) -> dict[Any, Any]:
    lines: dict[Any, Any] = {}
    for diff in LineDiff.objects.filter(plan=plan).order_by("version", "pk"):
        assert lines.get(diff.key) == diff.before
        lines[diff.key] = diff.after
        if diff.after is None:
            del lines[diff.key]
    return lines


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_differences_tell_the_lines(everybody: Cast, steps: list[tuple[str, int, int, int]]) -> None:
    with transaction.atomic():
        _told(everybody, steps)
        transaction.set_rollback(True)


def _told(everybody: Cast, steps: list[tuple[str, int, int, int]]) -> None:
    scope = everybody.scope_of("kadia")
    earlier = begin(everybody.territory.aire, 2026, scope)
    for quantity in range(2):
        write_line(earlier, scope, values(quantity, 0))
    plan = begin(everybody.territory.aire, 2027, scope)
    for step in steps:
        before = replayed(plan), plan.version
        try:
            done(plan, earlier, scope, step)
        except Refusal:
            assert (replayed(plan), plan.version) == before
    present = {line.key: snapshot(line) for line in Activity.objects.filter(plan=plan)}
    assert replayed(plan) == present
    for line in plan.activities.all():
        assert line.cost == sum(getattr(line, source) for source in Source.values)
    assert len({line.rank for line in plan.activities.all()}) == len(present)
    assert plan.version == Plan.objects.get(pk=plan.pk).version

"""A plan of 2026 in execution, seen from October 2026, with lines whose rates were worked out by hand."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from cscom.models import Aire
from planning.enums import Source
from planning.models import Activity, Execution, Plan


def made_plan(aire: Aire, *, year: int = 2026, state: str = "execution", edition: int = 1) -> Plan:
    """Without a line; its circuit is behind it."""
    plan = Plan.objects.create(aire=aire, year=year, state=state, edition=edition)
    return Plan.objects.located().get(pk=plan.pk)


def add_line(plan: Plan, rank: int, sources: Mapping[Source, int], **more: Any) -> Activity:
    """One line; its cost is what its sources make together."""
    cost = sum(sources.values())
    amounts = {source.value: amount for source, amount in sources.items()}
    said = {"months": 0b111, "objective": "Objectif", "text": f"Activité {rank}", **amounts, **more}
    if amounts.get("by_partner"):
        said.setdefault("partner", "ONG")
    return Activity.objects.create(
        plan=plan, key=uuid4(), rank=rank, quantity=1, unit_cost=cost, cost=cost, **said
    )


def say(line: Activity, quarter: int, physical: int | None = None, **amounts: Any) -> Execution:
    """What was said of a line for a quarter, straight into its row."""
    return Execution.objects.create(activity=line, quarter=quarter, version=1, physical=physical, **amounts)

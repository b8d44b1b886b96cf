"""Promises left open by the follow-up: which ones a plan may take up, how a line begins from one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.access import Scope
from followup.models import Followup
from followup.reading import open_for
from monitorage.models import Measure
from monitorage.models import Source as Payer
from planning.effects import page_of
from planning.enums import Source
from planning.line_forms import BLANK
from planning.models import Activity, Plan
from planning.news import subject_of

OBJECTIVE = "Tenir ce qui a été décidé"
# A partner is named before it pays: until then the money is to be found.
PAYERS: Mapping[str, Source] = {
    Payer.ASACO: Source.ASACO,
    Payer.COMMUNE: Source.COMMUNE,
    Payer.STATE: Source.STATE,
    Payer.PEOPLE: Source.PEOPLE,
}


@dataclass(frozen=True, slots=True)
class Opening:
    """One open promise of the aire; ``line``: the one that took it up in this plan."""

    followup: Followup
    line: Activity | None


def openings_of(plan: Plan, scope: Scope) -> list[Opening]:
    """Everything open in the aire that this reader sees, the oldest due first (four queries)."""
    taken = {line.origin_id: line for line in plan.activities.exclude(origin=None)}
    return [Opening(row, taken.get(row.pk)) for row in open_for(plan.aire).visible_to(scope)]


def first_values(followup: Followup) -> dict[str, Any]:
    """What a line says of a promise at first: who pays as a session of monitorage wrote it (one query)."""
    measure = Measure.objects.filter(followup=followup).first()
    cost = (measure.cost or 0) if measure else 0
    payer = PAYERS.get(measure.source, Source.SOUGHT) if measure else Source.SOUGHT
    return dict(BLANK) | {
        "objective": OBJECTIVE,
        "text": followup.text,
        "responsible": followup.owner_name[:120],
        "unit_cost": cost,
        payer.value: cost,
    }


def plans_with(followup: Followup, scope: Scope) -> Iterable[tuple[str, str]]:
    """(words, address) of the plans that took a promise up, as far as this reader sees them (two queries)."""
    lines = Activity.objects.filter(origin=followup).values("plan")
    plans = Plan.objects.visible_to(scope).filter(pk__in=lines).select_related("aire")
    return [(subject_of(plan), page_of(plan)) for plan in plans.order_by("year", "edition")]

"""The balance of a plan: planned, engaged, paid, done, line by line, with what explains the gaps."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Value

from planning.aggregates import YEAR_END, Figures, figures_of
from planning.enums import PAYERS, PlanState
from planning.executing import Standing, odd, standings
from planning.models import Execution, Plan


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one line became at the end of its year."""

    there: Standing
    reasons: Sequence[str]  # of the gap, in the order of the quarters, each once

    @property
    def unexplained(self) -> bool:
        """Not wholly done, and nobody said why."""
        return self.there.physical < 100 and not self.reasons

    @property
    def odd(self) -> list[str]:
        return odd(self.there)


@dataclass(frozen=True, slots=True)
class Balance:
    """The lines, their sum. ``gone``: FCFA paid on lines that an amendment took out of the plan."""

    outcomes: Sequence[Outcome]
    figures: Figures
    gone: int

    @property
    def done(self) -> int:
        """How many lines are wholly done."""
        return sum(outcome.there.physical == 100 for outcome in self.outcomes)

    @property
    def unexplained(self) -> int:
        return sum(outcome.unexplained for outcome in self.outcomes)


def balance(plan: Plan) -> Balance:
    """The balance as it stands (five queries)."""
    found = [Outcome(there, _reasons(there)) for there in standings(plan, YEAR_END)]
    figures = figures_of(Plan.objects.filter(pk=plan.pk)).get(plan.pk, Figures(plans=1))
    return Balance(found, figures, _gone(plan))


def _reasons(there: Standing) -> list[str]:
    said = [one.gap for one in (*there.before, there.now) if one.gap]
    return list(dict.fromkeys(said))


def _gone(plan: Plan) -> int:
    earlier = Execution.objects.filter(
        activity__plan__aire=plan.aire_id, activity__plan__year=plan.year,
        activity__plan__state=PlanState.REPLACED,
    ).exclude(activity__key__in=plan.activities.values("key"))  # fmt: skip
    # A line carried through several editions was copied into each: it is counted where it last stood.
    last = {}
    for row in earlier.order_by("activity__plan__edition").values(
        "activity__key", "quarter", paid=sum((F(payer.value) for payer in PAYERS), start=Value(0))
    ):
        last[row["activity__key"], row["quarter"]] = int(row["paid"])
    return sum(last.values())

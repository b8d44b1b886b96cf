"""The table of a quarter: its lines with their forms, what was typed saved line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.access import Scope
from core.keeping import Kept
from core.workflow import Refusal
from planning.executing import ELSEWHERE, Standing, execute, odd, paid_in, standings
from planning.execution_forms import ExecutionForm
from planning.models import Activity, Plan
from planning.wording import in_quarter, months_words


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ``form`` None: this reader only reads it."""

    there: Standing
    form: ExecutionForm | None
    url: str

    @property
    def activity(self) -> Activity:
        return self.there.activity

    @property
    def seen(self) -> str:
        """What the hidden field says: the line as it is now, whatever came back wrong."""
        return str(ExecutionForm(there=self.there).initial["seen"])

    @property
    def errors(self) -> list[str]:
        return [str(s) for said in self.form.errors.values() for s in said] if self.form else []

    @property
    def paid_now(self) -> int:
        """FCFA paid in this quarter."""
        return paid_in(self.there.now)

    @property
    def odd(self) -> list[str]:
        return odd(self.there)

    @property
    def months(self) -> str:
        return months_words(self.activity.months)

    @property
    def planned_now(self) -> bool:
        """Was it planned in this quarter?"""
        return in_quarter(self.activity.months, self.there.quarter)


def save_all(plan: Plan, quarter: int, posted: Mapping[str, Any], scope: Scope) -> Kept[int, ExecutionForm]:
    """Save each line of which something is said; a line of another plan among them: nothing is saved."""
    kept: Kept[int, ExecutionForm] = Kept()
    there = {one.activity.pk: one for one in standings(plan, quarter)}
    asked = {name[1:-5] for name in posted if name.startswith("l") and name.endswith("-seen")}
    if not asked <= {str(pk) for pk in there}:
        kept.whole = ELSEWHERE
        kept.refused = {pk: ExecutionForm(posted, there=one) for pk, one in there.items() if str(pk) in asked}
        return kept
    for pk, one in there.items():
        if str(pk) in asked:
            form = ExecutionForm(posted, there=one)
            if not form.changed:
                continue
            if save(plan, form, scope):
                kept.saved += 1
            else:
                kept.refused[pk] = form
    return kept


def save(plan: Plan, form: ExecutionForm, scope: Scope) -> bool:
    """Save one form; False when it is refused: it then says why."""
    if not form.is_valid():
        return False
    there = form.there
    try:
        execute(plan, there.activity, there.quarter, form.said(), scope, version=form.version)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def rows(plan: Plan, quarter: int, kept: Kept[int, ExecutionForm], *, writes: bool) -> list[Row]:
    """The lines in their order (two queries)."""
    return [
        Row(
            there,
            (kept.refused.get(there.activity.pk) or ExecutionForm(there=there)) if writes else None,
            line_url(plan, quarter, there.activity),
        )
        for there in standings(plan, quarter)
    ]


def line_url(plan: Plan, quarter: int, line: Activity) -> str:
    """The page of one line for a quarter."""
    return reverse("plan_execution_line", args=[plan.aire.code, plan.year, plan.edition, quarter, line.key])

"""The form of the planning calendar: for each step, a day of the year, how many years before the plan's."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from planning.models import Step
from planning.timetable import Days

_DAY = re.compile(r"(\d{1,2})[ /.\-](\d{1,2})")
YEARS = [(0, "l’année du plan"), (1, "l’année d’avant"), (2, "deux ans avant"), (3, "trois ans avant")]
NOT_A_DAY = "Écrivez un jour et un mois, par exemple 31 10"


class DayOfYearField(forms.CharField):
    """« 31 10 » → (10, 31); shown back as it is written."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value[1]:02} {value[0]:02}" if isinstance(value, tuple) else value

    def to_python(self, value: Any) -> Any:
        found = _DAY.fullmatch(str(value or "").strip())
        if not found:
            return None
        month, day = int(found[2]), int(found[1])
        try:
            date(2024, month, day)  # a leap year: every day that exists
        except ValueError:
            return None
        return month, day

    def validate(self, value: Any) -> None:
        if value is None:
            raise forms.ValidationError(NOT_A_DAY)

    def run_validators(self, value: Any) -> None:
        """A day that exists has nothing more to prove."""


class CalendarForm(forms.Form):
    """Two fields a step."""

    def __init__(self, data: Mapping[str, Any] | None, *, days: Days) -> None:
        super().__init__(data)
        for step in Step:
            row = days[step]
            self.fields[f"{step}_day"] = DayOfYearField(
                label=f"{str(step.label).capitalize()}\u00a0: dernier jour",
                help_text="Exemple\u00a0: 31 10",
                initial=(row.month, row.day),
                max_length=10,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
            self.fields[f"{step}_year"] = forms.TypedChoiceField(
                label=f"{str(step.label).capitalize()}\u00a0: quelle année",
                choices=YEARS,
                coerce=int,
                initial=row.years_before,
                widget=forms.Select,
            )

    def days(self) -> dict[Step, tuple[int, int, int]]:
        """(years before, month, day) by step, once valid."""
        data = self.cleaned_data
        return {step: (data[f"{step}_year"], *data[f"{step}_day"]) for step in Step}

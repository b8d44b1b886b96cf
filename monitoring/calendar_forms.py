"""The forms of the calendar: the dates of a month, how many months to open, the reopening of a month."""

from typing import Any

from django import forms

from core.fields import DayField
from monitoring.timetable import REASON_LENGTH, Dates, Untimely

MOST_AT_ONCE = 12


class DatesForm(forms.Form):
    """The five dates of a month; what they cannot be is said by ``timetable``."""

    starts_on = DayField(label="Premier jour")
    ends_on = DayField(label="Dernier jour")
    due_on = DayField(label="À déposer au plus tard le")
    validation_due_on = DayField(label="À valider au plus tard le")
    closes_on = DayField(
        label="Dernier jour de saisie",
        help_text="Le lendemain, le mois est clos, plus personne n’y saisit. Vide\u00a0: il reste ouvert.",
        required=False,
    )

    def dates(self) -> Dates:
        """What was written, once valid."""
        return Dates(**{name: self.cleaned_data[name] for name in Dates.__slots__})

    def refuse(self, untimely: Untimely) -> None:
        """The sentences beside their fields."""
        for name, sentence in untimely.faults.items():
            self.add_error(name or None, sentence)


class OpenForm(DatesForm):
    """The next month to open, and how many more after it, on the same days."""

    others = forms.TypedChoiceField(
        label="Ouvrir aussi les mois qui suivent, aux mêmes jours",
        choices=[(0, "aucun autre"), *((n, str(n)) for n in range(1, MOST_AT_ONCE))],
        coerce=int,
        empty_value="0",
        required=False,
    )


class ReopenMonthForm(forms.Form):
    """Until when a closed month is typed in again, and why."""

    closes_on = DayField(
        label="Nouveau dernier jour de saisie",
        error_messages={"required": "Écrivez jusqu’à quel jour le mois reste ouvert."},
    )
    reason = forms.CharField(
        label="Pourquoi rouvrir ce mois",
        help_text="Une phrase, gardée dans l’histoire du mois.",
        max_length=REASON_LENGTH,
        error_messages={
            "required": "Écrivez pourquoi ce mois est rouvert.",
            "max_length": f"Phrase trop longue\u00a0: {REASON_LENGTH} caractères au plus.",
        },
    )

    def refuse(self, untimely: Untimely) -> None:
        """The sentences beside their fields."""
        for name, sentence in untimely.faults.items():
            self.add_error(name or None, sentence)


def initial_of(dates: Dates) -> dict[str, Any]:
    """What the fields hold at first."""
    return {name: getattr(dates, name) for name in Dates.__slots__}

"""The attendance of a meeting, seat by seat, at the speed of a keyboard; the copy of what was signed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from concertation.enums import Attendance
from concertation.forms import Data, Versioned, too_long
from concertation.models import Meeting
from core.fields import DayField, NumberField
from files.fields import CopyField
from mandates.organs.lines import SeatLine
from mandates.organs.reading import organ_on

SAY = "Dites si ce membre était là."


class AttendanceForm(Versioned):
    """The day, who presides, each seat, who came besides."""

    held_on = DayField(
        label="Jour de la réunion", error_messages={"required": "Écrivez le jour de la réunion."}
    )
    chaired_by = forms.ChoiceField(
        label="Présidée par", required=False, error_messages={"invalid_choice": "Choisissez un siège."}
    )
    second_call = forms.BooleanField(label="Sur seconde convocation", required=False)
    women = NumberField(label="Autres femmes présentes", least=0, most=5000, required=False)
    men = NumberField(label="Autres hommes présents", least=0, most=5000, required=False)

    def __init__(self, data: Data, *, meeting: Meeting) -> None:
        names = ("held_on", "second_call", "women", "men")
        first = {name: getattr(meeting, name) for name in names}
        first["held_on"] = first["held_on"] or min(meeting.planned_on, timezone.localdate())
        super().__init__(data, meeting=meeting, **first)
        known = {row.seat_id: row for row in meeting.presences.all()}
        self.lines = organ_on(meeting.organ, self._day(data, first["held_on"])).lines
        for line in self.lines:
            row = known.get(line.seat.pk)
            if line.hold:
                self._add(line, row.status if row else None, row.proxy if row else "")
        chairs = [(str(line.seat.pk), line.seat.words) for line in self.lines]
        field = self.fields["chaired_by"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = [("", "personne de l’organe"), *chairs]
        usual = next((str(line.seat.pk) for line in self.lines if line.seat.chair and line.hold), "")
        self.initial["chaired_by"] = str(meeting.chaired_by_id or "") if meeting.held_on else usual

    def _day(self, data: Data, usual: date) -> date:
        """The day whose seats are shown: the one that is typed, when it can be read."""
        try:
            return self.fields["held_on"].clean(data.get("held_on")) if data else usual
        except forms.ValidationError:
            return usual

    def _add(self, line: SeatLine, status: str | None, proxy: str) -> None:
        name = f"s{line.seat.pk}"
        self.fields[name] = forms.ChoiceField(
            label=f"{line.hold.person if line.hold else ''}, {line.seat.words}",
            choices=Attendance.choices,
            widget=forms.RadioSelect,
            initial=status,
            error_messages={"required": SAY, "invalid_choice": SAY},
        )
        self.fields[f"{name}-par"] = forms.CharField(
            label=f"Représenté par ({line.seat.words})",
            required=False,
            max_length=150,
            initial=proxy,
            error_messages=too_long(150),
        )

    def rows(self) -> Iterator[tuple[SeatLine, BoundField | None, BoundField | None]]:
        """Each seat with its two fields; none for a vacant one."""
        for line in self.lines:
            name = f"s{line.seat.pk}"
            yield line, *((self[name], self[f"{name}-par"]) if line.hold else (None, None))

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError("Ce jour est encore à venir.")
        return held_on

    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        for line in self.lines:
            name = f"s{line.seat.pk}"
            if read.get(name) == Attendance.REPRESENTED and not read.get(f"{name}-par"):
                self.add_error(f"{name}-par", "Écrivez qui représente ce membre.")
        return read

    def details(self) -> dict[str, Any]:
        """For the circuit, once valid."""
        read = self.cleaned_data
        keys = [line.seat.pk for line in self.lines if line.hold]
        return {
            "held_on": read["held_on"].isoformat(),
            "chaired_by": int(read["chaired_by"]) if read["chaired_by"] else None,
            "second_call": read["second_call"],
            "women": read["women"],
            "men": read["men"],
            "present": {str(key): [read[f"s{key}"], read[f"s{key}-par"]] for key in keys},
        }


class SheetForm(Versioned):
    """The copy of the attendance sheet."""

    scan = CopyField(
        label="Feuille de présence signée",
        error_messages={"required": "Choisissez la copie de la feuille signée."},
    )

"""The forms of a meeting: its frame, an item, what became of it, the minutes, an act, a correction."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from concertation.enums import ItemKind, Openness, Outcome, Sitting
from concertation.models import Item, Meeting
from concertation.writing import Framing, Point, Said
from core.fields import DayField, NumberField
from core.workflow import Move
from files.fields import CopyField
from files.scans import Scan, scan_of

Data = Mapping[str, Any] | None
Files = MultiValueDict[str, UploadedFile] | None
_HOUR = re.compile(r"(\d{1,2}) ?[hH:] ?(\d{2})?")


def too_long(most: int) -> dict[str, str]:
    return {"max_length": f"Trop long\u00a0: {most} caractères au plus."}


class HourField(forms.CharField):
    """« 9 h », « 9 h 30 », « 09:30 » → time; None when left empty."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour} h {value.minute:02}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> Any:
        text = str(value or "").translate({0xA0: " ", 0x202F: " "}).strip()
        if isinstance(value, time) or not text:
            return value or None
        found = _HOUR.fullmatch(text)
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise forms.ValidationError("Écrivez une heure, par exemple 9 h 30")
        return time(int(found[1]), int(found[2] or 0))


class Versioned(forms.Form):
    """A form of one meeting, that travels with the version its reader saw."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Data, files: Files = None, *, meeting: Meeting, **first: Any) -> None:
        super().__init__(data, files, initial={"version": meeting.version} | first)
        self.meeting = meeting


class FrameForm(forms.Form):
    """When, where."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    planned_on = DayField(
        label="Jour",
        help_text="Exemple\u00a0: 12 10 2026. Un jour passé s’accepte\u00a0: la réunion sera à compléter.",
        error_messages={"required": "Écrivez le jour de la réunion."},
    )
    starts_at = HourField(label="Heure", help_text="Exemple\u00a0: 9 h 30", required=False)
    venue = forms.CharField(label="Lieu", required=False, max_length=150, error_messages=too_long(150))
    sitting = forms.ChoiceField(
        label="Session",
        choices=Sitting.choices,
        initial=Sitting.ORDINARY,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si la session est ordinaire.", "invalid_choice": "Choisissez."},
    )
    second_call = forms.BooleanField(
        label="Seconde convocation",
        help_text="Faute de quorum la première fois\u00a0: l’organe délibère avec ceux qui viennent.",
        required=False,
    )

    def framing(self) -> Framing:
        """Once valid."""
        read = self.cleaned_data
        return Framing(
            read["planned_on"], read["starts_at"], read["venue"], read["sitting"], read["second_call"]
        )


class PointForm(Versioned):
    """One item of the agenda; what writes itself keeps its title."""

    title = forms.CharField(
        label="Point",
        max_length=200,
        error_messages={"required": "Écrivez le point."} | too_long(200),
    )
    openness = forms.ChoiceField(
        label="Ce point est",
        choices=Openness.choices,
        initial=Openness.COMMON,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites qui lit ce point.", "invalid_choice": "Choisissez."},
    )
    duration = NumberField(label="Durée, en minutes", least=1, most=600, required=False)
    paper = CopyField(label="Pièce", required=False)

    def __init__(
        self, data: Data, files: Files = None, *, meeting: Meeting, item: Item | None = None
    ) -> None:
        first = {name: getattr(item, name) for name in ("title", "openness", "duration")} if item else {}
        super().__init__(data, files, meeting=meeting, **first)
        if item and item.kind != ItemKind.SUBJECT:
            del self.fields["title"], self.fields["openness"]

    def point(self) -> Point:
        """Once valid."""
        read = self.cleaned_data
        paper: Scan | None = scan_of(read["paper"]) if read.get("paper") else None
        return Point(read.get("title", ""), read.get("openness", Openness.COMMON), read["duration"], paper)


class SettleForm(Versioned):
    """What became of an item."""

    outcome = forms.ChoiceField(
        label="Suite",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    reason = forms.CharField(
        label="Motif, si le point est reporté ou retiré",
        required=False,
        max_length=300,
        error_messages=too_long(300),
    )
    notes = forms.CharField(
        label="Ce qui a été dit",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=too_long(4000),
    )

    def __init__(self, data: Data, *, meeting: Meeting, item: Item) -> None:
        first = {name: getattr(item, name) for name in ("outcome", "reason", "notes")}
        super().__init__(data, meeting=meeting, **first)
        words = {"decide": "examiné"} if item.kind == ItemKind.OPEN else {}
        choices = [(value, words.get(value, label)) for value, label in Outcome.choices]
        if meeting.coming:
            choices = [(value, label) for value, label in choices if value == Outcome.WITHDRAWN]
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = [("", "pas encore de suite"), *choices]

    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        if read.get("outcome") in {Outcome.POSTPONED, Outcome.WITHDRAWN} and not read.get("reason"):
            self.add_error("reason", "Écrivez pourquoi ce point est reporté ou retiré.")
        return read

    def said(self) -> Said:
        """Once valid."""
        read = self.cleaned_data
        return Said(read["outcome"], read["reason"], read["notes"])


class MinutesForm(Versioned):
    """The account, the copy of what was signed."""

    minutes = forms.CharField(
        label="Compte rendu",
        help_text="L’ordre du jour, les présences, les décisions s’y ajoutent d’eux-mêmes. La mairie, "
        "le CSRéf, la direction régionale le lisent\u00a0: rien d’un point interne ne s’y écrit.",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages=too_long(8000),
    )
    scan = CopyField(label="PV signé sur papier", required=False)

    def copy(self) -> Scan | None:
        """The scan, once valid."""
        return scan_of(self.cleaned_data["scan"]) if self.cleaned_data.get("scan") else None


class ActForm(Versioned):
    """One act of the circuit; what it does not ask is not there."""

    planned_on = DayField(
        label="Nouveau jour",
        help_text="Exemple\u00a0: 19 10 2026",
        error_messages={"required": "Écrivez le nouveau jour."},
    )
    comment = forms.CharField(
        label="Motif",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez le motif."} | too_long(300),
    )

    def __init__(self, data: Data, *, meeting: Meeting, move: Move[Meeting]) -> None:
        super().__init__(data, meeting=meeting)
        if move.act != "reporter":
            del self.fields["planned_on"]
        if not move.needs_comment:
            del self.fields["comment"]

    def clean_planned_on(self) -> Any:
        planned_on = self.cleaned_data["planned_on"]
        if planned_on <= timezone.localdate():
            raise forms.ValidationError("Le nouveau jour est à venir.")
        return planned_on

    def details(self) -> dict[str, Any] | None:
        """For the circuit, once valid."""
        planned_on = self.cleaned_data.get("planned_on")
        return {"planned_on": planned_on.isoformat()} if planned_on else None


class CorrectForm(Versioned):
    """A frozen text, corrected."""

    after = forms.CharField(
        label="Texte corrigé",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Écrivez le texte corrigé."},
    )
    reason = forms.CharField(
        label="Motif de la correction",
        max_length=300,
        error_messages={"required": "Écrivez pourquoi ce texte est corrigé."} | too_long(300),
    )

    def __init__(self, data: Data, *, meeting: Meeting, text: str, most: int) -> None:
        super().__init__(data, meeting=meeting, after=text)
        self.most = most

    def clean_after(self) -> str:
        after: str = self.cleaned_data["after"]
        if len(after) > self.most:
            raise forms.ValidationError(too_long(self.most)["max_length"])
        return after

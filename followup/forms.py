"""The forms of the follow-up: which lines, what becomes of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from core.fields import DayField, NumberField
from core.seen import CHANGED
from files.fields import CopyField
from followup.models import Followup, State
from followup.updating import Said, faults


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as its reader saw it; it travels with what they say of it."""

    version: int
    state: str
    due_on: date

    @classmethod
    def of(cls, line: Followup) -> "Seen":
        return cls(line.version, line.state, line.due_on)

    @classmethod
    def read(cls, text: str) -> "Seen":
        """« 3/en_cours/2026-10-08 ». Raises ValueError for anything else."""
        version, state, due_on = text.split("/")
        return cls(int(version[:9]), State(state).value, date.fromisoformat(due_on))

    def __str__(self) -> str:
        return f"{self.version}/{self.state}/{self.due_on.isoformat()}"


class SeenField(forms.CharField):
    """The hidden field of what was seen."""

    def clean(self, value: Any) -> Any:
        try:
            return Seen.read(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(CHANGED) from error


class LineForm(forms.Form):
    """One line of the table; ``changed`` says whether anything was said of it."""

    seen = SeenField(widget=forms.HiddenInput, error_messages={"required": CHANGED})
    state = forms.ChoiceField(
        label="Avancement",
        choices=State.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites où en est cet engagement.",
            "invalid_choice": "Choisissez un état.",
        },
    )
    due_on = DayField(label="Échéance", error_messages={"required": "Écrivez l’échéance."})
    word = forms.CharField(
        label="Mot",
        required=False,
        max_length=200,
        error_messages={"max_length": "Trop long\u00a0: 200 caractères au plus."},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        line: Followup,
    ) -> None:
        first = {"seen": Seen.of(line), "state": line.state, "due_on": line.due_on}
        super().__init__(data, files, prefix=f"l{line.pk}", initial=first | self.more(line))
        self.line = line

    def more(self, line: Followup) -> dict[str, Any]:  # noqa: ARG002 - for the form of one line
        """What else the fields hold at first."""
        return {}

    def said(self) -> Said:
        """What is said, once the fields are read."""
        read = self.cleaned_data
        return Said(read["state"], read["due_on"], read["word"], self.line.progress)

    @property
    def changed(self) -> bool:
        """Does this line say anything its reader had not before their eyes?"""
        seen: Seen | None = self.cleaned_data.get("seen")
        if self.errors or seen is None:
            return True
        said = self.said()
        return bool(said.word) or (said.state, said.due_on) != (seen.state, seen.due_on)

    def clean(self) -> dict[str, Any]:
        """What cannot be is told here, unless the line changed since: ``update`` tells that."""
        read: dict[str, Any] = super().clean() or self.cleaned_data
        seen: Seen | None = read.get("seen")
        if {"state", "due_on", "word"} <= set(read) and seen and seen.version == self.line.version:
            for name, sentence in faults(self.line, self.said()).items():
                self.add_error(name, sentence)
        return read


class OneLineForm(LineForm):
    """The same on the page of one line: how far, with a proof."""

    progress = NumberField(
        label="Avancement, en\u00a0%", help_text="De 0 à 100.", least=0, most=100, required=False
    )
    proof = CopyField(label="Preuve", required=False)

    field_order = ("seen", "state", "progress", "due_on", "word", "proof")

    def more(self, line: Followup) -> dict[str, Any]:
        return {"progress": line.progress}

    def said(self) -> Said:
        read = self.cleaned_data
        return Said(read["state"], read["due_on"], read["word"], read.get("progress"), read.get("proof"))

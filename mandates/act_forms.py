"""The form of an act, whatever the circuit: its words, its file, what is read again before it is signed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from core.formats import day
from core.workflow import Move
from files.fields import CopyField
from files.scans import Scan, scan_of

MOST = 2000
TOO_LONG = "Texte trop long\u00a0: 2\u202f000 caractères au plus."


class ActFields(forms.Form):
    """An act done on the version its author has seen, with or without words, with or without a file."""

    labels: ClassVar[Mapping[str, tuple[str, str]]]  # act → name of its words, help
    joinable: ClassVar[Mapping[str, str]]  # act that may carry a file → what the file then is
    joins = True
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST,
        error_messages={
            "required": "Écrivez ces mots\u00a0: ils sont lus par ceux qui suivent.",
            "max_length": TOO_LONG,
        },
    )

    def __init__(
        self, data: Mapping[str, Any] | None, files: Any = None, *, version: int, move: Move[Any]
    ) -> None:
        super().__init__(data, files, initial={"version": version})
        label, hint = self.labels.get(move.act, ("Un mot pour ceux qui suivent", ""))
        field = self.fields["text"]
        field.label, field.help_text, field.required = label, hint, move.needs_comment
        if self.joins and move.act in self.joinable:
            label = f"Fichier à joindre, {self.joinable[move.act]}"
            self.fields["joined"] = CopyField(label=label, required=False)

    def words(self) -> str:
        """The comment of the act."""
        return str(self.cleaned_data["text"])

    def enclosed(self) -> Scan | None:
        """The file, if one came."""
        copy = self.cleaned_data.get("joined")
        return scan_of(copy) if copy else None

    def details(self) -> dict[str, Any]:
        """What the log keeps beside it."""
        return {}

    def recap(self) -> list[tuple[str, str]]:
        """What was said, to be read again before it is signed."""
        kept = ((name, self.cleaned_data.get(name)) for name in self.fields)
        return [
            (str(self.fields[name].label), self.said(name, value))
            for name, value in kept
            if name not in {"version", "joined"} and value not in (None, "")
        ]

    def said(self, _name: str, value: Any) -> str:
        """One answer in words."""
        return day(value) if isinstance(value, date) else str(value)

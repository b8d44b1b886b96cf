"""The forms of the execution: one line of the table of a quarter, the same line on its own page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from core.fields import NumberField
from core.formats import number
from core.seen import SeenField, mark, mark_of, seen_words, version_of
from files.fields import CopyField
from planning.enums import PAYERS, Source
from planning.executing import LONGEST, Said, Standing
from planning.models import BIGGEST


def _held(said: Said) -> list[Any]:
    return [said.physical, said.engaged, sorted(said.paid.items()), said.gap]


class ExecutionForm(forms.Form):
    """One line of the table; ``changed``: something is said that its reader had not before their eyes."""

    seen = SeenField()
    physical = NumberField(label="Réalisé depuis janvier, en\u00a0%", required=False, most=100)
    engaged = NumberField(label="Engagé ce trimestre, en FCFA", required=False, most=BIGGEST)
    gap = forms.CharField(
        label="Cause de l’écart",
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"Trop long\u00a0: {LONGEST} caractères au plus."},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        there: Standing,
    ) -> None:
        self.there = there
        self.asked = self.payers(there)
        now = self._as_is()
        first = {"seen": seen_words(there.now.version, _held(now)), "physical": now.physical, "gap": now.gap}
        paid = {"engaged": now.engaged, **now.paid}
        first |= {name: number(amount) if amount else None for name, amount in paid.items()}
        super().__init__(data, files, prefix=f"l{there.activity.pk}", initial=first)
        for payer in self.asked:
            self.fields[payer.value] = NumberField(
                label=f"Payé\u00a0: {payer.label}, en FCFA", required=False, most=BIGGEST
            )

    def payers(self, there: Standing) -> list[Source]:
        """Whose payments are asked: those the line counts on, those who paid."""
        return [
            payer
            for payer in PAYERS
            if getattr(there.activity, payer.value) or getattr(there.now, payer.value)
        ]

    def _as_is(self) -> Said:
        now = self.there.now
        paid = {payer.value: getattr(now, payer.value) for payer in self.asked}
        return Said(now.physical, now.engaged, paid, now.gap)

    @property
    def paid_fields(self) -> list[forms.BoundField]:
        return [self[payer.value] for payer in self.asked]

    @property
    def version(self) -> int:
        """Of the line, as its reader saw it."""
        return version_of(self.cleaned_data["seen"])

    def said(self) -> Said:
        """What is said, once the fields are read: an amount left empty is 0."""
        read = self.cleaned_data
        paid = {payer.value: read[payer.value] or 0 for payer in self.asked}
        return Said(read["physical"], read["engaged"] or 0, paid, read["gap"], read.get("evidence"))

    @property
    def changed(self) -> bool:
        """Does this line say anything new? What cannot be read does."""
        if self.errors:
            return True
        said = self.said()
        return bool(said.evidence) or mark(_held(said)) != mark_of(self.cleaned_data["seen"])


class OneExecutionForm(ExecutionForm):
    """The same on the page of one line: every payer, with a piece of evidence."""

    evidence = CopyField(label="Pièce", required=False)

    def payers(self, there: Standing) -> list[Source]:  # noqa: ARG002 - on the page of one line, all of them
        return list(PAYERS)

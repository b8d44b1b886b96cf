"""The forms of the approval of minutes: by its author, or as a paper that was signed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from concertation.forms import Data, Files, Versioned
from concertation.models import Meeting
from mandates.models import Mandate
from mandates.paper_forms import PaperFields


class ApprovalForm(Versioned):
    """Only the version that was read."""


class PaperForm(PaperFields, Versioned):
    """Who signed, when, the copy."""

    field_order: Sequence[str] = ["signatory", "on", "scan"]

    def __init__(self, data: Data, files: Files, *, meeting: Meeting, mandates: Sequence[Mandate]) -> None:
        super().__init__(data, files, meeting=meeting)
        self.offer(mandates)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Un acte pris sur papier n’est pas daté d’un jour à venir.")
        if on < self.meeting.day:
            raise forms.ValidationError("Ce papier est d’avant la réunion.")
        return on

    def clean(self) -> dict[str, Any]:
        read: dict[str, Any] = super().clean() or self.cleaned_data
        mandate, on = self.mandates.get(read.get("signatory", "")), read.get("on")
        if mandate and on and not mandate.held_on(on):
            self.add_error("signatory", f"{mandate.person} ne tenait pas cette fonction ce jour-là.")
        return read

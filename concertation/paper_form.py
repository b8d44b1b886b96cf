"""The forms of the approval of minutes: by its author, or as a paper that was signed."""

from collections.abc import Sequence
from datetime import date

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
        self.offer(mandates, self._wrong_day, _wrong_signatory)

    def _wrong_day(self, on: date) -> str:
        if on > timezone.localdate():
            return "Un acte pris sur papier n’est pas daté d’un jour à venir."
        return "Ce papier est d’avant la réunion." if on < self.meeting.day else ""


def _wrong_signatory(mandate: Mandate, on: date) -> str:
    return "" if mandate.held_on(on) else f"{mandate.person} ne tenait pas cette fonction ce jour-là."

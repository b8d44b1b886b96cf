"""The forms of a restitution: where, when, by whom, to how many; what takes one back."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from communes.models import Village
from concertation.forms import Data, Files, too_long
from concertation.models import Meeting, Restitution
from concertation.restituting import villages_of
from concertation.telling import NO_REASON, Telling, why_not
from core.fields import DayField, NumberField
from files.fields import CopyField
from files.scans import scan_of

MOST_HEARD = 5000
LIST = "Choisissez un village de la liste."
COUNT = "Écrivez combien, 0 s’il n’y en avait pas."


def reason_field(label: str) -> forms.CharField:
    """Why what was written is corrected or taken back."""
    return forms.CharField(
        label=label,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": NO_REASON} | too_long(300),
    )


class RestitutionForm(forms.Form):
    """One restitution of a meeting; ``row``: the one that it corrects, which asks why."""

    village = forms.ChoiceField(label="Village", required=False, error_messages={"invalid_choice": LIST})
    spot = forms.CharField(
        label="Autre lieu",
        help_text="Si ce n’est pas un village de la liste\u00a0: hameau, quartier, marché.",
        required=False,
        max_length=100,
        error_messages=too_long(100),
    )
    held_on = DayField(
        label="Jour",
        help_text="Exemple\u00a0: 12 10 2026",
        error_messages={"required": "Écrivez le jour de la restitution."},
    )
    led_by = forms.CharField(
        label="Menée par",
        help_text="Nom et fonction. Exemple\u00a0: Moussa Traoré, président de l’ASACO",
        max_length=150,
        error_messages={"required": "Écrivez qui a mené la restitution."} | too_long(150),
    )
    women = NumberField(label="Femmes présentes", most=MOST_HEARD, error_messages={"required": COUNT})
    men = NumberField(label="Hommes présents", most=MOST_HEARD, error_messages={"required": COUNT})
    questions = forms.CharField(
        label="Questions posées",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=too_long(2000),
    )
    answers = forms.CharField(
        label="Réponses données",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=too_long(2000),
    )
    paper = CopyField(label="Pièce\u00a0: liste des présents, photo", required=False)
    reason = reason_field("Pourquoi cette correction")

    def __init__(
        self, data: Data, files: Files = None, *, meeting: Meeting, row: Restitution | None = None
    ) -> None:
        super().__init__(data, files, initial=_first(row) if row else {})
        self.meeting = meeting
        if row is None:
            del self.fields["reason"]
        elif row.paper_id:
            self.fields["paper"].help_text = f"Celle d’avant reste jointe. {self.fields['paper'].help_text}"
        organ, today = meeting.organ, timezone.localdate()
        found = villages_of(organ, meeting.day) | villages_of(organ, today)
        self.villages: dict[str, Village] = {str(village.pk): village for village in found}
        if row and row.village:
            self.villages.setdefault(str(row.village_id), row.village)
        self._offer()

    def _offer(self) -> None:
        field = self.fields["village"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        rows = [(key, village_words(village)) for key, village in self.villages.items()]
        field.choices = [("", "aucun de la liste"), *rows]
        if not rows:
            del self.fields["village"]
            self.fields["spot"].label = "Village ou lieu"
            self.fields["spot"].help_text = ""

    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        if not self.errors:
            field, why = why_not(self.meeting, self.telling())
            if why:
                self.add_error(field, why)
        return read

    def telling(self) -> Telling:
        """Once valid."""
        read = self.cleaned_data
        return Telling(
            read["held_on"], read["led_by"], read["women"], read["men"],
            self.villages.get(read.get("village", "")), read["spot"], read["questions"], read["answers"],
            scan_of(read["paper"]) if read.get("paper") else None,
        )  # fmt: skip


def village_words(village: Village) -> str:
    """« Kiban », « Kiban (Kibané) »."""
    return f"{village.name} ({village.other_name})" if village.other_name else village.name


def _first(row: Restitution) -> dict[str, str | date | int]:
    names = ("spot", "held_on", "led_by", "women", "men", "questions", "answers")
    return {"village": str(row.village_id or "")} | {name: getattr(row, name) for name in names}


class WithdrawForm(forms.Form):
    """Why a restitution is taken back."""

    reason = reason_field("Pourquoi cette restitution est retirée")

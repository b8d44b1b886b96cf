"""The form of the annual review: when, where, who came, what was said."""

from typing import Any

from django import forms
from django.utils import timezone

from conventions.models import Review
from conventions.reviewing import Said, faults
from core.fields import DayField, NumberField
from core.seen import SeenField, seen_words, version_of

TOO_LONG = "Trop long\u00a0: {} caractères au plus."
MOST_PEOPLE = 2000


class ReviewForm(forms.Form):
    """``review`` None: nobody has begun it."""

    seen = SeenField()
    held_on = DayField(label="Tenue le", required=False, help_text="Jour, mois, année\u00a0: 08 12 2026.")
    place = forms.CharField(
        label="Lieu", required=False, max_length=120,
        error_messages={"max_length": TOO_LONG.format(120)},
    )  # fmt: skip
    women = NumberField(label="Femmes présentes", required=False, most=MOST_PEOPLE)
    men = NumberField(label="Hommes présents", required=False, most=MOST_PEOPLE)
    words = forms.CharField(
        label="Ce qui a été dit", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": TOO_LONG.format(4000)},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, year: int, review: Review | None) -> None:
        self.year = year
        row = review or Review(year=year)
        held = {name: getattr(row, name) for name in ("held_on", "place", "women", "men", "words")}
        self.now = seen_words(row.version, held)
        super().__init__(data, initial=held | {"seen": self.now})

    @property
    def version(self) -> int:
        """Of the review, as its reader saw it."""
        return version_of(self.cleaned_data["seen"])

    def clean(self) -> dict[str, Any]:
        """A day that can be."""
        read = super().clean() or {}
        if not self.errors:
            for name, sentence in faults(self.said(), self.year, timezone.localdate()).items():
                self.add_error(name, sentence)
        return read

    def said(self) -> Said:
        """As ``reviewing.prepare`` takes it."""
        read = self.cleaned_data
        return Said(read["held_on"], read["place"], read["women"], read["men"], read["words"])


class CloseForm(forms.Form):
    """The close of a review, as its reader saw it."""

    seen = SeenField()

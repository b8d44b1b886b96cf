"""The forms of a vote, of a divergent opinion."""

from typing import Any

from django import forms

from concertation.enums import COUNTED
from concertation.forms import Data, Versioned, too_long
from concertation.models import Ballot, Meeting
from concertation.voting import NO_WORDS, WHO, Differing, Votes
from core.fields import NumberField

ALL_THREE = "Écrivez les trois nombres, 0 s’il n’y en a pas."
MOST = 5000


class VoteForm(Versioned):
    """Three numbers; all left empty: no vote was held."""

    ayes = NumberField(label="Pour", most=MOST, required=False)
    noes = NumberField(label="Contre", most=MOST, required=False)
    abstentions = NumberField(label="Abstentions", most=MOST, required=False)

    def __init__(self, data: Data, *, meeting: Meeting, ballot: Ballot | None) -> None:
        names = ("ayes", "noes", "abstentions")
        first = {name: getattr(ballot, name) for name in names} if ballot else {}
        super().__init__(data, meeting=meeting, **first)

    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        names = ("ayes", "noes", "abstentions")
        missing = [name for name in names if read.get(name) is None and name not in self.errors]
        if missing and len(missing) < len(names):
            self.add_error(missing[0], ALL_THREE)
        return read

    def votes(self) -> Votes | None:
        """Once valid; None: all were left empty."""
        read = self.cleaned_data
        if read["ayes"] is None:
            return None
        return Votes(read["ayes"], read["noes"], read["abstentions"])


class DissentForm(Versioned):
    """Whose, in which words."""

    seat = forms.ChoiceField(
        label="Avis du siège", required=False, error_messages={"invalid_choice": "Choisissez un siège."}
    )
    party = forms.CharField(
        label="Ou d’une autre partie",
        help_text="Exemple\u00a0: la commission santé de la commune",
        required=False,
        max_length=200,
        error_messages=too_long(200),
    )
    text = forms.CharField(
        label="Avis divergent",
        help_text="Dans les mots de qui le porte. Il s’imprime avec le PV.",
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": NO_WORDS} | too_long(1500),
    )

    def __init__(self, data: Data, *, meeting: Meeting) -> None:
        super().__init__(data, meeting=meeting)
        rows = meeting.presences.filter(status__in=COUNTED)
        field = self.fields["seat"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = [
            ("", "aucun siège"),
            *((str(row.seat_id), f"{row.function} ({row.name})") for row in rows),
        ]

    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        if not self.errors and bool(read["seat"]) == bool(read["party"]):
            self.add_error("seat", WHO)
        return read

    def differing(self) -> Differing:
        """Once valid."""
        read = self.cleaned_data
        return Differing(read["text"], int(read["seat"]) if read["seat"] else None, read["party"])

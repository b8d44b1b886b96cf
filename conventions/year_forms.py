"""One row of the tables of a year: what a party says of a commitment, its amounts."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from conventions import funding, scoring
from conventions.enums import CamParty, Mark
from conventions.models import BIGGEST, Score
from conventions.yearly import Line
from core.access import Scope
from core.fields import NumberField
from core.formats import number
from core.seen import SeenField, mark, mark_of, seen_words, version_of
from files.fields import CopyField

LONG = "Trop long\u00a0: {} caractères au plus."


class DueForm(forms.Form):
    """``changed``: something is said that its reader had not before their eyes."""

    TYPED: ClassVar[tuple[str, ...]]
    seen = SeenField()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        line: Line,
        party: CamParty,
    ) -> None:
        self.line, self.party = line, party
        version, held = self.as_is()
        first = {name: number(value) if isinstance(value, int) else value for name, value in held.items()}
        self.now = seen_words(version, held)
        super().__init__(data, files, prefix=f"l{line.due.pk}", initial=first | {"seen": self.now})

    def as_is(self) -> tuple[int, dict[str, Any]]:
        """The version of the row, what it says, by field."""
        raise NotImplementedError

    def keep(self, scope: Scope) -> None:
        """Write it. Raises Refusal."""
        raise NotImplementedError

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that are typed."""
        return [self[name] for name in self.TYPED]

    @property
    def version(self) -> int:
        """Of the row, as its reader saw it."""
        return version_of(self.cleaned_data["seen"])

    def held(self) -> dict[str, Any]:
        """What is said, once the fields are read."""
        return {name: self.cleaned_data[name] for name in self.TYPED}

    @property
    def changed(self) -> bool:
        """Does this row say anything new? What cannot be read does."""
        return bool(self.errors) or mark(self.held()) != mark_of(self.cleaned_data["seen"])


class ScoreForm(DueForm):
    """What one's own party says."""

    TYPED = ("mark", "words")
    mark = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "non dit"), *Mark.choices],
        error_messages={"invalid_choice": scoring.CHOOSE},
    )
    words = forms.CharField(
        label="Précision",
        required=False,
        max_length=scoring.LONGEST,
        error_messages={"max_length": LONG.format(scoring.LONGEST)},
    )

    @property
    def row(self) -> Score | None:
        return self.line.scores.get(self.party)

    def as_is(self) -> tuple[int, dict[str, Any]]:
        """Nothing said: an empty state, which is none of the four."""
        held = self.row
        return (held.version, {"mark": held.mark, "words": held.words}) if held else (
            0, {"mark": "", "words": ""}
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What is left as it was is not judged: a line not said yet may stay so."""
        read = super().clean() or {}
        if not self.errors and (read["mark"] or read["words"] or self.row or read.get("evidence")):
            for name, sentence in scoring.faults(self.said()).items():
                self.add_error(name, sentence)
        return read

    def said(self) -> scoring.Said:
        """As ``scoring.say`` takes it."""
        read = self.cleaned_data
        return scoring.Said(read["mark"], read["words"], read.get("evidence"))

    def keep(self, scope: Scope) -> None:
        """For one's own party."""
        scoring.say(self.line.due, self.party, self.said(), scope, version=self.version)


class OneScoreForm(ScoreForm):
    """The same on the page of one line, with a piece of evidence."""

    evidence = CopyField(label="Preuve", required=False)

    @property
    def changed(self) -> bool:
        """A new piece says something by itself."""
        return super().changed or bool(self.cleaned_data.get("evidence"))


class MoneyForm(DueForm):
    """FCFA announced, called, paid; why more was paid than called."""

    TYPED = ("announced", "called", "paid", "reason")
    announced = NumberField(label="Annoncé, en FCFA", required=False, most=BIGGEST)
    called = NumberField(label="Appelé, en FCFA", required=False, most=BIGGEST)
    paid = NumberField(label="Payé, en FCFA", required=False, most=BIGGEST)
    reason = forms.CharField(
        label="Motif, si plus est payé",
        required=False,
        max_length=200,
        error_messages={"max_length": LONG.format(200)},
    )

    def as_is(self) -> tuple[int, dict[str, Any]]:
        due = self.line.due
        return due.version, {name: getattr(due, name) for name in self.TYPED}

    def clean(self) -> dict[str, Any]:
        """The reason of what is paid above the call."""
        read = super().clean() or {}
        if not self.errors:
            for name, sentence in funding.faults(funding.Said(**self.held())).items():
                self.add_error(name, sentence)
        return read

    def keep(self, scope: Scope) -> None:
        """The amounts of the line, all of them."""
        funding.fund(self.line.due, funding.Said(**self.held()), scope, version=self.version)

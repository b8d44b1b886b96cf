"""One row of the tables of a year: what a party says of a commitment, its amounts."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from conventions import funding, scoring
from conventions.enums import CamParty, Mark
from conventions.models import BIGGEST, Score
from conventions.yearly import Line
from core.access import Scope
from core.fields import NumberField
from core.rows import RowForm
from files.fields import CopyField

LONG = "Trop long\u00a0: {} caractères au plus."


class ScoreForm(RowForm):
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

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        line: Line,
        party: CamParty,
    ) -> None:
        self.line, self.party = line, party
        self.row: Score | None = line.scores.get(party)
        said = self.row or Score(mark="", words="")  # an empty state, which is none of the four
        held = {name: getattr(said, name) for name in self.TYPED}
        prefix, named = f"l{line.due.pk}", line.commitment.text
        super().__init__(data, files, prefix=prefix, named=named, version=said.version, held=held)

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


class MoneyForm(RowForm):
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

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        line: Line,
        party: CamParty,
    ) -> None:
        self.line, self.party = line, party
        held = {name: getattr(line.due, name) for name in self.TYPED}
        prefix, named = f"l{line.due.pk}", line.commitment.text
        super().__init__(data, files, prefix=prefix, named=named, version=line.due.version, held=held)

    def clean(self) -> dict[str, Any]:
        """The reason of what is paid above the call."""
        read = super().clean() or {}
        if not self.errors:
            for name, sentence in funding.faults(funding.Said(**self.typed())).items():
                self.add_error(name, sentence)
        return read

    def keep(self, scope: Scope) -> None:
        """The amounts of the line, all of them."""
        funding.fund(self.line.due, funding.Said(**self.typed()), scope, version=self.version)


DueForm = ScoreForm | MoneyForm  # one commitment in the year, typed for one party

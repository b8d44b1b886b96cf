"""One row of the tables of villages: members counted, contribution."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from asaco.aggregates import Line
from asaco.models import BIGGEST, Contribution, Membership
from core.fields import NumberField
from core.formats import number
from core.seen import SeenField, mark, mark_of, seen_words, version_of

Row = Membership | Contribution


class VillageForm(forms.Form):
    """``changed``: something is said that its reader had not before their eyes."""

    kind: ClassVar[type[Row]]
    held: ClassVar[str]  # where the line holds its row
    seen = SeenField()

    def __init__(self, data: Mapping[str, Any] | None = None, *, line: Line) -> None:
        self.line = line
        self.row: Row = getattr(line, self.held) or self.kind()
        said = self.row.said()
        first = {name: number(value) if isinstance(value, int) else value for name, value in said.items()}
        self.now = seen_words(self.row.version, said)
        super().__init__(data, prefix=f"v{line.village.pk}", initial=first | {"seen": self.now})

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that are typed."""
        return [self[name] for name in self.kind.TYPED]

    @property
    def version(self) -> int:
        """Of the row, as its reader saw it."""
        return version_of(self.cleaned_data["seen"])

    def said(self) -> dict[str, Any]:
        """What is said, once the fields are read."""
        return {name: self.cleaned_data[name] for name in self.kind.TYPED}

    @property
    def changed(self) -> bool:
        """Does this row say anything new? What cannot be read does."""
        return bool(self.errors) or mark(self.said()) != mark_of(self.cleaned_data["seen"])


class MembershipForm(VillageForm):
    """Cards, persons they cover."""

    kind, held = Membership, "membership"
    cards = NumberField(label="Cartes valides", required=False, most=BIGGEST)
    persons = NumberField(label="Personnes couvertes", required=False, most=BIGGEST)


class ContributionForm(VillageForm):
    """FCFA called, paid; why more was paid than called."""

    kind, held = Contribution, "contribution"
    due = NumberField(label="Cotisation appelée, en FCFA", required=False, most=BIGGEST)
    paid = NumberField(label="Cotisation payée, en FCFA", required=False, most=BIGGEST)
    reason = forms.CharField(
        label="Motif, si le village a payé plus",
        required=False,
        max_length=200,
        error_messages={"max_length": "Trop long\u00a0: 200 caractères au plus."},
    )

"""One row of the tables of villages: members counted, contribution."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from asaco.aggregates import Line
from asaco.models import BIGGEST, Contribution, Membership
from core.fields import NumberField
from core.rows import RowForm

Row = Membership | Contribution


class VillageForm(RowForm):
    """One village in a year."""

    kind: ClassVar[type[Row]]
    held: ClassVar[str]  # where the line holds its row

    def __init__(self, data: Mapping[str, Any] | None = None, *, line: Line) -> None:
        self.line = line
        row: Row = getattr(line, self.held) or self.kind()
        prefix, name = f"v{line.village.pk}", line.village.name
        super().__init__(data, prefix=prefix, named=name, version=row.version, held=row.said())


class MembershipForm(VillageForm):
    """Cards, persons they cover."""

    kind, held, TYPED = Membership, "membership", Membership.TYPED
    cards = NumberField(label="Cartes valides", required=False, most=BIGGEST)
    persons = NumberField(label="Personnes couvertes", required=False, most=BIGGEST)


class ContributionForm(VillageForm):
    """FCFA called, paid; why more was paid than called."""

    kind, held, TYPED = Contribution, "contribution", Contribution.TYPED
    due = NumberField(label="Cotisation appelée, en FCFA", required=False, most=BIGGEST)
    paid = NumberField(label="Cotisation payée, en FCFA", required=False, most=BIGGEST)
    reason = forms.CharField(
        label="Motif, si le village a payé plus",
        required=False,
        max_length=200,
        error_messages={"max_length": "Trop long\u00a0: 200 caractères au plus."},
    )

"""The budget of a year is typed, compared with what its writer saw, kept with its copy."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from asaco.models import BIGGEST, EXPENSES, HEADINGS, RECEIPTS, Asaco, Budget
from core.access import Action, PlaceKind, Scope
from core.fields import DayField, NumberField
from core.formats import number
from core.seen import CHANGED, SeenField, seen_words, version_of
from core.workflow import Refusal, Stale
from files.fields import CopyField
from files.scans import Scan, scan_of, store_scan


def _amount(label: str, side: str) -> NumberField:
    return NumberField(label=f"{side}\u00a0: {label[0].lower()}{label[1:]}", required=False, most=BIGGEST)


class BudgetForm(forms.Form):
    """The day, the organ, ten amounts at most; a heading left empty is not said, which is not zero."""

    seen = SeenField()
    adopted_on = DayField(
        label="Adopté le",
        help_text="Exemple\u00a0: 08 10 2026",
        error_messages={"required": "Écrivez le jour où le budget a été adopté."},
    )
    organ_words = forms.CharField(
        label="Adopté par",
        max_length=200,
        help_text="Exemple\u00a0: le conseil d’administration, procès-verbal n° 3",
        error_messages={
            "required": "Écrivez quel organe l’a adopté.",
            "max_length": "Trop long\u00a0: 200 caractères au plus.",
        },
    )

    def __init__(self, data: Any = None, files: Any = None, *, budget: Budget | None, year: int) -> None:
        self.year, said = year, (budget or Budget()).said()
        first = {name: number(value) if isinstance(value, int) else value for name, value in said.items()}
        version = budget.version if budget else 0
        super().__init__(data, files, initial=first | {"seen": seen_words(version, said)})
        for side, headings in (("Recettes, FCFA", RECEIPTS), ("Dépenses, FCFA", EXPENSES)):
            for _, name, label in headings:
                self.fields[name] = _amount(label, side)
        self.fields["scan"] = CopyField(label="Copie du budget", required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        on = found.get("adopted_on")
        if on and on > timezone.localdate():
            self.add_error("adopted_on", "Écrivez un jour passé, pas un jour à venir.")
        elif on and abs(on.year - self.year) > 1:
            self.add_error("adopted_on", f"Un budget de {self.year} s’adopte cette année-là, à un an près.")
        if not self.errors and all(found.get(name) is None for name in HEADINGS):
            self.add_error(None, "Écrivez au moins un montant.")
        return found

    @property
    def version(self) -> int:
        """Of the budget, as its reader saw it."""
        return version_of(self.cleaned_data["seen"])

    def said(self) -> dict[str, Any]:
        """What is said, once valid."""
        return {name: self.cleaned_data[name] for name in ("adopted_on", "organ_words", *HEADINGS)}

    def scan(self) -> Scan | None:
        """The copy that was joined, once valid."""
        copy = self.cleaned_data["scan"]
        return scan_of(copy) if copy else None


def write_budget(
    asaco: Asaco, year: int, said: Mapping[str, Any], scope: Scope, *, version: int, scan: Scan | None
) -> Budget:
    """Save the budget of a year. ``version``: as it was seen, 0: none; no ``scan``: the former one stays.

    Raises Stale when somebody saved it since, Refusal, with a French sentence, when it cannot be.
    """
    try:
        with transaction.atomic():
            found = Budget.objects.select_for_update().filter(asaco=asaco, year=year).first()
            row = found or Budget(asaco=asaco, year=year, fictitious=asaco.fictitious)
            if row.version != version:
                raise Stale(CHANGED)
            for name, value in said.items():
                setattr(row, name, value)
            row.version, row.saved_by_id, row.saved_at = version + 1, scope.person_id, timezone.now()
            row.full_clean()
            if scan:
                row.scan = store_scan(
                    scan, f"{asaco.aire.code}-budget-{year}", action=Action.MANAGEMENT_SEE,
                    place_kind=PlaceKind.AIRE, where=asaco.where(), created_by=row.saved_by,
                )  # fmt: skip
            row.save()
            return row
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    except IntegrityError as error:  # two who write the first one at once
        raise Stale(CHANGED) from error

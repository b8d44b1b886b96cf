"""The fields of an act taken on paper, whatever the circuit: who signed, when, the copy of the paper."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms

from core.fields import DayField
from files.fields import CopyField
from files.scans import Scan, scan_of
from mandates.models import Mandate


class PaperFields(forms.Form):
    """The three fields, judged together; ``offer`` says who may have signed."""

    signatory = forms.ChoiceField(
        label="Qui a signé",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez qui a signé.",
            "invalid_choice": "Choisissez une personne de la liste.",
        },
    )
    on = DayField(
        label="Date écrite sur le papier",
        help_text="Exemple\u00a0: 03 11 2026",
        error_messages={"required": "Écrivez la date de l’acte."},
    )
    scan = CopyField(
        label="Copie du papier signé",
        error_messages={"required": "Joignez la photo ou la copie du papier signé."},
    )

    def offer(
        self,
        mandates: Sequence[Mandate],
        wrong_day: Callable[[date], str],
        wrong_signatory: Callable[[Mandate, date], str],
    ) -> None:
        """Only these may have signed; the only one is chosen already.

        ``wrong_day``, ``wrong_signatory``: why the paper cannot bear that day, or be theirs, else "".
        """
        self.wrong_day, self.wrong_signatory = wrong_day, wrong_signatory
        self.mandates = {str(mandate.pk): mandate for mandate in mandates}
        field = self.fields["signatory"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = [(key, _words(mandate)) for key, mandate in self.mandates.items()]
        if len(mandates) == 1:
            field.initial = str(mandates[0].pk)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if why := self.wrong_day(on):
            raise forms.ValidationError(why)
        return on

    def clean(self) -> dict[str, Any]:
        """Who signed held the function on the day that the paper bears."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        mandate, on = self.mandates.get(said.get("signatory", "")), said.get("on")
        if mandate and on and (why := self.wrong_signatory(mandate, on)):
            self.add_error("signatory", why)
        return said

    def mandate(self) -> Mandate:
        """Who signed, once valid."""
        return self.mandates[self.cleaned_data["signatory"]]

    def copy(self) -> Scan:
        """The scan, once valid."""
        return scan_of(self.cleaned_data["scan"])


def _words(mandate: Mandate) -> str:
    """« Awa Diarra, directeur technique du centre (DTC), Samakélé »."""
    deputy = f", par délégation de {mandate.delegated_from.person}" if mandate.delegated_from else ""
    return f"{mandate.person}, {mandate.get_role_display()}, {mandate.place_name}{deputy}"

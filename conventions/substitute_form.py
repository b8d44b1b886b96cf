"""The form that says who signs for a party in the stead of its mayor or president."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from conventions.models import Cam
from core.fields import DayField
from mandates.models import Mandate


class SubstituteForm(forms.Form):
    """Who, in whose stead, by which decision of which day, why."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    replaced = forms.ChoiceField(
        label="Qui est remplacé",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites qui est remplacé."},
    )
    mandate = forms.ChoiceField(
        label="Qui signe à sa place",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez qui signe à sa place."},
    )
    decision = forms.CharField(
        label="Décision qui le désigne",
        help_text="Exemple\u00a0: délibération n° 12 du conseil communal, PV du conseil d’administration.",
        max_length=200,
        error_messages={
            "required": "Écrivez la décision qui désigne le remplaçant.",
            "max_length": "Trop long\u00a0: 200 caractères au plus.",
        },
    )
    decided_on = DayField(
        label="Date de cette décision",
        help_text="Exemple\u00a0: 03 11 2026",
        error_messages={"required": "Écrivez la date de la décision."},
    )
    why = forms.CharField(
        label="Pourquoi",
        help_text="Exemple\u00a0: le président est aussi conseiller communal.",
        max_length=200,
        error_messages={
            "required": "Écrivez pourquoi un remplaçant signe.",
            "max_length": "Trop long\u00a0: 200 caractères au plus.",
        },
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        cam: Cam,
        replaceable: Sequence[Mandate],
        eligible: Sequence[Mandate],
    ) -> None:
        super().__init__(data, initial={"version": cam.version})
        self.offered = {str(one.pk): one for one in (*replaceable, *eligible)}
        for name, mandates in (("replaced", replaceable), ("mandate", eligible)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
            field.choices = [(str(one.pk), f"{one.person}, {one.get_role_display()}") for one in mandates]
            if len(mandates) == 1:
                field.initial = str(mandates[0].pk)

    def clean_decided_on(self) -> date:
        on: date = self.cleaned_data["decided_on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Une décision n’est pas datée d’un jour à venir.")
        return on

    def mandate_of(self, name: str) -> Mandate:
        """Who was chosen, once valid."""
        return self.offered[self.cleaned_data[name]]

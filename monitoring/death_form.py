"""The form that declares one maternal death: a day, a place, an audit; no name, no file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from core import formats
from core.fields import DayField
from monitoring.models import DeathPlace, Period


class DeathForm(forms.Form):
    """One declaration, of a death of one reporting month."""

    operation = forms.UUIDField(widget=forms.HiddenInput)
    died_on = DayField(
        label="Date du décès",
        help_text="Exemple : 12 10 2026",
        error_messages={"required": "Écrivez la date du décès."},
    )
    place = forms.ChoiceField(
        label="Lieu du décès",
        choices=DeathPlace.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le lieu du décès."},
    )
    audit = forms.ChoiceField(
        label="Un audit du décès est-il prévu ?",
        choices=[("oui", "Oui"), ("non", "Non, pas encore")],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si un audit est prévu."},
    )
    audit_on = DayField(
        label="Date prévue de l’audit, si oui", help_text="Exemple : 20 10 2026", required=False
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, period: Period, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.period = period

    def clean_died_on(self) -> date:
        day: date = self.cleaned_data["died_on"]
        first, last = self.period.starts_on, self.period.ends_on
        if not first <= day <= last:
            month = f"du {formats.day(first)} au {formats.day(last)}"
            raise forms.ValidationError(f"Écrivez un jour de ce mois de rapport, {month}.")
        if day > timezone.localdate():
            raise forms.ValidationError("Ce jour est encore à venir.")
        return day

    def clean(self) -> dict[str, Any]:
        """Without an audit, no date of it: what was typed there is not kept."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("audit") != "oui":
            said["audit_on"] = None
        elif not said.get("audit_on") and "audit_on" not in self.errors:
            self.add_error("audit_on", "Écrivez la date prévue de l’audit.")
        elif said.get("died_on") and said.get("audit_on") and said["audit_on"] < said["died_on"]:
            self.add_error("audit_on", "L’audit vient après le décès.")
        return said

"""Why a paper that exists is made again: a choice, words when the choice does not say it all."""

from collections.abc import Mapping
from typing import Any

from django import forms

from core.formats import HARD
from reports.models import Document

OTHER = "autre"
WHYS = (
    ("chiffres", "des chiffres ont changé depuis"),
    ("erreur", "une erreur a été corrigée"),
    ("circuit", "l’état ou les signataires ont changé"),
    ("perdu", "le papier signé est perdu ou abîmé"),
    (OTHER, "autre raison"),
)
LONGEST = 200


class ReissueForm(forms.Form):
    """Printed on the paper, read by whoever reads the paper."""

    why = forms.ChoiceField(
        label="Pourquoi le refaire",
        choices=WHYS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez pourquoi ce document est refait.",
            "invalid_choice": "Choisissez une des raisons.",
        },
    )
    words = forms.CharField(
        label="Précision",
        help_text="Imprimée avec la raison. Aucun nom de malade.",
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": f"Trop long\u00a0: {LONGEST} caractères au plus."},
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("why") == OTHER and not given.get("words"):
            self.add_error("words", "Écrivez la raison.")
        return given

    @property
    def reason(self) -> str:
        """« une erreur a été corrigée : … », of a form that is valid."""
        why, words = self.cleaned_data["why"], " ".join(self.cleaned_data["words"].split())
        if why == OTHER:
            return words
        told = dict(WHYS)[why]
        return f"{told}{HARD}: {words}" if words else told


def reissue_form(former: Document | None, posted: Mapping[str, Any] | None) -> ReissueForm | None:
    """The form that asks why; None when no ``former`` paper exists. ``posted``: None when it only opens."""
    return ReissueForm(posted) if former else None


def refused(form: ReissueForm | None) -> bool:
    """Something is to be corrected before the paper is asked for."""
    return form is not None and not form.is_valid()


def reason_of(form: ReissueForm | None) -> str:
    """What a valid form says; "" for a first paper."""
    return form.reason if form else ""

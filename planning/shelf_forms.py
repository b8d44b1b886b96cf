"""The small forms around a plan: an amendment, a horizon, a paper to join, a sheet to send."""

from collections.abc import Mapping
from typing import Any

from django import forms

from communes.models import Region
from core.formats import size
from files.fields import CopyField
from files.sheets.limits import HEAVIEST
from monitoring.sheets.forms import SheetUploadForm
from planning.models import Horizon


class AmendForm(forms.Form):
    """Why an approved plan changes."""

    reason = forms.CharField(
        label="Pourquoi le plan est amendé",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Écrivez pourquoi le plan est amendé.",
            "max_length": "Trop long\u00a0: 300 caractères au plus.",
        },
    )


class HorizonForm(forms.Form):
    """For which year the plans of a région are prepared, and who says so."""

    region = forms.ModelChoiceField(
        label="Région", queryset=Region.objects.none(), error_messages={"required": "Choisissez la région."}
    )
    horizon = forms.TypedChoiceField(
        label="Un plan se prépare pour",
        choices=Horizon.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une année.",
            "invalid_choice": "Choisissez l’année en cours ou la suivante.",
        },
    )
    source = forms.CharField(
        label="D’après quel texte ou quelle instruction",
        help_text="Exemple\u00a0: lettre de cadrage de la DRS, 12 septembre 2026.",
        max_length=150,
        error_messages={
            "required": "Écrivez d’où vient cette règle.",
            "max_length": "Trop long\u00a0: 150 caractères au plus.",
        },
    )

    def __init__(self, data: Mapping[str, Any] | None, *, regions: Any, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the reader of types
        field.queryset, field.empty_label = regions, None


class AttachForm(forms.Form):
    """A paper to join: what it is, its copy."""

    label = forms.CharField(
        label="Ce que c’est",
        help_text="Exemple\u00a0: devis de la moto ambulance.",
        max_length=120,
        error_messages={
            "required": "Dites ce qu’est cette pièce.",
            "max_length": "Trop long\u00a0: 120 caractères au plus.",
        },
    )
    copy = CopyField(label="Fichier", error_messages={"required": "Choisissez un fichier."})


class PlanSheetForm(SheetUploadForm):
    """A sheet of lines to read."""

    def __init__(self, *sent: Any) -> None:
        super().__init__(*sent)
        field = self.fields["fichier"]
        field.help_text = f"La feuille de ce plan, remplie (.xlsx ou .csv). {size(HEAVIEST)} au plus."
        field.widget.attrs["accept"] = ".xlsx,.csv,.txt"

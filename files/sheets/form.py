"""The form that takes back a table that went out as a sheet."""

from django import forms

from core.formats import size
from files.sheets.limits import HEAVIEST


class SheetForm(forms.Form):
    """A table taken from here, that comes back filled."""

    fichier = forms.FileField(
        label="Le fichier",
        help_text=f"La table téléchargée d’ici, remplie (.xlsx ou .csv). {size(HEAVIEST)} au plus.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "Choisissez un fichier.",
            "missing": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
        },
    )

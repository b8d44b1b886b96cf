"""What is chosen to download a sheet, what is sent back."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from core import formats
from core.formats import size as size_words
from cscom.models import Aire
from files.sheets.limits import HEAVIEST
from monitoring.models import Period

ACCEPTED = ".xlsx,.csv,.txt,.json"


class SheetChoiceForm(forms.Form):
    """The month and the aire of a sheet; a wrong choice in the address is no choice."""

    mois = forms.ChoiceField(label="Mois", required=False)
    aire = forms.ChoiceField(label="Aire de santé", required=False)

    def __init__(self, asked: QueryDict, *, periods: Iterable[Period], aires: Iterable[Aire]) -> None:
        months = [(p.code, formats.month(p.year, p.month)) for p in periods]
        places = [(aire.code, aire.name) for aire in aires]
        super().__init__(
            {"mois": _among(asked.get("mois"), months), "aire": _among(asked.get("aire"), places)}
        )
        for name, choices in (("mois", months), ("aire", places)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
            field.choices = choices

    def chosen(self, name: str) -> str:
        """The code that stands in the field, "" when there is nothing to choose."""
        return str(self.data.get(name, ""))


def _among(asked: str | None, choices: list[tuple[str, str]]) -> str:
    codes = [code for code, _ in choices]
    return asked if asked in codes else codes[0] if codes else ""


class SheetUploadForm(forms.Form):
    """One file; what it is, its content says."""

    fichier = forms.FileField(
        label="Le fichier",
        help_text=(
            "Une feuille d’ici remplie (.xlsx ou .csv), ou un fichier de secours (.json). "
            f"{size_words(HEAVIEST)} au plus."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        max_length=300,
        error_messages={
            "required": "Choisissez un fichier.",
            "missing": "Choisissez un fichier.",
            "invalid": "Le fichier n’est pas arrivé\u00a0: choisissez-le de nouveau.",
            "empty": "Ce fichier est vide.",
            "max_length": "Le nom de ce fichier est trop long\u00a0: renommez-le.",
        },
    )

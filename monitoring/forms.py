"""The forms around the monthly report: what is sent back, reopened, filtered."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone

from core import formats
from core.access import DTC
from core.fields import DayField
from cscom.models import Aire
from monitoring.enums import ReportState
from monitoring.form import FormSection
from monitoring.models import Period

LONGEST_REOPENING = 92  # days
NOT_BEGUN = "a_saisir"


class ReturnReason(models.TextChoices):
    """Why a report goes back."""

    INCOHERENT = "incoherent", "Des chiffres ne vont pas ensemble"
    UNUSUAL = "inhabituel", "Un chiffre inhabituel n’est pas expliqué"
    EMPTY = "vide", "Une section n’est pas remplie"
    PAPER = "papier", "Les chiffres diffèrent du rapport papier ou des registres"
    WRONG_PLACE = "erreur", "Les chiffres sont ceux d’un autre mois ou d’une autre aire"
    OTHER = "autre", "Autre motif"


class SaveForm(forms.Form):
    """What travels with the cells: the version they were read at, the number of this save."""

    version = forms.IntegerField(min_value=0)
    operation = forms.UUIDField()


class NoteForm(forms.Form):
    """A word on one cell. ``suivre``: what the cell is to be from now on, "" when nothing is asked."""

    texte = forms.CharField(
        label="Votre commentaire",
        help_text="Une ou deux phrases, sans nom de malade.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"max_length": "Commentaire trop long\u00a0: 1\u202f000 caractères au plus."},
    )
    suivre = forms.ChoiceField(choices=[("", ""), ("oui", "oui"), ("non", "non")], required=False)
    operation = forms.UUIDField()

    def flag(self) -> bool | None:
        """True: to follow; False: no longer; None: as it was."""
        return {"oui": True, "non": False}.get(self.cleaned_data["suivre"])


class VersionForm(forms.Form):
    """An act is done on the version its author has seen."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReturnForm(VersionForm):
    """Send a report back: at least one reason, and a sentence that says what to correct."""

    reasons = forms.MultipleChoiceField(
        label="Motifs",
        choices=ReturnReason.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un motif."},
    )
    text = forms.CharField(
        label="Ce qu’il faut corriger",
        help_text=f"Nommez la section et la case. Ces mots arrivent tels quels à la secrétaire et au {DTC}.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        error_messages={
            "required": "Écrivez ce qu’il faut corriger : la personne qui reçoit doit le savoir.",
            "max_length": "Texte trop long : 2 000 caractères au plus.",
        },
    )

    def words(self) -> str:
        """Reasons and text, as they stand in the log."""
        labels = [str(ReturnReason(code).label) for code in self.cleaned_data["reasons"]]
        return f"{' ; '.join(labels)}. {self.cleaned_data['text']}"


class ReopenForm(VersionForm):
    """Open a validated report again: why, which sections, until when."""

    text = forms.CharField(
        label="Pourquoi rouvrir ce rapport",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={
            "required": "Écrivez pourquoi ce rapport est rouvert.",
            "max_length": "Texte trop long : 2 000 caractères au plus.",
        },
    )
    sections = forms.MultipleChoiceField(
        label="Sections à rouvrir",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une section."},
    )
    until = DayField(
        label="Rouvert jusqu’au",
        help_text="Passé ce jour, la saisie se ferme. Exemple : 08 12 2026",
        error_messages={"required": "Écrivez jusqu’à quel jour le rapport reste ouvert."},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        sections: Iterable[FormSection],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["sections"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the reader of types
        field.choices = [(s.code, f"{s.order} {s.name}") for s in sections]

    def details(self, known: int) -> dict[str, Any]:
        """What the log keeps; ``known``: how many sections the form of the month has (all: none is named)."""
        chosen = self.cleaned_data["sections"]
        return {
            "sections": [] if len(chosen) == known else chosen,
            "until": self.cleaned_data["until"].isoformat(),
        }

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until <= today:
            raise forms.ValidationError("Écrivez un jour à venir.")
        if (until - today).days > LONGEST_REOPENING:
            raise forms.ValidationError("Trois mois au plus.")
        return until


class ReportFilterForm(forms.Form):
    """Which reports to list. A wrong choice in the address is no choice."""

    mois = forms.ChoiceField(label="Mois", required=False)
    aire = forms.ChoiceField(label="Aire de santé", required=False)
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), (NOT_BEGUN, "pas commencé"), *ReportState.choices],
    )

    def __init__(self, data: QueryDict, *, periods: Iterable[Period], aires: Iterable[Aire]) -> None:
        super().__init__(data)
        months = [(p.code, formats.month(p.year, p.month)) for p in periods]
        self._choose("mois", [("", "Les douze derniers"), *months])
        self._choose("aire", [("", "Toutes"), *((a.code, a.name) for a in aires)])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = choices

    def chosen(self, name: str) -> str:
        """What was chosen, or "" when nothing valid was."""
        return str(self.cleaned_data.get(name, "")) if self.is_valid() or name not in self.errors else ""

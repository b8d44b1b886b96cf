"""The forms by which a convention is written: what stands above its lines, a line, what follows it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from conventions.enums import CamKind, CamParty, Frequency
from conventions.lines import FIELDS, header_of
from conventions.models import BIGGEST, Cam, Commitment
from conventions.models.cam import LONGEST
from core.fields import DayField, NumberField
from core.formats import MONTHS, day, number
from core.seen import mark

EARLIEST = date(2000, 1, 1)
LONG = 4000


class HeaderForm(forms.Form):
    """What stands above the lines; an avenant keeps the length of what it changes."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    reason = forms.CharField(
        label="Pourquoi la convention change",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Écrivez pourquoi la convention change.",
            "max_length": "Trop long\u00a0: 300 caractères au plus.",
        },
    )
    preamble = forms.CharField(
        label="Préambule",
        help_text="Ce que les deux parties rappellent avant de s’engager. Imprimé en tête.",
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": "Trop long\u00a0: 4\u202f000 caractères au plus."},
    )
    months = NumberField(
        label="Durée, en mois",
        help_text="60 mois\u00a0: le temps d’un conseil communal (une proposition, à confirmer).",
        least=1,
        most=LONGEST,
        error_messages={"required": "Écrivez la durée en mois."},
    )
    notice_months = NumberField(
        label="Préavis d’une dénonciation, en mois",
        help_text="0\u00a0: elle finit le jour même. 3 mois sont une proposition, à confirmer.",
        least=0,
        most=24,
        error_messages={"required": "Écrivez le préavis en mois."},
    )
    starts_on = DayField(
        label="Date d’effet souhaitée",
        help_text="Vide\u00a0: le jour où elle est mise en vigueur. Jamais avant les deux signatures.",
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, cam: Cam) -> None:
        said = header_of(cam)
        super().__init__(data, initial=said | {"seen": mark(said)})
        if cam.kind == CamKind.AMENDMENT:
            del self.fields["months"]
        else:
            del self.fields["reason"]

    def clean_starts_on(self) -> date | None:
        on: date | None = self.cleaned_data["starts_on"]
        if on and not EARLIEST <= on <= date(2100, 1, 1):
            raise forms.ValidationError("Cette date est trop loin.")
        return on

    def values(self) -> dict[str, Any]:
        """What ``lines.write_header`` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class LineForm(forms.Form):
    """One commitment; ``seen``: the version its writer had read, none of a new one.

    ``starts_on``: what is done once is not newly due before it.
    """

    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    party = forms.ChoiceField(
        label="Qui s’engage",
        choices=CamParty.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites quelle partie s’engage\u00a0: la commune, l’ASACO ou l’État (CSRéf).",
            "invalid_choice": "Choisissez une partie de la liste.",
        },
    )
    text = forms.CharField(
        label="À quoi",
        help_text="Commencez par un verbe\u00a0: «\u00a0Entretenir les bâtiments du CSCOM\u00a0».",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Écrivez ce à quoi la partie s’engage.",
            "max_length": "Trop long\u00a0: 300 caractères au plus.",
        },
    )
    amount = NumberField(
        label="Montant, en FCFA",
        help_text="Par an, ou en une fois. Vide\u00a0: aucun montant n’est promis.",
        required=False,
        most=BIGGEST,
    )
    frequency = forms.ChoiceField(
        label="Quand",
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites quand cet engagement revient.",
            "invalid_choice": "Choisissez\u00a0: une fois, chaque année, chaque trimestre, chaque mois, "
            "en continu.",
        },
    )
    due_month = forms.ChoiceField(
        label="De ce qui revient\u00a0: le mois de l’échéance",
        choices=[(n, name) for n, name in enumerate(MONTHS, 1)],
        initial=12,
        required=False,
    )
    due_on = DayField(
        label="De ce qui se fait une fois\u00a0: la date",
        help_text="Exemple\u00a0: 30 06 2027",
        required=False,
    )
    evidence = forms.CharField(
        label="Preuve attendue",
        help_text="Exemple\u00a0: reçu de la caisse, procès-verbal de visite.",
        required=False,
        max_length=200,
        error_messages={"max_length": "Trop long\u00a0: 200 caractères au plus."},
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, line: Commitment | None = None, starts_on: date | None = None
    ) -> None:
        self.line, self.starts_on = line, starts_on
        said: dict[str, Any] = {"frequency": Frequency.YEARLY}
        if line is not None:
            said = {name: getattr(line, name) for name in FIELDS} | {"seen": line.version}
            said["amount"] = None if line.amount is None else number(line.amount)
        super().__init__(data, initial=said)

    def clean(self) -> dict[str, Any]:
        """What is done once has a date, within what a convention may run."""
        said = super().clean() or self.cleaned_data
        once, on, line = said.get("frequency") == Frequency.ONCE, said.get("due_on"), self.line
        if once and on is None and "due_on" not in self.errors:
            self.add_error("due_on", "Ce qui se fait une fois a une date\u00a0: écrivez-la.")
        if once and on and not EARLIEST <= on <= date(2100, 1, 1):
            self.add_error("due_on", "Cette date est trop loin.")
        elif once and on and self.starts_on and on < self.starts_on and not (line and line.due_on == on):
            self.add_error(
                "due_on", f"Cette date vient avant la date d’effet souhaitée, le {day(self.starts_on)}."
            )
        return said

    def values(self) -> dict[str, Any]:
        """What ``lines.write_line`` takes: the date of what comes back is left out."""
        said = {name: self.cleaned_data[name] for name in FIELDS}
        said["due_month"] = int(said["due_month"] or 12)
        return said if said["frequency"] == Frequency.ONCE else said | {"due_on": None}


class FollowForm(forms.Form):
    """What follows a convention in force."""

    kind = forms.ChoiceField(
        label="Que voulez-vous écrire",
        choices=[
            (CamKind.AMENDMENT, "un avenant\u00a0: elle change, et finit le même jour"),
            (CamKind.RENEWAL, "un renouvellement\u00a0: une nouvelle durée commence"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un avenant ou un renouvellement."},
    )
    reason = forms.CharField(
        label="Pourquoi elle change",
        help_text="Obligatoire pour un avenant.",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Trop long\u00a0: 300 caractères au plus."},
    )

    def clean(self) -> dict[str, Any]:
        """An avenant says why."""
        said = super().clean() or self.cleaned_data
        if said.get("kind") == CamKind.AMENDMENT and not said.get("reason", "").strip():
            self.add_error("reason", "Écrivez pourquoi la convention change.")
        return said

"""The forms of the acts on a convention: words, an opinion, a deliberation, a signature with its interest."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from conventions.acts import SIGNS
from conventions.enums import Opinion
from conventions.joined import JOINS
from conventions.models import Cam
from core.fields import DayField
from core.workflow import Move
from mandates.act_forms import ActFields

LABELS = {
    "avis": ("Ce que dit le CSRéf", "Obligatoire, sauf pour un avis favorable."),
    "renvoyer_csref": (
        "Ce qu’il faut corriger",
        "Nommez l’engagement. Ces mots arrivent tels quels aux parties.",
    ),
    "rejeter": ("Pourquoi le conseil communal a refusé", "Ces mots arrivent tels quels aux parties."),
    "refuser_visa": ("Pourquoi le visa est refusé", "Le texte, l’article\u00a0: ce qu’il faut corriger."),
    "reprendre": ("Pourquoi le projet est repris", "L’avis, la délibération sont à redonner."),
    "retirer": ("Pourquoi le projet est retiré", "Ces mots restent dans l’histoire de la convention."),
    "denoncer_commune": (
        "Pourquoi la commune dénonce",
        "Le préavis court dès cet acte. CSRéf et préfet sont avertis.",
    ),
    "denoncer_asaco": (
        "Pourquoi l’ASACO dénonce",
        "Le préavis court dès cet acte. CSRéf et préfet sont avertis.",
    ),
    "maintenir_commune": ("Ce qui est convenu", "La convention court de nouveau jusqu’à son terme."),
    "maintenir_asaco": ("Ce qui est convenu", "La convention court de nouveau jusqu’à son terme."),
    "conseiller": ("Votre avis", "Il est joint à la convention. Il n’arrête pas le circuit."),
    "mediation_csref": ("Ce qui a été dit", "Date, personnes présentes, ce qui est convenu."),
    "mediation_prefet": ("Ce qui a été dit", "Date, personnes présentes, ce qui est convenu."),
}


class ActForm(ActFields):
    """One act on one convention."""

    labels, joinable = LABELS, JOINS

    def __init__(
        self, data: Mapping[str, Any] | None, files: Any = None, *, cam: Cam, move: Move[Cam]
    ) -> None:
        super().__init__(data, files, version=cam.version, move=move)


class OpinionForm(ActForm):
    """The opinion of the CSRéf: its kind, its words."""

    kind = forms.ChoiceField(
        label="Avis du CSRéf",
        choices=[(kind.value, f"avis {kind.label}") for kind in Opinion],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si l’avis est favorable, avec réserves ou défavorable."},
    )
    field_order: Sequence[str] = ["kind", "text"]

    def clean(self) -> dict[str, Any]:
        """Whatever is not favourable is written."""
        said = super().clean() or self.cleaned_data
        if said.get("kind") not in (None, Opinion.FAVOURABLE) and not said.get("text", "").strip():
            self.add_error("text", "Des réserves, un avis défavorable s’écrivent\u00a0: dites pourquoi.")
        return said

    def details(self) -> dict[str, Any]:
        return {"kind": self.cleaned_data["kind"]}

    def said(self, name: str, value: Any) -> str:
        return f"avis {Opinion(value).label}" if name == "kind" else super().said(name, value)


class DeliberationForm(ActForm):
    """What the council voted: the number of its deliberation, its day."""

    deliberation = forms.CharField(
        label="Numéro de la délibération",
        max_length=60,
        error_messages={
            "required": "Écrivez le numéro de la délibération.",
            "max_length": "Trop long\u00a0: 60 caractères au plus.",
        },
    )
    on = DayField(
        label="Date de la délibération",
        help_text="Exemple\u00a0: 03 11 2026",
        error_messages={"required": "Écrivez la date de la délibération."},
    )
    field_order: Sequence[str] = ["deliberation", "on", "text"]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Une délibération n’est pas datée d’un jour à venir.")
        return on

    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"deliberation": data["deliberation"], "on": data["on"].isoformat()}


class SignForm(ActForm):
    """A signature; ``declares``: its author holds a function of the other party, and says so."""

    interest = forms.CharField(
        label="Intérêt déclaré",
        help_text="La fonction que le signataire tient dans l’autre partie, et ce que cela change. "
        "Imprimé avec la signature.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Le signataire tient aussi une fonction de l’autre partie\u00a0: déclarez-la.",
            "max_length": "Trop long\u00a0: 300 caractères au plus.",
        },
    )
    field_order: Sequence[str] = ["interest", "text"]

    def __init__(self, *sent: Any, declares: bool = True, **more: Any) -> None:
        super().__init__(*sent, **more)
        if not declares:
            del self.fields["interest"]

    def details(self) -> dict[str, Any]:
        interest = self.cleaned_data.get("interest", "").strip()
        return {"interest": interest} if interest else {}


def form_class(act: str) -> type[ActForm]:
    """The form of this act."""
    special: dict[str, type[ActForm]] = {"avis": OpinionForm, "deliberer": DeliberationForm}
    return SignForm if act in SIGNS else special.get(act, ActForm)

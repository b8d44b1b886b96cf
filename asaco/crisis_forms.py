"""What is typed of a crisis: an act, a divergent opinion, an appeal with its outcome, an annulment."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from asaco.crises import Act, Filing
from asaco.models import Appeal, Author, Crisis, CrisisKind, Outcome
from core.fields import DayField
from core.formats import day
from files.fields import CopyField
from files.scans import scan_of
from mandates.models import Organ

EXAMPLE = "Exemple\u00a0: 08 10 2026"
CHOOSE = ("", "Choisir…")
Data = Any


def _text(label: str, most: int, required: str = "", **field: Any) -> forms.CharField:
    """Several lines; ``required``: the sentence when nothing is written, "" when nothing need be."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": required,
            "max_length": f"Trop long\u00a0: {most} caractères au plus.",
        },
        **field,
    )


def _line(label: str, required: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        help_text=help_text,
        error_messages={"required": required, "max_length": "Trop long\u00a0: 200 caractères au plus."},
    )


def _past(value: date) -> date:
    if value > timezone.localdate():
        raise ValidationError("Écrivez un jour passé, pas un jour à venir.")
    return value


class ActForm(forms.Form):
    """What every act says; by itself, that an organ is put back."""

    acted_on = DayField(
        label="Date de l’acte", help_text=EXAMPLE, error_messages={"required": "Écrivez la date de l’acte."}
    )
    author = forms.ChoiceField(
        label="Pris par",
        choices=[CHOOSE, *Author.choices],
        error_messages={"required": "Dites qui a pris l’acte."},
    )
    author_words = _line(
        "Nom et fonction de l’auteur", "Écrivez le nom et la fonction de qui a pris l’acte.",
        "Exemple\u00a0: Fanta Keïta, maire de Banamba",
    )  # fmt: skip
    legal_basis = _text(
        "Base légale", 1000, "Écrivez sur quel texte l’acte s’appuie.",
        help_text="Le texte, l’article, le numéro de l’arrêté, tels qu’ils sont écrits.",
    )  # fmt: skip
    reasons = _text("Motifs", 2000, help_text="Ce que l’acte donne comme raisons.")
    scan = CopyField(label="Copie de l’acte", required=False)

    def __init__(self, data: Data = None, files: Data = None, *, lifts: Crisis | None = None) -> None:
        super().__init__(data, files)
        self.lifts = lifts

    def clean_acted_on(self) -> date:
        on = _past(self.cleaned_data["acted_on"])
        if self.lifts and on < self.lifts.acted_on:
            raise ValidationError(f"L’acte auquel il met fin est du {day(self.lifts.acted_on)}.")
        return on

    def _common(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "on": found["acted_on"],
            "author": Author(found["author"]),
            "author_words": found["author_words"],
            "legal_basis": found["legal_basis"],
            "reasons": found["reasons"],
            "scan": scan_of(found["scan"]) if found["scan"] else None,
        }

    def act(self) -> Act:
        """What is said, once valid."""
        assert self.lifts is not None  # noqa: S101 - alone, it puts an organ back
        return Act(CrisisKind.LIFTING, self.lifts.organ, lifts=self.lifts, **self._common())


class CrisisForm(ActForm):
    """An organ is dissolved, or suspended until a day. ``organs``: those of the aire, past ones too."""

    kind = forms.ChoiceField(
        label="Acte",
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (CrisisKind.DISSOLUTION, CrisisKind.SUSPENSION)],
        error_messages={"required": "Dites si l’organe est dissous ou suspendu."},
    )
    organ = forms.ChoiceField(
        label="Organe concerné",
        error_messages={"required": "Choisissez l’organe.", "invalid_choice": "Choisissez dans la liste."},
    )
    last_day = DayField(
        label="Dernier jour de la suspension", required=False, help_text="Vide si l’acte n’en fixe pas."
    )
    transitional = forms.ChoiceField(
        label="Organe transitoire",
        required=False,
        help_text="Celui qui remplace l’organe dissous. S’il n’est pas encore installé, vous le direz après.",
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    field_order = (
        "kind",
        "organ",
        "acted_on",
        "last_day",
        "author",
        "author_words",
        "legal_basis",
        "reasons",
    )

    def __init__(self, data: Data = None, files: Data = None, *, organs: Sequence[Organ]) -> None:
        super().__init__(data, files)
        self.organs = {str(one.pk): one for one in organs}
        choose(self, "organ", organs, "Choisir…")
        choose(self, "transitional", [one for one in organs if one.transitional], "Pas encore dit")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        on, last, kind = found.get("acted_on"), found.get("last_day"), found.get("kind")
        if last and kind == CrisisKind.DISSOLUTION:
            self.add_error("last_day", "Une dissolution n’a pas de dernier jour\u00a0: laissez vide.")
        elif last and on and last < on:
            self.add_error("last_day", "Ce jour vient avant celui de l’acte.")
        if found.get("transitional") and kind == CrisisKind.SUSPENSION:
            self.add_error("transitional", "Une suspension ne conduit pas à un organe transitoire.")
        elif found.get("transitional") and found["transitional"] == found.get("organ"):
            self.add_error("transitional", "Un organe ne se remplace pas lui-même.")
        return found

    def act(self) -> Act:
        """What is said, once valid."""
        found = self.cleaned_data
        return Act(
            CrisisKind(found["kind"]), self.organs[found["organ"]], last_day=found["last_day"],
            transitional=self.organs.get(found["transitional"]), **self._common(),
        )  # fmt: skip


class DissentForm(forms.Form):
    """A divergent opinion, in the words of whoever holds it."""

    text = _text(
        "Votre avis divergent", 2000, "Écrivez votre avis.",
        help_text="Il porte votre nom, votre fonction, la date. Il ne se modifie pas, ne s’efface pas.",
    )  # fmt: skip


class AppealForm(forms.Form):
    """Who contests the act, before whom."""

    filed_on = DayField(
        label="Date du recours", help_text=EXAMPLE, error_messages={"required": "Écrivez la date du recours."}
    )
    whose = _line("Recours de", "Écrivez qui fait le recours.", "Exemple\u00a0: le comité de gestion dissous")
    before = _line(
        "Devant", "Écrivez devant qui le recours est porté.", "Exemple\u00a0: le tribunal administratif"
    )
    grounds = _text("Ce qui est demandé", 2000)

    def __init__(self, data: Data = None, *, crisis: Crisis) -> None:
        super().__init__(data)
        self.crisis = crisis

    def clean_filed_on(self) -> date:
        on = _past(self.cleaned_data["filed_on"])
        if on < self.crisis.acted_on:
            raise ValidationError(f"L’acte contesté est du {day(self.crisis.acted_on)}.")
        return on

    def filing(self) -> Filing:
        """What is said, once valid."""
        found = self.cleaned_data
        return Filing(found["filed_on"], found["whose"], found["before"], found["grounds"])


class OutcomeForm(forms.Form):
    """What became of an appeal."""

    outcome = forms.ChoiceField(
        label="Issue",
        choices=[CHOOSE, *Outcome.choices],
        error_messages={"required": "Dites quelle est l’issue."},
    )
    outcome_on = DayField(
        label="Date de l’issue", help_text=EXAMPLE, error_messages={"required": "Écrivez la date de l’issue."}
    )
    outcome_words = _text("Ce qui est décidé", 1000, "Écrivez ce qui est décidé.")

    def __init__(self, data: Data = None, *, appeal: Appeal) -> None:
        super().__init__(data)
        self.appeal = appeal

    def clean_outcome_on(self) -> date:
        on = _past(self.cleaned_data["outcome_on"])
        if on < self.appeal.filed_on:
            raise ValidationError(f"Le recours est du {day(self.appeal.filed_on)}.")
        return on


class TransitionForm(forms.Form):
    """The transitional organ to which a dissolution led."""

    organ = forms.ChoiceField(
        label="Organe transitoire",
        error_messages={
            "required": "Choisissez l’organe transitoire.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )

    def __init__(self, data: Data = None, *, organs: Sequence[Organ]) -> None:
        super().__init__(data)
        self.organs = {str(one.pk): one for one in organs}
        choose(self, "organ", organs, "Choisir…")

    def chosen(self) -> Organ:
        """Once valid."""
        return self.organs[self.cleaned_data["organ"]]


class AnnulForm(forms.Form):
    """Why what was written does not count."""

    reason = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Ce qui est annulé reste écrit, avec ce motif et votre nom.",
        error_messages={
            "required": "Écrivez pourquoi.",
            "max_length": "Trop long\u00a0: 300 caractères au plus.",
        },
    )


def choose(form: forms.Form, name: str, organs: Sequence[Organ], first: str) -> None:
    """Let a field choose among organs, each with the day it was installed."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
    words = ((str(one.pk), f"{one.name}, en place depuis le {day(one.opened_on)}") for one in organs)
    field.choices = [("", first), *words]

"""The forms of a session: values of the room, the day it was held, causes, a measure."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from core.fields import DayField, NumberField
from mandates.models import Mandate
from monitorage.models import WHYS, Session, Source
from monitorage.reading import Part
from monitorage.sessions import Decided
from monitorage.workflow import wrong_day

SHORTER = {"max_length": "Trop long\u00a0: 120 caractères au plus."}
COUNTED = {"required": "Écrivez un nombre, 0 s’il n’y en a pas."}
SHORT_TEXT = {"max_length": "Trop long\u00a0: 200 caractères au plus."}


class ValuesForm(forms.Form):
    """What the room says of each determinant, in percent; ``parts``: the session as it stands."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, session: Session, parts: Iterable[Part]) -> None:
        super().__init__(data, initial={"version": session.version})
        self.names: dict[str, tuple[str, str]] = {}
        for part in parts:
            for row in part.rows:
                name = f"{part.intervention.code}-{row.step.determinant.value}"
                self.names[name] = (part.intervention.code, row.step.determinant.value)
                self.fields[name] = NumberField(
                    label=f"{part.intervention.name}\u00a0: {row.step.determinant.label}",
                    whole=False, least=0, most=100, required=False,
                )  # fmt: skip
                self.initial[name] = _as_typed(row.value.entered)

    def said(self) -> dict[tuple[str, str], Decimal | None]:
        """Once valid; to a tenth."""
        return {
            key: None
            if (typed := self.cleaned_data[name]) is None
            else Decimal(typed).quantize(Decimal("0.1"))
            for name, key in self.names.items()
        }


def _as_typed(value: Decimal | None) -> str:
    """« 62,5 », « 70 »; "" when nothing is entered."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")


class HoldForm(forms.Form):
    """When the session was held, with whom."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    held_on = DayField(
        label="Jour de la session",
        help_text="Exemple\u00a0: 22 07 2026",
        error_messages={"required": "Écrivez le jour de la session."},
    )
    women = NumberField(
        label="Femmes présentes",
        least=0,
        most=2000,
        error_messages={"required": "Écrivez un nombre, 0 s’il n’y en a pas."},
    )
    men = NumberField(
        label="Hommes présents",
        least=0,
        most=2000,
        error_messages={"required": "Écrivez un nombre, 0 s’il n’y en a pas."},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, session: Session) -> None:
        first = {name: getattr(session, name) for name in ("version", "held_on", "women", "men")}
        super().__init__(data, initial=first)
        self.session = session

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if why := wrong_day(self.session, held_on):
            raise forms.ValidationError(why)
        return held_on

    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        if read.get("women") == 0 and read.get("men") == 0:
            self.add_error("men", "Une session se tient avec quelqu’un.")
        return read

    def details(self) -> dict[str, Any]:
        """For the circuit, once valid."""
        read = self.cleaned_data
        return {"held_on": read["held_on"].isoformat(), "women": read["women"], "men": read["men"]}


class WhysForm(forms.Form):
    """The five whys of one intervention."""

    def __init__(self, data: Mapping[str, Any] | None, *, whys: Iterable[str]) -> None:
        super().__init__(data)
        said = list(whys)
        for rank in range(1, WHYS + 1):
            self.fields[f"why{rank}"] = forms.CharField(
                label=f"Pourquoi\u202f? ({rank})" if rank > 1 else "Pourquoi cette baisse\u202f?",
                required=False, max_length=200, error_messages=SHORT_TEXT,
                initial=said[rank - 1] if rank <= len(said) else "",
            )  # fmt: skip

    def texts(self) -> list[str]:
        """In order, empty ones included, once valid."""
        return [self.cleaned_data[f"why{rank}"] for rank in range(1, WHYS + 1)]


class MeasureForm(forms.Form):
    """One corrective measure: what, who, before when, for how much, paid by whom."""

    text = forms.CharField(
        label="Ce qui est à faire",
        max_length=300,
        error_messages={
            "required": "Écrivez ce qui est à faire.",
            "max_length": "Trop long\u00a0: 300 caractères au plus.",
        },
    )
    owner = forms.ChoiceField(
        label="Responsable",
        required=False,
        error_messages={"invalid_choice": "Choisissez une personne de la liste."},
    )
    owner_words = forms.CharField(
        label="Ou sa fonction",
        help_text="Pour qui n’est pas dans la liste\u00a0: «\u00a0chef de village de Samakélé\u00a0».",
        required=False, max_length=120, error_messages=SHORTER,
    )  # fmt: skip
    due_on = DayField(
        label="À faire avant le",
        help_text="Exemple\u00a0: 30 09 2026",
        error_messages={"required": "Écrivez l’échéance."},
    )
    proof_wanted = forms.CharField(
        label="Comment on le verra", help_text="La preuve attendue\u00a0: facture, photo, cahier.",
        required=False, max_length=200, error_messages=SHORT_TEXT,
    )  # fmt: skip
    source = forms.ChoiceField(
        label="Qui paie",
        choices=Source.choices,
        initial=Source.FREE,
        error_messages={"required": "Dites qui paie.", "invalid_choice": "Choisissez dans la liste."},
    )
    cost = NumberField(label="Coût, en FCFA", least=0, most=10**12, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, session: Session, people: Iterable[Mandate]
    ) -> None:
        super().__init__(data)
        self.session = session
        self.people = {str(mandate.person_id): mandate.person for mandate in people}
        roles = {str(mandate.person_id): mandate.get_role_display() for mandate in people}
        known = [(key, f"{person}, {roles[key]}") for key, person in self.people.items()]
        choices = [("", "personne de la liste"), *known]
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        if "owner" in read and not read["owner"] and not read.get("owner_words"):
            self.add_error("owner", "Choisissez une personne, ou écrivez une fonction.")
        held_on, due_on = self.session.held_on, read.get("due_on")
        if held_on and due_on and due_on < held_on:
            self.add_error("due_on", "L’échéance vient après la session.")
        if read.get("source") == Source.FREE and read.get("cost"):
            self.add_error("source", "Dites qui paie ce coût.")
        return read

    def decided(self) -> Decided:
        """Once valid."""
        read = self.cleaned_data
        return Decided(
            read["text"], read["due_on"], read["source"], read["cost"], self.people.get(read["owner"]),
            read["owner_words"], read["proof_wanted"],
        )  # fmt: skip

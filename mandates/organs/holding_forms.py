"""What is typed of a seat: who takes it, how a mandate ends, the copy of the act."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Person
from core.fields import DayField
from core.formats import day, de
from core.months import Month
from files.fields import CopyField
from mandates.models import Act, Ending, Seat, SeatHold
from mandates.organs.frame_forms import EXAMPLE, ONE_DAY, excluded
from mandates.organs.keeping import Filling

NEW = "nouvelle"


class CopyForm(forms.Form):
    """The copy of the act by which a seat is held."""

    scan = CopyField(
        label="Copie de l’acte", error_messages={"required": "Joignez la photo ou la copie de l’acte."}
    )


class FillForm(forms.Form):
    """Who takes the seat: somebody known here, or a new person; from when, by which act."""

    known = forms.ChoiceField(
        label="Personne",
        error_messages={
            "required": "Choisissez une personne, ou écrivez-en une autre.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    first_name = forms.CharField(
        label="Prénom", required=False, max_length=60, help_text="Seulement pour une autre personne."
    )
    last_name = forms.CharField(label="Nom", required=False, max_length=60)
    sex = forms.ChoiceField(
        label="Sexe", required=False, choices=Person.Sex.choices, widget=forms.RadioSelect
    )
    phone = forms.CharField(label="Téléphone", required=False, max_length=20)
    act = forms.ChoiceField(
        label="Acte", choices=[("", "Choisir…"), *Act.choices],
        error_messages={"required": "Choisissez par quel acte."},
    )  # fmt: skip
    act_on = DayField(
        label="Date de l’acte", help_text=EXAMPLE, error_messages={"required": "Écrivez la date de l’acte."}
    )
    reference = forms.CharField(
        label="Référence de l’acte", required=False, max_length=120, help_text="Procès-verbal, n° d’arrêté…"
    )
    starts_on = DayField(
        label="Premier jour du mandat", help_text=EXAMPLE,
        error_messages={"required": "Écrivez le premier jour du mandat."},
    )  # fmt: skip
    last = DayField(label="Dernier jour du mandat", required=False)
    replaces = forms.ChoiceField(
        label="Fin du mandat précédent",
        required=False,
        choices=[("", "Choisir…"), *((e.value, e.label) for e in Ending if e != Ending.MISTAKE)],
    )

    def __init__(
        self,
        data: Any,
        *,
        seat: Seat,
        people: Sequence[Person],
        right: Sequence[Person],
        held: SeatHold | None,
    ) -> None:
        super().__init__(data)
        self.seat, self.held = seat, held
        self.people = {str(one.pk): one for one in (*right, *people)}
        field = self.fields["known"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = [("", "Choisir…"), *((key, str(one)) for key, one in self.people.items())]
        field.choices += [(NEW, "Une autre personne, à écrire ci-dessous")]
        field.initial = "" if self.people else NEW
        if right and (held is None or held.person not in right):
            field.initial = str(right[0].pk)
            self.fields["act"].initial = Act.OF_RIGHT.value
        months = seat.organ.mandate_months
        self.fields["last"].help_text = (
            f"Vide\u00a0: {months} mois, comme l’organe le prévoit."
            if months
            else "Vide\u00a0: sans date de fin."
        )
        if held is None:
            del self.fields["replaces"]
        else:
            self.fields["replaces"].help_text = f"{held.person} tient ce siège."

    def clean_starts_on(self) -> date:
        first: date = self.cleaned_data["starts_on"]
        if first > timezone.localdate() + timedelta(days=366):
            raise ValidationError("Pas plus d’un an à l’avance.")
        return first

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("known") == NEW:
            self._check_new(found)
        first, last, act_on = found.get("starts_on"), found.get("last"), found.get("act_on")
        if first and last and last < first:
            self.add_error("last", "La fin du mandat doit suivre son début.")
        if act_on and act_on > timezone.localdate():
            self.add_error("act_on", "Un acte n’est pas daté d’un jour à venir.")
        held = self.held
        if held and first and first <= held.starts_on:
            self.add_error("starts_on", f"{held.person} tient ce siège depuis le {day(held.starts_on)}.")
        elif held and first and held.held_on(first) and not found.get("replaces"):
            self.add_error("replaces", f"Dites comment prend fin le mandat {de(str(held.person))}.")
        return found

    def _check_new(self, found: dict[str, Any]) -> None:
        for name, sentence in (
            ("first_name", "Écrivez le prénom."),
            ("last_name", "Écrivez le nom."),
            ("sex", "Dites si c’est une femme ou un homme\u00a0: la part des femmes en dépend."),
        ):
            if not found.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        typed = f"{found.get('first_name', '')} {found.get('last_name', '')}".casefold()
        if any(str(one).casefold() == typed for one in self.people.values()):
            self.add_error("known", "Cette personne est déjà connue ici\u00a0: choisissez-la dans la liste.")

    def person(self) -> Person:
        """Once valid; a new one is not written yet."""
        found = self.cleaned_data
        if found["known"] != NEW:
            return self.people[found["known"]]
        names = {name: found[name].strip() for name in ("first_name", "last_name", "phone")}
        return Person(sex=found["sex"], fictitious=self.seat.organ.fictitious, **names)

    def filling(self) -> Filling:
        """What is said, once valid."""
        found = self.cleaned_data
        return Filling(
            self.person(), found["starts_on"], self._ends_on(), found["act"], found["act_on"],
            found["reference"].strip(), found.get("replaces", ""),
        )  # fmt: skip

    def _ends_on(self) -> date | None:
        """What was written; else the length of the mandate, cut at the end of the organ."""
        first, last = self.cleaned_data["starts_on"], self.cleaned_data["last"]
        organ = self.seat.organ
        if last:
            return excluded(last)
        of_right = self.cleaned_data["act"] == Act.OF_RIGHT
        months = None if of_right else organ.mandate_months
        end = (Month.of(first) + months).day_at(first.day) if months else None
        bounds = [one for one in (end, organ.closed_on, self.seat.closed_on) if one]
        return min(bounds, default=None)

    def recap(self) -> list[tuple[str, str]]:
        """What will be written, in words."""
        said, end = self.filling(), self._ends_on()
        lines = [
            ("Siège", self.seat.words),
            ("Personne", f"{said.person}, {said.person.get_sex_display()}"),
            (
                "Acte",
                f"{Act(said.act).label}, {day(said.act_on)}" + (f", {said.reference}" * bool(said.reference)),
            ),
            ("Premier jour", day(said.starts_on)),
            ("Dernier jour", day(end - ONE_DAY) if end else "sans date de fin"),
        ]
        if self.held and self.held.held_on(said.starts_on):
            lines.append(("Mandat qui prend fin", f"{self.held.person}, {Ending(said.replaces).label}"))
        return lines


class EndForm(forms.Form):
    """When and why a mandate ends."""

    ending = forms.ChoiceField(
        label="Pourquoi",
        choices=[("", "Choisir…"), *Ending.choices],
        error_messages={"required": "Choisissez pourquoi le mandat prend fin."},
    )
    last = DayField(
        label="Dernier jour du mandat",
        required=False,
        help_text=f"{EXAMPLE}. Vide si c’est une erreur de saisie.",
    )
    reference = forms.CharField(
        label="Acte qui y met fin",
        required=False,
        max_length=120,
        help_text="Lettre, procès-verbal, n° d’arrêté…",
    )

    def __init__(self, data: Any, *, hold: SeatHold) -> None:
        super().__init__(data)
        self.hold = hold

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        last, hold = found.get("last"), self.hold
        if found.get("ending") in {Ending.MISTAKE, None} or "last" in self.errors:
            return found
        if not last:
            self.add_error("last", "Écrivez le dernier jour du mandat.")
        elif last < hold.starts_on:
            self.add_error("last", f"La fin du mandat suit son début, le {day(hold.starts_on)}.")
        elif hold.last_day and last > hold.last_day:
            self.add_error("last", f"Le mandat finit déjà le {day(hold.last_day)}.")
        return found

    def ends_on(self) -> date:
        """The first day without the mandate, once valid."""
        return excluded(self.cleaned_data["last"]) or self.hold.starts_on

    def recap(self) -> list[tuple[str, str]]:
        """What will be written, in words."""
        found = self.cleaned_data
        mistake = found["ending"] == Ending.MISTAKE
        return [
            ("Siège", self.hold.seat.words),
            ("Personne", str(self.hold.person)),
            ("Pourquoi", Ending(found["ending"]).label),
            (
                "Dernier jour",
                "aucun jour\u00a0: ce mandat n’aura pas compté" if mistake else day(found["last"]),
            ),
            ("Acte", found["reference"] or "non écrit"),
        ]

"""What is typed of an organ: its statutory frame, its place, one of its seats."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from core.fields import DayField, NumberField
from mandates.models import Group, Organ, Quorum, QuorumBase, Seat, SeatHold

ONE_DAY = timedelta(days=1)
EXAMPLE = "Exemple\u00a0: 08 10 2026"


def excluded(last: date | None) -> date | None:
    """The reader writes the last day, the database keeps the day after."""
    return last and last + ONE_DAY


class OrganForm(forms.ModelForm[Organ]):
    """The statutory frame; the day a reader writes is the last one, the database keeps the day after."""

    opened_on = DayField(
        label="En place depuis le", help_text=EXAMPLE, error_messages={"required": "Écrivez depuis quand."}
    )
    last = DayField(
        label="Dernier jour de l’organe",
        required=False,
        help_text="Vide s’il dure. Un organe transitoire a toujours un dernier jour.",
    )
    sessions_a_year = NumberField(label="Réunions par an", required=False, least=1, most=52)
    quorum = forms.ChoiceField(
        label="Quorum",
        choices=[("", "Choisir…"), *Quorum.choices],
        help_text="Combien doivent être là pour que l’organe décide.",
        error_messages={
            "required": "Un organe a un quorum\u00a0: dites combien de membres doivent être là pour décider."
        },
    )
    quorum_number = NumberField(
        label="Quorum, en nombre de membres",
        required=False,
        least=1,
        most=500,
        help_text="Seulement pour un nombre écrit dans les statuts.",
    )
    quorum_base = forms.ChoiceField(label="Compté sur le nombre", choices=QuorumBase.choices)
    mandate_months = NumberField(
        label="Durée du mandat, en mois", required=False, least=1, most=120, help_text="36 pour trois ans."
    )

    class Meta:
        model = Organ
        fields: ClassVar[list[str]] = [
            "name", "opened_on", "transitional", "reference", "sessions_a_year", "quorum", "quorum_number",
            "quorum_base", "mandate_months", "source", "estimated",
        ]  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "name": "Nom de l’organe",
            "transitional": "Organe transitoire",
            "reference": "Acte qui l’installe (n°, date)",
            "source": "D’où viennent ces règles",
            "estimated": "Règles à confirmer",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "name": {"required": "Écrivez le nom de l’organe."},
            "source": {"required": "Dites d’où viennent ces règles\u00a0: statuts, décret, usage."},
        }

    field_order = ("name", "opened_on", "last", "transitional", "reference")

    def __init__(self, data: Any, *, instance: Organ, seats: int | None = None) -> None:
        super().__init__(data, instance=instance)
        self.seats = seats
        self.order_fields(self.field_order)
        self.fields["last"].initial = instance.last_day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last, number = found.get("opened_on"), found.get("last"), found.get("quorum_number")
        self.instance.closed_on = excluded(last)
        if first and last and last < first:
            self.add_error("last", "La fin de l’organe doit suivre son début.")
        if found.get("transitional") and not last and "last" not in self.errors:
            self.add_error("last", "Un organe transitoire a une date de fin.")
        if found.get("quorum") == Quorum.NUMBER and not number and "quorum_number" not in self.errors:
            self.add_error("quorum_number", "Écrivez le nombre de membres du quorum.")
        if found.get("quorum") not in {Quorum.NUMBER, None} and number:
            self.add_error("quorum_number", "Un quorum en part n’a pas de nombre\u00a0: videz cette case.")
        if self.seats and number and number > self.seats:
            self.add_error("quorum_number", f"Le quorum dépasse les {self.seats} sièges de l’organe.")
        return found


class PlaceForm(forms.Form):
    """Where the organ stands, among one's own places."""

    lieu = forms.ChoiceField(label="Lieu", error_messages={"required": "Choisissez le lieu."})

    def __init__(self, data: Any, *, places: Sequence[Any]) -> None:
        super().__init__(data)
        self.places = {str(place.pk): place for place in places}
        field = self.fields["lieu"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = [(key, place.name) for key, place in self.places.items()]
        field.initial = next(iter(self.places), "")

    def place(self) -> Any:
        """The chosen one; the first when none was said."""
        chosen = self["lieu"].value()
        return self.places.get(str(chosen)) or next(iter(self.places.values()))


class SeatForm(forms.ModelForm[Seat]):
    """A seat: its function, for whom it speaks."""

    rank = NumberField(label="Ordre dans la liste", least=1, most=200)
    opened_on = DayField(
        label="Ouvert depuis le", help_text=EXAMPLE, error_messages={"required": "Écrivez depuis quand."}
    )
    closed_on = DayField(
        label="Fermé à partir du", required=False, help_text="Vide tant que le siège existe."
    )
    group = forms.ChoiceField(
        label="Représente",
        choices=[("", "Choisir…"), *Group.choices],
        error_messages={"required": "Choisissez qui ce siège représente."},
    )

    class Meta:
        model = Seat
        fields: ClassVar[list[str]] = [
            "function", "group", "chair", "statutory", "rank", "opened_on", "closed_on",
        ]  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "function": "Fonction",
            "chair": "Ce siège préside l’organe",
            "statutory": "Prévu par les textes",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "function": {"required": "Écrivez la fonction."}
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, closed = found.get("opened_on"), found.get("closed_on")
        if first and first < self.instance.organ.opened_on:
            self.add_error("opened_on", "Le siège s’ouvre au plus tôt avec l’organe.")
        if first and closed and closed <= first:
            self.add_error("closed_on", "La fermeture du siège doit suivre son ouverture.")
        if closed and self.instance.pk and (held := self._beyond(closed)):
            self.add_error(
                "closed_on", f"{held.person} le tient encore ce jour-là\u00a0: mettez-y fin d’abord."
            )
        return found

    def _beyond(self, closed: date) -> SeatHold | None:
        holds = self.instance.holds.select_related("person").exclude(ends_on__lte=closed)
        return holds.first()

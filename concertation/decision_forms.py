"""The form of one decision: what, who, before when, shown by what, about what, followed where."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune, District
from concertation.around import mandates_around
from concertation.forms import Data, Versioned, too_long
from concertation.models import Decision, Meeting
from concertation.writing import Decided
from core.access import PlaceKind
from core.fields import DayField
from mandates.organs.reading import organ_on
from monitoring.indicators import indicators_on
from planning.enums import IN_FORCE
from planning.models import Activity

LIST = "Choisissez dans la liste."


@dataclass(frozen=True, slots=True)
class Offered:
    """What a decision may name; the lists of a page."""

    people: dict[str, tuple[Person, str]]  # number → who, which function
    indicators: list[tuple[str, str]]
    activities: dict[str, Activity]
    places: dict[str, Commune | District]


def offered(meeting: Meeting) -> Offered:
    """People who sit or hold a mandate here, indicators, lines of plans in force, places (six queries)."""
    organ, today = meeting.organ, timezone.localdate()
    people = {
        str(mandate.person_id): (mandate.person, mandate.get_role_display())
        for mandate in mandates_around(organ, today)
    }
    for line in organ_on(organ, meeting.day).lines:
        if line.hold:
            people[str(line.hold.person_id)] = (line.hold.person, line.seat.words)
    indicators = [(one.code, f"{one.code} {one.row.label}") for one in _indicators(today)]
    activities: dict[str, Activity] = {}
    if organ.aire_id:
        rows = Activity.objects.filter(plan__aire=organ.aire_id, plan__state__in=IN_FORCE)
        activities = {str(row.pk): row for row in rows.select_related("plan").order_by("plan__year", "rank")}
    return Offered(people, indicators, activities, _places(meeting))


def _indicators(today: Any) -> list[Any]:
    return list(indicators_on(today).values())


def _places(meeting: Meeting) -> dict[str, Commune | District]:
    """Of an organ wider than a district, where a decision may be followed; else nothing is to be said."""
    organ = meeting.organ
    if organ.place_kind in {PlaceKind.AIRE, PlaceKind.COMMUNE, PlaceKind.DISTRICT}:
        return {}
    if organ.cercle_id:
        return {f"c{one.pk}": one for one in Commune.objects.filter(cercle=organ.cercle_id).order_by("name")}
    districts = District.objects.order_by("region__name", "name")
    if organ.region_id:
        districts = districts.filter(region=organ.region_id)
    return {f"d{one.pk}": one for one in districts}


class DecisionForm(Versioned):
    """One decision."""

    text = forms.CharField(
        label="Décision",
        max_length=300,
        error_messages={"required": "Écrivez ce qui est décidé."} | too_long(300),
    )
    owner = forms.ChoiceField(label="Responsable", required=False, error_messages={"invalid_choice": LIST})
    owner_words = forms.CharField(
        label="Sa fonction",
        help_text="Écrite seule pour qui est dans la liste. Sinon\u00a0: «\u00a0chef de village\u00a0».",
        required=False, max_length=120, error_messages=too_long(120),
    )  # fmt: skip
    due_on = DayField(
        label="À faire avant le",
        help_text="Exemple\u00a0: 30 11 2026",
        error_messages={"required": "Écrivez l’échéance."},
    )
    proof_wanted = forms.CharField(
        label="Comment on le verra", help_text="La preuve attendue\u00a0: facture, photo, cahier.",
        required=False, max_length=200, error_messages=too_long(200),
    )  # fmt: skip
    place = forms.ChoiceField(
        label="Où cela se suit",
        error_messages={"required": "Dites où cela se suit.", "invalid_choice": LIST},
    )
    indicator = forms.ChoiceField(
        label="Indicateur concerné", required=False, error_messages={"invalid_choice": LIST}
    )
    activity = forms.ChoiceField(
        label="Activité du plan concernée", required=False, error_messages={"invalid_choice": LIST}
    )

    def __init__(
        self, data: Data, *, meeting: Meeting, lists: Offered, decision: Decision | None = None
    ) -> None:
        super().__init__(data, meeting=meeting, **_first(decision))
        self.lists = lists
        people = [(key, f"{person}, {words}") for key, (person, words) in lists.people.items()]
        activities = [(key, f"{row.plan.year}\u00a0: {row.text}") for key, row in lists.activities.items()]
        self._offer("owner", [("", "personne de la liste"), *people])
        self._offer("indicator", [("", "aucun"), *lists.indicators])
        self._offer("activity", [("", "aucune"), *activities])
        self._offer("place", [("", "choisir"), *((key, str(one)) for key, one in lists.places.items())])
        if not lists.places:
            del self.fields["place"]
        if not lists.activities:
            del self.fields["activity"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        read = super().clean() or self.cleaned_data
        if "owner" in read and not read["owner"] and not read.get("owner_words"):
            self.add_error("owner", "Choisissez une personne, ou écrivez une fonction.")
        if (due_on := read.get("due_on")) and due_on < self.meeting.day:
            self.add_error("due_on", "L’échéance vient après la réunion.")
        return read

    def decided(self) -> Decided:
        """Once valid; the function of who is in the list is written when nothing else was."""
        read = self.cleaned_data
        owner, function = self.lists.people.get(read["owner"], (None, ""))
        return Decided(
            read["text"], read["due_on"], owner, read["owner_words"] or function[:120], read["proof_wanted"],
            read["indicator"], self.lists.activities.get(read.get("activity", "")),
            self.lists.places.get(read.get("place", "")),
        )  # fmt: skip


def _first(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    place = f"c{decision.commune_id}" if decision.commune_id else f"d{decision.district_id or ''}"
    names = ("text", "owner_words", "due_on", "proof_wanted", "indicator")
    return {name: getattr(decision, name) for name in names} | {
        "owner": str(decision.owner_id or ""),
        "activity": str(decision.activity_id or ""),
        "place": place,
    }

"""Who may declare an interest in a decision: who sat, else who holds a function where the organ meets."""

from dataclasses import dataclass

from accounts.models import Person
from concertation.around import around, mandates_around
from concertation.enums import COUNTED
from concertation.models import Decision, Meeting
from core.access import Action, Scope
from mandates.cumul.functions import Held, held_where
from mandates.models import Organ, SeatHold
from mandates.models.mandate import standing_in

LONGEST = 200  # signs of a function


@dataclass(frozen=True, slots=True)
class Declarant:
    """One person, the functions by which they are named; ``sat``: present or represented."""

    person: Person
    function: str
    sat: bool

    @property
    def words(self) -> str:
        """« Sitan Konaré, trésorière »."""
        return f"{self.person}, {self.function}" if self.function else str(self.person)


def declarants_of(decision: Decision, scope: Scope) -> list[Declarant]:
    """Who sat, in the order of the seats; then who holds a mandate, a seat there. Without who declared.

    Four queries.
    """
    meeting = decision.meeting
    found: dict[int, Declarant] = {}
    sitting = meeting.presences.filter(status__in=COUNTED, person__isnull=False).select_related("person")
    for row in sitting:
        if row.person:
            _add(found, row.person, row.function, sat=True)
    for mandate in mandates_around(meeting.organ, meeting.day):
        if mandate.person_id not in found:
            _add(found, mandate.person, mandate.get_role_display(), sat=False)
    for hold in _holds(meeting, scope):
        if not (hold.person_id in found and found[hold.person_id].sat):
            _add(found, hold.person, f"{hold.seat.words}, {hold.seat.organ.name}", sat=False)
    declared = set(decision.interests.values_list("person", flat=True))
    return [one for pk, one in found.items() if pk not in declared]


def _add(found: dict[int, Declarant], person: Person, function: str, *, sat: bool) -> None:
    """One function more of somebody."""
    known = found.get(person.pk)
    words = f"{known.function}\u202f; {function}" if known else function
    found[person.pk] = Declarant(person, words[:LONGEST], sat)


def _holds(meeting: Meeting, scope: Scope) -> list[SeatHold]:
    """The seats of that day in the other organs of the place, those that this reader reads."""
    organs = Organ.objects.visible_to(scope).open_on(meeting.day).filter(around(meeting.organ))
    holds = SeatHold.objects.in_force(meeting.day).filter(seat__organ__in=organs.values("pk"))
    holds = holds.exclude(seat__organ=meeting.organ_id)
    found = holds.select_related("person", "seat__organ", "seat__village")
    return list(found.order_by("person__last_name", "person__first_name", "pk"))


def several(meeting: Meeting, declarants: list[Declarant], scope: Scope) -> list[Held]:
    """Of those who sat, who speaks for several parties: shown, never judged. Two queries.

    Functions are read where the organ meets, as the form of a decision names who may be charged of it, and in
    the places whose mandates this reader sees; beyond, they are not told.
    """
    inside = around(meeting.organ) | standing_in(scope.reach(Action.MANDATE_SEE))
    people = [one.person for one in declarants if one.sat]
    return [held for held in held_where(people, meeting.day, inside) if held.several]

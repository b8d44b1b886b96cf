"""How the members stood on each item, each decision of a meeting: what was counted, who differed."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from concertation.enums import COUNTED, Part
from concertation.models import Ballot, Dissent, Interest, Meeting
from core.formats import counted


@dataclass(frozen=True, slots=True)
class Stand:
    """Of an item (``code`` "") or of its decision: its vote if one was counted, the divergent opinions."""

    code: str
    ballot: Ballot | None = None
    dissents: tuple[Dissent, ...] = ()

    @property
    def about(self) -> str:
        """« point », « D3 »."""
        return self.code or "point"


def stands_of(meeting: Meeting) -> dict[int, list[Stand]]:
    """Item → what is known of it, then of its decisions in their order (two queries)."""
    ballots = {_key(row): row for row in meeting.ballots.select_related("decision")}
    dissents: dict[tuple[int, int, str], list[Dissent]] = {}
    for row in meeting.dissents.select_related("decision"):
        dissents.setdefault(_key(row), []).append(row)
    found: dict[int, list[Stand]] = {}
    for key in sorted({*ballots, *dissents}):
        stand = Stand(key[2], ballots.get(key), tuple(dissents.get(key, ())))
        found.setdefault(key[0], []).append(stand)
    return found


def _key(row: Ballot | Dissent) -> tuple[int, int, str]:
    return (row.item_id, row.decision.number, row.decision.code) if row.decision else (row.item_id, 0, "")


@dataclass(frozen=True, slots=True)
class Room:
    """Who may have voted: the person of each seat present or represented, those who came besides.

    ``apart``: a decision → who declared an interest in it, and took no part in its vote.
    """

    seats: tuple[int | None, ...]
    besides: int
    apart: Mapping[int, Set[int]]

    def voting(self, decision: int | None) -> int:
        """How many may have voted on this decision; None: on an item."""
        apart = self.apart.get(decision or 0, frozenset())
        return sum(person not in apart for person in self.seats) + self.besides


def room_of(meeting: Meeting) -> Room:
    """Of this meeting (two queries)."""
    seats = meeting.presences.filter(status__in=COUNTED).values_list("person", flat=True)
    apart: dict[int, set[int]] = {}
    rows = Interest.objects.filter(decision__meeting=meeting, part=Part.APART)
    for decision, person in rows.values_list("decision", "person"):
        apart.setdefault(decision, set()).add(person)
    return Room(tuple(seats), (meeting.women or 0) + (meeting.men or 0), apart)


def too_many(ballot: Ballot, there: int) -> str:
    """Why this count cannot be, or ""."""
    if ballot.voices <= there:
        return ""
    come = counted(there, "personne pouvait voter", "personnes pouvaient voter")
    return f"Ce vote compte {counted(ballot.voices, 'voix', 'voix')}\u00a0: {come}."


def overcounted(meeting: Meeting) -> Iterator[str]:
    """A sentence for each vote with more voices than people (three queries)."""
    room = room_of(meeting)
    for ballot in meeting.ballots.select_related("item", "decision"):
        if why := too_many(ballot, room.voting(ballot.decision_id)):
            yield f"Vote, {ballot.about}\u00a0: {why}"

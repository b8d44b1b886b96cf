"""What a page, a paper, a program shows this reader of a meeting: agenda, attendance, decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from concertation.agenda import open_lines, row_of
from concertation.enums import COUNTED, SETTLED, Attendance, ItemKind, Openness
from concertation.models import Correction, Decision, Interest, Item, Meeting, Presence
from concertation.stands import Stand, stands_of
from core.access import Action, Scope
from core.models import ActLog
from followup.models import Followup
from followup.promising import address
from mandates.models import SeatHold

HIDDEN = "Point interne"


def inside(meeting: Meeting, scope: Scope) -> bool:
    """Does this reader keep the meeting, approve it, or sit in the organ? They alone read internal items."""
    where = meeting.where()
    if scope.may(Action.MEETING_KEEP, where) or scope.may(Action.MEETING_APPROVE, where):
        return True
    holds = SeatHold.objects.in_force().filter(person=scope.person_id or 0)
    return holds.filter(seat__organ=meeting.organ_id).exists()


@dataclass(frozen=True, slots=True)
class Point:
    """One item as this reader sees it."""

    item: Item
    hidden: bool
    decisions: tuple[Decision, ...] = ()
    stands: tuple[Stand, ...] = ()

    @property
    def title(self) -> str:
        return HIDDEN if self.hidden else self.item.title

    @property
    def tag(self) -> tuple[str, str]:
        """Silhouette, word of what became of it."""
        words = {"decide": "examiné"} if self.item.kind == ItemKind.OPEN else {}
        kinds = {"decide": "ok", "reporte": "near", "retire": "nil"}
        word = words.get(self.item.outcome) or self.item.get_outcome_display()
        return kinds.get(self.item.outcome, "todo"), word or "sans suite"


def agenda_of(meeting: Meeting, scope: Scope) -> list[Point]:
    """The agenda, in order: what was decided on each item, who declared an interest, how members stood.

    Six queries.
    """
    mine = inside(meeting, scope)
    by_item: dict[int, list[Decision]] = {}
    decisions = decisions_of(meeting)
    prefetch_related_objects(decisions, "interests")
    for decision in decisions:
        by_item.setdefault(decision.item_id, []).append(decision)
    stands = stands_of(meeting) if meeting.took_place else {}
    found = []
    for item in meeting.items.select_related("about", "paper"):
        hidden = item.openness == Openness.INTERNAL and not mine
        stood = () if hidden else tuple(stands.get(item.pk, ()))
        found.append(Point(item, hidden, tuple(by_item.get(item.pk, ())), stood))
    return found


def decisions_of(meeting: Meeting) -> list[Decision]:
    """What was decided, by number (one query)."""
    found = meeting.decisions.select_related("owner", "followup__owner", "activity__plan")
    rows = list(found)
    for row in rows:
        row.meeting = meeting
    return rows


def interests_of(decisions: Iterable[Decision]) -> list[Interest]:
    """What was declared in these decisions of an agenda, in their order. No query."""
    return [row for decision in decisions for row in decision.interests.all()]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The attendance of a meeting."""

    rows: tuple[Presence, ...]
    meeting: Meeting

    @property
    def there(self) -> int:
        """Present or represented: what the quorum counts."""
        return sum(row.status in COUNTED for row in self.rows)

    @property
    def enough(self) -> bool:
        return self.meeting.second_call or self.there >= (self.meeting.quorum or 1)

    @property
    def quorum_words(self) -> str:
        """« 4 présents ou représentés sur 5 sièges, quorum 3 : atteint »."""
        if self.meeting.second_call:
            end = "seconde convocation"
        else:
            end = "atteint" if self.enough else "non atteint"
        counted = f"{self.there} présents ou représentés sur {self.meeting.seats} sièges"
        return f"{counted}, quorum {self.meeting.quorum}\u00a0: {end}"

    @property
    def women(self) -> int:
        """Women among those who came, others included."""
        return sum(row.sex == "F" for row in self._came) + (self.meeting.women or 0)

    @property
    def came(self) -> int:
        """Everybody who came."""
        return len(self._came) + (self.meeting.women or 0) + (self.meeting.men or 0)

    @property
    def _came(self) -> list[Presence]:
        return [row for row in self.rows if row.status == Attendance.PRESENT]

    @property
    def absent(self) -> list[Presence]:
        return [row for row in self.rows if row.status == Attendance.ABSENT]


def attendance_of(meeting: Meeting) -> Sheet:
    """Who came, seat by seat (one query)."""
    return Sheet(tuple(meeting.presences.all()), meeting)


def earlier_decisions(meeting: Meeting, scope: Scope) -> list[Mapping[str, Any]]:
    """Open decisions of this organ, late commitments of its conventions, late first; of a closed meeting, as
    they were read that day.

    Each: number, text, of (the convention, or ""), owner, due_on (ISO), state, late (days), url ("" when this
    reader does not open it).
    """
    if meeting.state in SETTLED:
        return [{"of": "", **row, "url": ""} for row in meeting.seen]
    lines = open_lines(meeting)
    known = [line.pk for line in lines]
    opens = set(Followup.objects.visible_to(scope).filter(pk__in=known).values_list("pk", flat=True))
    return [row_of(line, meeting.day) | {"url": address(line) if line.pk in opens else ""} for line in lines]


def corrections_of(meeting: Meeting) -> list[Correction]:
    """Every correction, the oldest first (one query)."""
    return list(meeting.corrections.select_related("person", "decision", "item"))


def history_of(meeting: Meeting) -> list[ActLog]:
    """Every act, the oldest first (one query)."""
    return list(ActLog.objects.filter(kind="reunion", object_id=str(meeting.pk)))

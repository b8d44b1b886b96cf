"""What the meetings of an organ are worth over twelve months: held of due, attendance, decisions kept."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from concertation.enums import COUNTED, TOOK_PLACE, Attendance
from concertation.models import Decision, Meeting, Presence
from concertation.timetable import slots_of
from core.access import Action, Scope
from core.months import Month
from followup.models import OPEN, State
from mandates.models import Organ


@dataclass(frozen=True, slots=True)
class Seated:
    """One function over the meetings that were held: how often it was there."""

    function: str
    name: str  # who held it last
    counts: Counter[str]

    @property
    def meetings(self) -> int:
        return sum(self.counts.values())

    @property
    def there(self) -> int:
        return sum(self.counts[status] for status in COUNTED)

    @property
    def rate(self) -> float:
        """In per cent of the meetings."""
        return 100 * self.there / self.meetings

    @property
    def absences(self) -> int:
        return self.counts[Attendance.ABSENT]

    @property
    def excused(self) -> int:
        return self.counts[Attendance.EXCUSED]


@dataclass(frozen=True, slots=True)
class Statistics:
    """From ``first`` to ``last``, both included. ``decisions``: taken, done, open, late, postponements."""

    first: date
    last: date
    due: int
    met: int
    held: int
    seats: tuple[Seated, ...]
    decisions: dict[str, int]

    @property
    def rate(self) -> float | None:
        """Σ present or represented / Σ seats, in per cent; None: no meeting."""
        total = sum(seat.meetings for seat in self.seats)
        return 100 * sum(seat.there for seat in self.seats) / total if total else None

    @property
    def often_absent(self) -> list[Seated]:
        """Seats absent from half of the meetings or more, the most absent first."""
        found = [seat for seat in self.seats if 2 * seat.absences >= seat.meetings]
        return sorted(found, key=lambda seat: -seat.absences)


def statistics_of(organ: Organ, today: date, scope: Scope) -> Statistics:
    """One organ over twelve months (four queries); decisions only for who reads the follow-up here."""
    first = (Month.of(today) - 12).day_at(today.day) + timedelta(days=1)
    rows = list(
        Meeting.objects.filter(organ=organ, state__in=TOOK_PLACE, held_on__gte=first, held_on__lte=today)
    )
    slots = [
        slot for year in {first.year, today.year} for slot in slots_of(organ, year, rows, today)
        if first <= slot.last <= today or (slot.held and slot.first <= today)
    ]  # fmt: skip
    return Statistics(
        first,
        today,
        len(slots),
        sum(bool(slot.held) for slot in slots),
        len(rows),
        tuple(_seats(rows)),
        _decisions(organ, first, today) if scope.may(Action.FOLLOWUP_SEE, organ.where()) else {},
    )


def _seats(meetings: list[Meeting]) -> list[Seated]:
    found: dict[int, Seated] = {}
    for row in Presence.objects.filter(meeting__in=meetings).order_by("meeting__held_on", "rank"):
        before = found.get(row.seat_id)
        counts = before.counts if before else Counter()
        counts[row.status] += 1
        found[row.seat_id] = Seated(row.function, row.name or (before.name if before else ""), counts)
    return list(found.values())


def _decisions(organ: Organ, first: date, today: date) -> dict[str, Any]:
    found = Decision.objects.filter(meeting__organ=organ, followup__taken_on__gte=first)
    late = Q(followup__state__in=OPEN, followup__due_on__lt=today)
    return found.aggregate(
        taken=Count("pk", distinct=True),
        done=Count("pk", Q(followup__state=State.DONE), distinct=True),
        open=Count("pk", Q(followup__state__in=OPEN), distinct=True),
        late=Count("pk", late, distinct=True),
        postponements=Count("followup__postponements", distinct=True),
    )

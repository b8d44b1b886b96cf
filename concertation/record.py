"""What organs did over some days: meetings held of due, who came, decisions kept or late."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from concertation.enums import COUNTED, SETTLED, TOOK_PLACE, WITH_MINUTES, Attendance
from concertation.models import Decision, Meeting, Presence
from concertation.timetable import slots_of
from followup.models import OPEN, State
from mandates.models import Organ


@dataclass(frozen=True, slots=True)
class Record:
    """Of one organ, or of many together: every number is a sum, every rate Σ/Σ.

    ``due``: stretches of its calendar that ended in these days; ``met``: those of them with a meeting.
    ``held``: meetings of these days; ``minuted``: of these, those whose minutes were sent.
    ``seats``: Σ seats of these meetings; ``there``: present or represented; ``absent``: neither, nor excused.
    ``taken``: decisions of these days; ``kept``: done in these days, whenever taken. ``open``, ``late``:
    what was taken until the last of these days, as it stands when it is read.
    """

    due: int = 0
    met: int = 0
    held: int = 0
    minuted: int = 0
    seats: int = 0
    there: int = 0
    absent: int = 0
    taken: int = 0
    kept: int = 0
    open: int = 0
    late: int = 0

    def __add__(self, other: "Record") -> "Record":
        return Record(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Record)))

    @property
    def attendance(self) -> float | None:
        """Present or represented, in per cent of the seats; None: no meeting."""
        return 100 * self.there / self.seats if self.seats else None


def organs_standing(organs: Iterable[Organ], first: date, last: date) -> list[Organ]:
    """Of ``organs``, those that stood on some day from ``first`` to ``last``."""
    return [o for o in organs if o.opened_on <= last and (o.closed_on is None or o.closed_on > first)]


def records_of(organs: Iterable[Organ], first: date, last: date, today: date) -> list[tuple[Organ, Record]]:
    """Each organ that stood from ``first`` to ``last``, with what it did. Three queries, however many organs.

    ``today``: the day on which a decision is late, a stretch of the calendar over.
    """
    standing = organs_standing(organs, first, last)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for row in [*_presences(standing, first, last), *_decisions(standing, first, last, today)]:
        counts[row.pop("organ")] |= row
    meetings = defaultdict(list)
    since = date(first.year, 1, 1)  # a stretch may have begun, and been met, before these days
    for meeting in Meeting.objects.filter(
        organ__in=standing, state__in=TOOK_PLACE, held_on__range=(since, last)
    ):
        meetings[meeting.organ_id].append(meeting)
    return [
        (organ, _record(organ, meetings[organ.pk], first, last, today, counts[organ.pk]))
        for organ in standing
    ]


def _record(
    organ: Organ, meetings: Sequence[Meeting], first: date, last: date, today: date, counts: dict[str, int]
) -> Record:
    slots = [
        slot
        for year in range(first.year, last.year + 1)
        for slot in slots_of(organ, year, meetings, today)
        if first <= slot.last <= last and (slot.held or slot.due)
    ]
    inside = [meeting for meeting in meetings if first <= meeting.day <= last]
    return Record(
        due=len(slots),
        met=sum(bool(slot.held) for slot in slots),
        held=len(inside),
        minuted=sum(meeting.state in WITH_MINUTES for meeting in inside),
        **counts,
    )


def _presences(organs: Sequence[Organ], first: date, last: date) -> Iterable[dict[str, Any]]:
    found = Presence.objects.filter(
        meeting__organ__in=organs, meeting__state__in=TOOK_PLACE, meeting__held_on__range=(first, last)
    )
    return found.order_by().values(organ=F("meeting__organ")).annotate(
        seats=Count("pk"),
        there=Count("pk", Q(status__in=COUNTED)),
        absent=Count("pk", Q(status=Attendance.ABSENT)),
    )  # fmt: skip


def _decisions(organs: Sequence[Organ], first: date, last: date, today: date) -> Iterable[dict[str, Any]]:
    found = Decision.objects.filter(
        meeting__organ__in=organs, meeting__state__in=SETTLED, followup__taken_on__lte=last
    )
    still = Q(followup__state__in=OPEN)
    return found.order_by().values(organ=F("meeting__organ")).annotate(
        taken=Count("pk", Q(followup__taken_on__gte=first)),
        kept=Count("pk", Q(followup__state=State.DONE, followup__settled_on__range=(first, last))),
        open=Count("pk", still),
        late=Count("pk", still & Q(followup__due_on__lt=today)),
    )  # fmt: skip

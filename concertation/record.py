"""What organs did over some days: meetings held of due, who came, decisions kept or late."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Q

from concertation.enums import COUNTED, SETTLED, TOOK_PLACE, WITH_MINUTES, Attendance
from concertation.models import Decision, Meeting, Presence
from concertation.timetable import slots_of
from followup.models import OPEN, State
from mandates.models import Organ

Days = tuple[date, date]  # the first, the last


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
    [found] = records_over(organs, [(first, last)], today)
    return found


def records_over(
    organs: Iterable[Organ], stretches: Sequence[Days], today: date
) -> list[list[tuple[Organ, Record]]]:
    """The same for several stretches of days, one after the other, still in three queries."""
    every = list(organs)
    standing = [organs_standing(every, *days) for days in stretches]
    met = list({organ.pk: organ for found in standing for organ in found}.values())
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for row in [*_presences(met, stretches), *_decisions(met, stretches, today)]:
        counts[row.pop("organ")] |= row
    meetings = defaultdict(list)
    # A stretch of the calendar may have begun, and been met, before these days.
    ranges = [Q(held_on__range=(date(first.year, 1, 1), last)) for first, last in stretches]
    for meeting in Meeting.objects.filter(_any(ranges), organ__in=met, state__in=TOOK_PLACE):
        meetings[meeting.organ_id].append(meeting)
    return [
        [
            (organ, _record(organ, meetings[organ.pk], days, today, _of(counts[organ.pk], n)))
            for organ in found
        ]
        for n, (days, found) in enumerate(zip(stretches, standing, strict=True))
    ]


def _any(found: Iterable[Q]) -> Q:
    return reduce(or_, found)


def _of(counts: Mapping[str, int], stretch: int) -> dict[str, int]:
    """What was counted of one stretch: « seats_0 » is its ``seats``."""
    end = f"_{stretch}"
    return {name.removesuffix(end): count for name, count in counts.items() if name.endswith(end)}


def _record(
    organ: Organ, meetings: Sequence[Meeting], days: Days, today: date, counts: dict[str, int]
) -> Record:
    first, last = days
    known = [meeting for meeting in meetings if date(first.year, 1, 1) <= meeting.day <= last]
    slots = [
        slot
        for year in range(first.year, last.year + 1)
        for slot in slots_of(organ, year, known, today)
        if first <= slot.last <= last and (slot.held or slot.due)
    ]
    inside = [meeting for meeting in known if first <= meeting.day <= last]
    return Record(
        due=len(slots),
        met=sum(bool(slot.held) for slot in slots),
        held=len(inside),
        minuted=sum(meeting.state in WITH_MINUTES for meeting in inside),
        **counts,
    )


def _presences(organs: Sequence[Organ], stretches: Sequence[Days]) -> Iterable[dict[str, Any]]:
    ranges = [Q(meeting__held_on__range=days) for days in stretches]
    found = Presence.objects.filter(_any(ranges), meeting__organ__in=organs, meeting__state__in=TOOK_PLACE)
    counts = {}
    for n, inside in enumerate(ranges):
        counts[f"seats_{n}"] = Count("pk", inside)
        counts[f"there_{n}"] = Count("pk", inside & Q(status__in=COUNTED))
        counts[f"absent_{n}"] = Count("pk", inside & Q(status=Attendance.ABSENT))
    return found.order_by().values(organ=F("meeting__organ")).annotate(**counts)


def _decisions(organs: Sequence[Organ], stretches: Sequence[Days], today: date) -> Iterable[dict[str, Any]]:
    found = Decision.objects.filter(
        meeting__organ__in=organs,
        meeting__state__in=SETTLED,
        followup__taken_on__lte=max(last for _, last in stretches),
    )
    counts = {}
    for n, (first, last) in enumerate(stretches):
        taken = Q(followup__taken_on__lte=last)
        still = taken & Q(followup__state__in=OPEN)
        done = taken & Q(followup__state=State.DONE, followup__settled_on__range=(first, last))
        counts[f"taken_{n}"] = Count("pk", taken & Q(followup__taken_on__gte=first))
        counts[f"kept_{n}"] = Count("pk", done)
        counts[f"open_{n}"] = Count("pk", still)
        counts[f"late_{n}"] = Count("pk", still & Q(followup__due_on__lt=today))
    return found.order_by().values(organ=F("meeting__organ")).annotate(**counts)

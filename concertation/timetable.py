"""What meetings an organ owes in a year, from how often it meets; which were held, which are late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from concertation.enums import COMING, MeetingState
from concertation.models import Meeting
from core.formats import month_short, ordinal
from mandates.models import Organ

SHORT = {12: "mois", 4: "trimestre", 2: "semestre", 1: "année"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch of the year in which a meeting is due; both days are inside."""

    label: str
    first: date
    last: date
    meetings: tuple[Meeting, ...]
    today: date

    @property
    def held(self) -> list[Meeting]:
        return [meeting for meeting in self.meetings if meeting.took_place]

    @property
    def planned(self) -> list[Meeting]:
        return [meeting for meeting in self.meetings if meeting.state in COMING]

    @property
    def due(self) -> bool:
        """Is this stretch over, so that a meeting should have been held?"""
        return self.last < self.today

    @property
    def status(self) -> tuple[str, str]:
        """Silhouette, word."""
        if self.held:
            bare = any(meeting.state in (MeetingState.HELD, MeetingState.CLOSED) for meeting in self.held)
            return ("near", "tenue, PV à compléter") if bare else ("ok", "tenue")
        if self.due:
            return ("far", "non tenue")
        return ("here", "prévue") if self.planned else ("nil", "à prévoir")


def slots_of(organ: Organ, year: int, meetings: Iterable[Meeting], today: date) -> list[Slot]:
    """The stretches of a year in which it stood for some day; none when its texts do not say how often."""
    times = organ.sessions_a_year
    if not times:
        return []
    found = []
    rows = list(meetings)
    for label, first, last in stretches(year, times):
        if organ.opened_on > last or (organ.closed_on and organ.closed_on <= first):
            continue
        inside = tuple(meeting for meeting in rows if first <= meeting.day <= last)
        found.append(Slot(label, first, last, inside, today))
    return found


def stretches(year: int, times: int) -> list[tuple[str, date, date]]:
    """The year in ``times`` equal parts: months, quarters, semesters when they are."""
    if 12 % times == 0:
        size = 12 // times
        starts = [date(year, 1 + size * i, 1) for i in range(times)]
    else:
        days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        starts = [date(year, 1, 1) + timedelta(days * i // times) for i in range(times)]
    ends = [*(start - timedelta(1) for start in starts[1:]), date(year, 12, 31)]
    return [
        (_label(year, times, i), start, end) for i, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _label(year: int, times: int, i: int) -> str:
    """« janv. 2026 », « 2e trimestre », « 3e sur 5 »."""
    if times == 12:
        return month_short(year, i + 1)
    if times == 1:
        return str(year)
    return f"{ordinal(i + 1)} {SHORT[times]}" if times in SHORT else f"{ordinal(i + 1)} sur {times}"

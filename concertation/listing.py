"""The calendar of a year: the organs whose meetings a reader reads, each with its stretches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F

from concertation.enums import MeetingState
from concertation.models import Meeting, organs_met
from concertation.timetable import Slot, slots_of
from core.access import Scope
from mandates.models import Organ

PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One organ in a year."""

    organ: Organ
    slots: tuple[Slot, ...]

    @property
    def due(self) -> int:
        """How many meetings should have been held by now, in stretches that are over or already met."""
        return sum(slot.due or bool(slot.held) for slot in self.slots)

    @property
    def held(self) -> int:
        """How many of these stretches had one."""
        return sum(bool(slot.held) for slot in self.slots)


def calendar_of(scope: Scope, year: int, today: date, number: Any) -> tuple[Page[Organ], list[Row]]:
    """One page of organs with the meetings of that year (five queries)."""
    organs = (
        organs_met(scope).filter(opened_on__lte=date(year, 12, 31)).exclude(closed_on__lte=date(year, 1, 1))
    )
    ordered = organs.located().order_by("kind__rank", F("commune__name"), F("aire__name"), "name", "pk")
    page = Paginator(ordered, PAGE).get_page(number)
    by_organ = meetings_of(page, year)
    rows = [Row(organ, tuple(slots_of(organ, year, by_organ.get(organ.pk, ()), today))) for organ in page]
    return page, rows


def meetings_of(organs: Iterable[Organ], year: int) -> dict[int, list[Meeting]]:
    """The meetings of a year by organ, cancelled ones apart (one query)."""
    found: dict[int, list[Meeting]] = {}
    inside = Meeting.objects.filter(organ__in=list(organs), planned_on__year__in=(year - 1, year, year + 1))
    for meeting in inside.exclude(state=MeetingState.CANCELLED).order_by("planned_on", "pk"):
        if meeting.day.year == year:
            found.setdefault(meeting.organ_id, []).append(meeting)
    return found

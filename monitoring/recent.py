"""The reporting months as a page reads them: the latest ones, kept as the catalogue; those of some months."""

from collections.abc import Collection
from copy import copy
from datetime import date
from itertools import islice
from typing import NamedTuple

from core.months import Month
from monitoring.kept import kept
from monitoring.models import Period

READ = 36  # a page goes back two years
REMEMBERED = 60  # sums since January, a year before, over two years of history: four years at most


def latest() -> tuple[Period, ...]:
    """The last months that the DRS opened, the latest first. One query."""
    return tuple(map(copy, _latest()))


@kept
def _latest() -> tuple[Period, ...]:
    """The same, shared by all: a caller is given copies, which it may change."""
    return tuple(Period.objects.order_by("-year", "-month")[:READ])


def begun(today: date, count: int) -> list[Period]:
    """The last months that began, today included, the latest first."""
    return [copy(period) for period in islice((p for p in _latest() if p.starts_on <= today), count)]


def due_before(today: date) -> Period | None:
    """The latest month whose reports were due before ``today``."""
    near = next((copy(period) for period in _latest() if period.due_on < today), None)
    return near or Period.objects.filter(due_on__lt=today).order_by("-year", "-month").first()


def opened(month: Month) -> Period | None:
    """The row of a month, if it was opened."""
    near = next((copy(period) for period in _latest() if period.calendar == month), None)
    return near or Period.objects.filter(year=month.year, month=month.number).first()


class Due(NamedTuple):
    """A month that was opened: the id of its row, until when its reports are due, its first and last day."""

    pk: int
    month: Month
    due_on: date
    starts_on: date
    ends_on: date

    @classmethod
    def of(cls, period: Period) -> "Due":
        return cls(period.pk, period.calendar, period.due_on, period.starts_on, period.ends_on)


def dues(months: Collection[Month]) -> list[Due]:
    """Those of ``months`` that were opened; one query more when some are older than what is kept."""
    near = _dues()
    if len(near) == REMEMBERED and months and min(months) < near[-1].month:
        return [Due.of(one) for one in opened_among(months).values()]
    return [due for due in near if due.month in months]


@kept
def _dues() -> tuple[Due, ...]:
    """The last months that were opened, the latest first, shared by all."""
    rows = Period.objects.order_by("-year", "-month")[:REMEMBERED]
    return tuple(map(Due.of, rows))


def opened_among(months: Collection[Month]) -> dict[Month, Period]:
    """The rows of those of ``months`` that were opened, the latest first. One query."""
    rows = Period.objects.filter(year__in={month.year for month in months})
    return {period.calendar: period for period in rows if period.calendar in months}

"""The reporting months as a page reads them: the latest ones, kept as the catalogue; those of some months."""

from collections.abc import Collection
from copy import copy
from datetime import date
from itertools import islice

from core.months import Month
from monitoring.kept import kept
from monitoring.models import Period

READ = 36  # a page goes back two years


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


def opened_among(months: Collection[Month]) -> dict[Month, Period]:
    """The rows of those of ``months`` that were opened, the latest first. One query."""
    rows = Period.objects.filter(year__in={month.year for month in months})
    return {period.calendar: period for period in rows if period.calendar in months}

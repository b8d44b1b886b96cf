"""How long a convention runs: its last day, what its commitments are due on, year by year."""

from collections.abc import Iterator
from datetime import date, timedelta

from conventions.enums import Frequency
from conventions.models import Commitment
from core.months import Month

STAGES = (180, 90, 0)  # days before the last day at which it is told


def after(day: date, months: int) -> date:
    """The last day of ``months`` that begin on ``day``: the eve of the same day, months later.

    When that month is too short to have the day, its last day: 31 August and six months end on 28 February,
    29 in a leap year; 29 February and twelve months end on 28 February.
    """
    month = Month.of(day) + months
    same = month.day_at(day.day)
    return same if same.day < day.day else same - timedelta(days=1)


def stage(ends_on: date, today: date) -> int | None:
    """180, 90, 0: the last of the three moments before the end that has come; None: it is far.

    « 0 » is its last day, and any day after it.
    """
    left = (ends_on - today).days
    return next((days for days in sorted(STAGES) if left <= days), None)


def due_days(line: Commitment, starts_on: date, ends_on: date) -> Iterator[date]:
    """The days on which a commitment is due in a convention, in their order: one a year, or one in all.

    A convention too short to meet the month of the line has it due on its last day; what is done once is due
    between its first day and its last.
    """
    if line.frequency == Frequency.ONCE:
        if line.due_on is not None:
            yield max(starts_on, min(line.due_on, ends_on))
        return
    years = range(starts_on.year, ends_on.year + 1)
    found = [day for year in years if starts_on <= (day := Month(year, line.due_month).last_day) <= ends_on]
    yield from found or [ends_on]

"""Days that follow a number of months."""

from calendar import monthrange
from datetime import date


def after_months(first: date, months: int) -> date:
    """The same day so many months later; the last of the month when it has no such day."""
    year, index = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, index + 1, min(first.day, monthrange(year, index + 1)[1]))

"""Reporting months between two codes of months."""

from core.months import Month
from monitoring.models import Period


class MonthError(ValueError):
    """A code that is no month; the message is a French sentence."""


def periods_between(first: str | None, last: str | None) -> list[Period]:
    """Reporting months from ``first`` to ``last`` (« 2026-01 »), both included; None: no limit."""
    try:
        start = Month.parse(first) if first else None
        end = Month.parse(last) if last else None
    except ValueError as error:
        raise MonthError(str(error)) from error
    return [
        period
        for period in Period.objects.order_by("year", "month")
        if (start is None or period.calendar >= start) and (end is None or period.calendar <= end)
    ]

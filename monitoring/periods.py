"""Reporting months, several at a time: found between two codes, opened in a row."""

from collections.abc import Iterable

from django.db import transaction

from core.months import Month
from monitoring.models import Period
from monitoring.recent import opened_among
from monitoring.timetable import open_month, proposed


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


@transaction.atomic
def open_months(months: Iterable[Month]) -> list[Period]:
    """Make the months that have no row yet, on the days of the month before when it was opened.

    The DRS may then set other dates. Months that exist are left as they are. The new rows are returned.
    """
    wanted = sorted(set(months))
    known = opened_among(wanted)
    return [open_month(month, proposed(month)).period for month in wanted if month not in known]

"""Reporting months: found between two codes, made with their usual dates."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from core.months import Month
from monitoring.models import Period
from monitoring.recent import opened_among
from monitoring.totals import open_period

# Usual dates, to be confirmed by the DRS: deposit by the 5th of the next month, validation by the 15th.
DUE_DAY, VALIDATION_DAY = 5, 15


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
    """Make the months that have no row yet, on calendar dates, with what is expected counted everywhere.

    The DRS may then set other dates. Months that exist are left as they are. The new rows are returned.
    """
    wanted = sorted(set(months))
    known = opened_among(wanted)
    made = []
    for month in wanted:
        if month in known:
            continue
        after = month + 1
        period = Period.objects.create(
            year=month.year,
            month=month.number,
            starts_on=month.first_day,
            ends_on=month.last_day,
            due_on=date(after.year, after.number, DUE_DAY),
            validation_due_on=date(after.year, after.number, VALIDATION_DAY),
        )
        open_period(period)
        made.append(period)
    return made

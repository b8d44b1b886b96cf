"""Since when the new lines of a catalogue hold, where reports were made without them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.months import Month
from monitoring.models import MonthlyReport, Period
from monitoring.recent import opened

Lines = dict[Any, dict[str, Any]]  # (code, valid_from) → attributes


def start_of_new_lines(asked: Month | None) -> date | None:
    """The day on which lines that this installation never had begin; None: the file's own dates.

    ``asked``: the month somebody chose. Otherwise the month after the last one that holds a report: no report
    begun, declared or validated finds a new section to fill or to stamp. Where no report was ever made, as on
    a first load, the file is right.
    """
    reported = Period.objects.filter(pk__in=MonthlyReport.objects.values("period"))
    last = reported.order_by("year", "month").last()
    if last is None:
        return None
    return first_day_of(asked or last.calendar + 1)


def first_day_of(month: Month) -> date:
    """Of its row; of the day after the month before it, when only that one is open; of the calendar."""
    if period := opened(month):
        return period.starts_on
    previous = opened(month - 1)
    return previous.ends_on + timedelta(days=1) if previous else month.first_day


def placed(wanted: Lines, known: Mapping[Any, Any], start: date | None) -> Lines:
    """The lines of a file with the day on which each begins here.

    A code that is not known begins at ``start`` at the earliest, in whatever version is then in force. One
    that began here later than in the file, because of an earlier load, keeps its beginning: loading again
    changes nothing.
    """
    here: dict[str, date] = {}
    for code, day in known:
        here[code] = min(day, here.get(code, day))
    found: Lines = {}
    for (code, day), says in wanted.items():
        begins = day if (code, day) in known else max(day, here.get(code) or start or day)
        over = begins != day and says["valid_to"] is not None and says["valid_to"] <= begins
        followed = begins != day and (code, begins) in wanted
        if not over and not followed:
            found[code, begins] = {**says, "valid_from": begins}
    return found

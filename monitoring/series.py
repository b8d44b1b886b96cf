"""Months in a row: curves of an indicator, and which reports came when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.months import Month
from cscom.models import Aire
from monitoring.enums import COUNTED, ReportState
from monitoring.figures import Point
from monitoring.indicators import LoadedIndicator
from monitoring.measure import (
    MonthTotal,
    OnWhat,
    Reader,
    TargetGroups,
    Wanted,
    asked_of,
    known_indicators,
    read_totals,
)
from monitoring.models import MonthlyReport
from monitoring.places import Place
from monitoring.recent import opened_among
from monitoring.tallies import on_time

VALIDATED, RECEIVED, RETURNED, MISSING, NOT_DUE, NOT_EXPECTED = (
    "valide",
    "recu",
    "renvoye",
    "non_recu",
    "pas_du",
    "ferme",
)
SLOT_WORDS = {
    VALIDATED: "validé",
    RECEIVED: "reçu",
    RETURNED: "renvoyé",
    MISSING: "non reçu",
    NOT_DUE: "pas encore dû",
    NOT_EXPECTED: "aire fermée",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One report of the matrix. ``timely`` None: not received; ``days_late``: past due, received or not."""

    state: str
    timely: bool | None = None
    report_id: int | None = None
    days_late: int = 0

    @property
    def word(self) -> str:
        """« reçu, en retard de 3 jours »."""
        base = SLOT_WORDS[self.state]
        if self.timely is False:
            return f"{base}, en retard"
        return f"{base}, à temps" if self.timely else base


@dataclass(frozen=True, slots=True)
class MatrixRow:
    aire: Aire
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Aires down, months across: received, validated, returned, missing or not due yet."""

    months: tuple[Month, ...]
    rows: tuple[MatrixRow, ...]

    def count(self, *states: str) -> int:
        return sum(slot.state in states for row in self.rows for slot in row.slots)


def by_months(totals: Iterable[MonthTotal], months: Sequence[Month]) -> dict[Month, list[MonthTotal]]:
    """The totals of each of ``months``, in their order."""
    found: dict[Month, list[MonthTotal]] = {month: [] for month in months}
    for total in totals:
        if total.month in found:
            found[total.month].append(total)
    return found


def points(
    indicator: LoadedIndicator,
    months: Sequence[Month],
    by_month: Mapping[Month, Sequence[MonthTotal]],
    reader: Reader,
) -> tuple[Point, ...]:
    """One point for each of ``months``; ``by_month`` holds all that they ask (see ``asked_of``)."""
    found = (
        (month, reader.measure(indicator, [t for m in reader.asked(indicator, [month]) for t in by_month[m]]))
        for month in months
    )
    return tuple(
        Point(m, one.value, one.n, one.expected, one.provisional and one.n > 0, one.kept) for m, one in found
    )


def series(
    code: str, place: Place, months: Sequence[Month], on_what: OnWhat, *, today: date | None = None
) -> tuple[Point, ...]:
    """The curve of one indicator at one place (seven queries). Raises KeyError for an unknown code."""
    indicator = known_indicators(months)[code]
    on_day = today or timezone.localdate()
    needed = sorted({m for month in months for m in asked_of(indicator, [month], on_day)})
    totals = read_totals(Wanted([place], needed, on_what, [indicator], needed, on_day))
    reader = Reader(on_what, TargetGroups([place]), on_day)
    return points(indicator, months, by_months(totals, needed), reader)


def completeness(aires: Sequence[Aire], months: Sequence[Month], *, today: date | None = None) -> Matrix:
    """Which reports came, and when, whatever was not sent included (two queries)."""
    today = today or timezone.localdate()
    periods = opened_among(months)
    reports = {
        (aire, period): (state, pk, first)
        for aire, period, state, pk, first in MonthlyReport.objects.filter(
            aire__in=aires, period__in=periods.values()
        ).values_list("aire", "period", "state", "pk", "first_declared_at")
    }

    def slot(aire: Aire, month: Month) -> Slot:
        period = periods.get(month)
        if period is None:
            return Slot(NOT_DUE)
        state, pk, first = reports.get((aire.pk, period.pk), (None, None, None))
        if state in COUNTED:
            timely = on_time(period, first) if first else None  # imported: nobody knows when it came
            late = 0 if timely or first is None else (timezone.localdate(first) - period.due_on).days
            return Slot(VALIDATED if state == ReportState.VALIDATED else RECEIVED, timely, pk, late)
        late = max((today - period.due_on).days, 0)
        if state == ReportState.RETURNED:
            return Slot(RETURNED, None, pk, late)
        if (aire.opened_on and aire.opened_on > period.ends_on) or (
            aire.closed_on and aire.closed_on <= period.ends_on
        ):
            return Slot(NOT_EXPECTED, None, pk)
        return Slot(MISSING if late else NOT_DUE, None, pk, late)

    rows = tuple(MatrixRow(aire, tuple(slot(aire, month) for month in months)) for aire in aires)
    return Matrix(tuple(months), rows)

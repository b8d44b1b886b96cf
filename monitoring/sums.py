"""Plain sums of cells, month by month: money and balances, where no rate is wanted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.access import PlaceKind
from core.months import Month
from monitoring.measure import OnWhat
from monitoring.models import Total
from monitoring.places import Place

Sums = Mapping[str, float]  # key → Σ of the numbers received; a key nobody reported is absent


def sums(
    kind: PlaceKind, ids: Collection[int], months: Sequence[Month], on: OnWhat, keys: Collection[str]
) -> dict[tuple[int, Month], Sums]:
    """The cells ``keys`` of each place and month that has at least one report to count (one query)."""
    scale = 10_000 if kind == PlaceKind.COMMUNE else 1
    rows = Total.objects.filter(
        place_kind=kind,
        place_id__in=ids,
        period__year__in={month.year for month in months},
        period__month__in={month.number for month in months},
    ).select_related("period")
    found: dict[tuple[int, Month], Sums] = {}
    for row in rows:
        count, cells = (
            (row.received_count, row.received)
            if on == "provisional"
            else (row.validated_count, row.validated)
        )
        if count and row.period.calendar in months:
            found[row.place_id, row.period.calendar] = {
                key: cells[key][0] / scale for key in keys if key in cells
            }
    return found


@dataclass(frozen=True, slots=True)
class MonthCells:
    """One month of a place: its reports counted; cell → (sum, how many reports had a number there).

    A cell nobody reported is absent: it is no zero.
    """

    month: Month
    expected: int
    received: int
    validated: int
    timely: int
    cells: Mapping[str, tuple[float, int]]


def month_cells(place: Place, months: Sequence[Month], on: OnWhat, keys: Collection[str]) -> list[MonthCells]:
    """The cells ``keys`` of a place, month by month, in the order of ``months`` (one query)."""
    rows = Total.objects.filter(
        place_kind=place.kind,
        place_id=place.id,
        period__year__in={month.year for month in months},
        period__month__in={month.number for month in months},
    ).select_related("period")
    by_month = {row.period.calendar: row for row in rows}
    return [_cells(month, by_month.get(month), place.scale, on, keys) for month in months]


def _cells(month: Month, row: Total | None, scale: int, on: OnWhat, keys: Collection[str]) -> MonthCells:
    if row is None:
        return MonthCells(month, 0, 0, 0, 0, {})
    vector = row.received if on == "provisional" else row.validated
    found = {key: (vector[key][0] / scale, vector[key][1]) for key in keys if key in vector}
    counts = (row.expected_count, row.received_count, row.validated_count, row.timely_count)
    return MonthCells(month, *counts, found)

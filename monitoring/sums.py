"""Plain sums of cells, month by month: money and balances, where no rate is wanted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from core.access import PlaceKind
from core.months import Month
from monitoring.form import load_form
from monitoring.measure import OnWhat, catalogue_day
from monitoring.models import Total
from monitoring.places import Place
from monitoring.small import below_words, is_small, rounded, small_of

Sums = Mapping[str, float]  # key → Σ of the numbers received; a key nobody reported is absent


def sums(
    kind: PlaceKind, ids: Collection[int], months: Sequence[Month], on: OnWhat, keys: Collection[str]
) -> dict[tuple[int, Month], Sums]:
    """The cells ``keys`` of each place and month that has at least one report to count (one query).

    Guarded: a small count is absent, the others are rounded.
    """
    thresholds = _thresholds(months, on)
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
            known = {key: cells[key][0] / scale for key in keys if key in cells}
            found[row.place_id, row.period.calendar] = _told(known, thresholds)
    return found


def _thresholds(months: Sequence[Month], on: OnWhat) -> Mapping[str, int]:
    """Code → its threshold, for a reader from whom small counts are kept (two queries, once a page)."""
    return load_form(catalogue_day(months)).ever if on == "guarded" else {}


def _told(known: Sums, thresholds: Mapping[str, int]) -> Sums:
    """What may be read of these sums; all of it when nothing is kept from the reader."""
    small = {key: small_of(thresholds, [key]) for key in known}
    return {key: rounded(v, small[key]) for key, v in known.items() if not is_small(v, small[key])}


@dataclass(frozen=True, slots=True)
class MonthCells:
    """One month of a place: its reports counted; cell → (sum, how many reports had a number there).

    A cell nobody reported is absent: it is no zero. ``kept``: small counts that this reader may not know,
    with what is printed in their place and how many reports had a number.
    """

    month: Month
    expected: int
    received: int
    validated: int
    timely: int
    cells: Mapping[str, tuple[float, int]]
    kept: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def month_cells(place: Place, months: Sequence[Month], on: OnWhat, keys: Collection[str]) -> list[MonthCells]:
    """The cells ``keys`` of a place, month by month, in the order of ``months`` (one query)."""
    rows = Total.objects.filter(
        place_kind=place.kind,
        place_id=place.id,
        period__year__in={month.year for month in months},
        period__month__in={month.number for month in months},
    ).select_related("period")
    by_month = {row.period.calendar: row for row in rows}
    thresholds = _thresholds(months, on)
    return [_cells(month, by_month.get(month), place.scale, on, keys, thresholds) for month in months]


def _cells(
    month: Month,
    row: Total | None,
    scale: int,
    on: OnWhat,
    keys: Collection[str],
    thresholds: Mapping[str, int],
) -> MonthCells:
    if row is None:
        return MonthCells(month, 0, 0, 0, 0, {})
    vector = row.received if on == "provisional" else row.validated
    n = {key: vector[key][1] for key in keys if key in vector}
    told = _told({key: vector[key][0] / scale for key in n}, thresholds)
    counts = (row.expected_count, row.received_count, row.validated_count, row.timely_count)
    kept = {key: (below_words(small_of(thresholds, [key])), n[key]) for key in n if key not in told}
    return MonthCells(month, *counts, {key: (total, n[key]) for key, total in told.items()}, kept)

"""Plain sums of cells, month by month: money and balances, where no rate is wanted."""

from collections.abc import Collection, Mapping, Sequence

from core.access import PlaceKind
from core.months import Month
from monitoring.measure import OnWhat
from monitoring.models import Total

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

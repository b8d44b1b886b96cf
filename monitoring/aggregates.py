"""The only door to a number: screen, API, spreadsheet, PDF take these functions."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from django.utils import timezone

from core.access import Action, PlaceKind, Scope, Where
from core.months import Month
from monitoring.figures import Figure, Point, make_figure
from monitoring.indicators import LoadedIndicator
from monitoring.measure import MonthTotal, OnWhat, Reader, TargetGroups, known_indicators, read_totals
from monitoring.places import COUNTRY, Place, place_of
from monitoring.series import Matrix, MatrixRow, Slot, by_months, completeness, points, series
from monitoring.sums import MonthCells, month_cells, sums

__all__ = [
    "COUNTRY",
    "Figure",
    "Matrix",
    "MatrixRow",
    "MonthCells",
    "OnWhat",
    "Place",
    "Point",
    "Slot",
    "completeness",
    "figure",
    "figures",
    "month_cells",
    "on_what",
    "place_of",
    "series",
    "sums",
    "table",
    "tables",
]
HISTORY = 24  # months behind a curve
Link = Callable[[str], str]
Halves: TypeAlias = tuple[list[MonthTotal], list[MonthTotal]]  # these months, a year before


def no_link(_code: str) -> str:
    """A figure that leads nowhere."""
    return ""


def on_what(scope: Scope, where: Where) -> OnWhat:
    """Provisional figures for who may know them there, final ones for everybody else (and every document)."""
    return "provisional" if scope.may(Action.TOTALS_PROVISIONAL, where) else "final"


def figures(
    place: Place,
    months: Sequence[Month],
    on: OnWhat,
    *,
    codes: Collection[str] | None = None,
    mayor: bool = False,
    link: Link = no_link,
    today: date | None = None,
) -> list[Figure]:
    """The figures of a place over ``months``, with the same months a year before and 24 months of history.

    ``codes``: these only; ``mayor``: the ten of the commune's page. Seven queries, whatever their number.
    """
    indicators = [
        i
        for i in known_indicators(months).values()
        if (codes is None or i.code in codes) and (i.row.on_mayor_page or not mayor)
    ]
    behind = (max(months) - (HISTORY - 1)).until(max(months))
    needed = {*months, *(m - 12 for m in months), *behind}
    totals = read_totals([place], needed, on, indicators)
    reader = Reader(on, TargetGroups([place]), today or timezone.localdate())
    halves, by_month = _halves(totals, months), by_months(totals, behind)
    return [
        replace(
            _figure(i, place, halves, reader),
            history=points(i, by_month, reader),
            url=link(i.code),
        )
        for i in indicators
    ]


def figure(
    code: str,
    place: Place,
    months: Sequence[Month],
    on: OnWhat,
    *,
    link: Link = no_link,
    today: date | None = None,
) -> Figure:
    """One figure. Raises KeyError for an unknown code."""
    found = figures(place, months, on, codes={code}, link=link, today=today)
    if not found:
        raise KeyError(code)
    return found[0]


def _halves(totals: Sequence[MonthTotal], months: Collection[Month]) -> Halves:
    """The totals of ``months``, those of the same months a year before: parted once for all indicators."""
    now, before = set(months), {m - 12 for m in months}
    return [t for t in totals if t.month in now], [t for t in totals if t.month in before]


def _figure(indicator: LoadedIndicator, place: Place, halves: Halves, reader: Reader) -> Figure:
    now, before = halves
    return make_figure(indicator, place, reader.measure(indicator, now), reader.measure(indicator, before))


def table(
    code: str,
    kind: PlaceKind,
    ids: Collection[int],
    months: Sequence[Month],
    on: OnWhat,
    *,
    today: date | None = None,
) -> dict[int, Figure]:
    """One indicator for many places of one kind, by id. Raises KeyError for an unknown code."""
    return tables([code], kind, ids, months, on, today=today)[code]


def tables(
    codes: Collection[str],
    kind: PlaceKind,
    ids: Collection[int],
    months: Sequence[Month],
    on: OnWhat,
    *,
    today: date | None = None,
) -> dict[str, dict[int, Figure]]:
    """Indicators for many places of one kind, by code and id: seven queries, whatever the number of either.

    In the order of the catalogue; a code that it does not hold is absent.
    """
    indicators = [i for i in known_indicators(months).values() if i.code in codes]
    places = [Place(kind, one) for one in ids]
    needed = {*months, *(m - 12 for m in months)}
    rows: dict[int, list[MonthTotal]] = {place.id: [] for place in places}
    for total in read_totals(places, needed, on, indicators):
        rows[total.place.id].append(total)
    reader = Reader(on, TargetGroups(places), today or timezone.localdate())
    halves = {place.id: _halves(rows[place.id], months) for place in places}
    return {i.code: {p.id: _figure(i, p, halves[p.id], reader) for p in places} for i in indicators}

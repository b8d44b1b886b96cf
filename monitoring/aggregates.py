"""The only door to a number: screen, API, spreadsheet, PDF take these functions."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from django.utils import timezone

from core.access import PlaceKind, Scope, Where
from core.memo import remembered
from core.months import Month
from monitoring.expected import Expected
from monitoring.figures import Figure, Point, make_figure
from monitoring.indicators import LoadedIndicator
from monitoring.knowing import shared
from monitoring.measure import (
    MonthTotal,
    OnWhat,
    Reader,
    TargetGroups,
    Wanted,
    asked_of,
    known_indicators,
    read_together,
    read_totals,
)
from monitoring.places import COUNTRY, Place, place_of
from monitoring.series import Matrix, MatrixRow, Slot, by_months, completeness, points, series
from monitoring.sums import MonthCells, month_cells, sums
from monitoring.targets import Targets

__all__ = [
    "COUNTRY",
    "Asking",
    "Expected",
    "Figure",
    "Matrix",
    "MatrixRow",
    "MonthCells",
    "OnWhat",
    "Place",
    "Point",
    "Slot",
    "answers",
    "asking_figures",
    "asking_tables",
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
T = TypeVar("T")
U = TypeVar("U")
ByMonth: TypeAlias = Mapping[Month, Sequence[MonthTotal]]


def no_link(_code: str) -> str:
    """A figure that leads nowhere."""
    return ""


def on_what(scope: Scope, where: Where) -> OnWhat:
    """On which figures this reader reads the totals of one place."""
    return shared([where], scope)


@dataclass(frozen=True, slots=True)
class Asking(Generic[T]):
    """What is to be read, what is then made of it: several are read in one query."""

    wanted: Wanted
    make: Callable[[Sequence[MonthTotal]], T]

    def read(self) -> T:
        """Read alone."""
        return self.make(read_totals(self.wanted))


def answers(first: Asking[T], second: Asking[U]) -> tuple[T, U]:
    """Both, read together; each keeps its own places, on its own figures."""
    one, other = read_together(first.wanted, second.wanted)
    return first.make(one), second.make(other)


@remembered
def figures(
    place: Place,
    months: Sequence[Month],
    on: OnWhat,
    *,
    codes: Collection[str] | None = None,
    mayor: bool = False,
    history: bool = True,
    link: Link = no_link,
    today: date | None = None,
) -> list[Figure]:
    """The figures of a place over ``months``, with the same months a year before and 24 months of history.

    ``codes``: these only; ``mayor``: the ten of the commune's page; no ``history``: no months behind. Four
    queries, one for targets of places, four when one of them is a state of a day, whatever their number.
    """
    asking = asking_figures(
        place, months, on, codes=codes, mayor=mayor, history=history, link=link, today=today
    )
    return asking.read()


def asking_figures(
    place: Place,
    months: Sequence[Month],
    on: OnWhat,
    *,
    codes: Collection[str] | None = None,
    mayor: bool = False,
    history: bool = True,
    link: Link = no_link,
    today: date | None = None,
) -> Asking[list[Figure]]:
    """The same, to be read with something else."""
    indicators = [
        i
        for i in known_indicators(months).values()
        if (codes is None or i.code in codes) and (i.row.on_mayor_page or not mayor)
    ]
    on_day = today or timezone.localdate()
    behind = (max(months) - (HISTORY - 1)).until(max(months)) if history else []
    needed = {
        *_compared(indicators, months, on_day),
        *(m for i in indicators for b in behind for m in asked_of(i, [b], on_day)),
    }

    def make(totals: Sequence[MonthTotal]) -> list[Figure]:
        reader = Reader(on, TargetGroups([place]), on_day)
        by_month, targets = by_months(totals, sorted(needed)), Targets([place], max(months).year, indicators)
        return [
            replace(
                _figure(targets.aim(i, place), place, months, by_month, reader),
                history=points(i, behind, by_month, reader),
                url=link(i.code),
            )
            for i in indicators
        ]

    at = _states_at(indicators, months, on_day) | {*behind}
    return Asking(Wanted([place], needed, on, indicators, at, on_day), make)


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


def _compared(indicators: Sequence[LoadedIndicator], months: Sequence[Month], today: date) -> set[Month]:
    """The months these indicators ask for, and the same a year before."""
    asked = {*months, *(m for i in indicators if i.since_january for m in asked_of(i, months, today))}
    return asked | {m - 12 for m in asked}


def _states_at(indicators: Sequence[LoadedIndicator], months: Sequence[Month], today: date) -> set[Month]:
    """The months at whose end a state is looked at, and the same a year before."""
    asked = {m for i in indicators if i.of_day for m in asked_of(i, months, today)}
    return asked | {m - 12 for m in asked}


def _figure(
    indicator: LoadedIndicator, place: Place, months: Sequence[Month], by_month: ByMonth, reader: Reader
) -> Figure:
    asked = reader.asked(indicator, months)
    now, before = (
        reader.measure(indicator, [t for month in half for t in by_month[month]])
        for half in (asked, [m - 12 for m in asked])
    )
    return make_figure(indicator, place, now, before)


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


@remembered
def tables(
    codes: Collection[str],
    kind: PlaceKind,
    ids: Collection[int],
    months: Sequence[Month],
    on: OnWhat,
    *,
    today: date | None = None,
) -> dict[str, dict[int, Figure]]:
    """Indicators for many places of one kind, by code and id: four queries, two for targets of places,
    four when one is a state of a day, whatever the number of either.

    In the order of the catalogue; a code that it does not hold is absent.
    """
    return asking_tables(codes, kind, ids, months, on, today=today).read()


def asking_tables(
    codes: Collection[str],
    kind: PlaceKind,
    ids: Collection[int],
    months: Sequence[Month],
    on: OnWhat,
    *,
    today: date | None = None,
) -> Asking[dict[str, dict[int, Figure]]]:
    """The same, to be read with something else."""
    indicators = [i for i in known_indicators(months).values() if i.code in codes]
    places = [Place(kind, one) for one in ids]
    on_day = today or timezone.localdate()
    needed = sorted(_compared(indicators, months, on_day))

    def make(totals: Sequence[MonthTotal]) -> dict[str, dict[int, Figure]]:
        rows: dict[int, list[MonthTotal]] = {place.id: [] for place in places}
        for total in totals:
            rows[total.place.id].append(total)
        reader = Reader(on, TargetGroups(places), on_day)
        targets = Targets(places, max(months).year, indicators)
        mine = {p.id: by_months(rows[p.id], needed) for p in places}
        return {
            i.code: {p.id: _figure(targets.aim(i, p), p, months, mine[p.id], reader) for p in places}
            for i in indicators
        }

    at = _states_at(indicators, months, on_day)
    return Asking(Wanted(places, needed, on, indicators, at, on_day), make)

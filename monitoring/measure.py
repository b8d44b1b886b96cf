"""From stored totals to the value of an indicator: Σ numerators / Σ denominators, never a mean of rates."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any, Literal, TypeAlias

from django.db.models import F, Model, Q, QuerySet, Value
from django.utils import timezone

from communes.models import Cercle, Coefficient, Commune, District, Region
from core.access import PlaceKind
from core.months import Month
from cscom.models import Aire
from monitoring.indicators import Kind, LoadedIndicator, indicators_on
from monitoring.kept import kept
from monitoring.models import Total
from monitoring.picking import MOST_KEYS, Picked
from monitoring.places import Place
from monitoring.recent import Due, dues, opened
from monitoring.small import guard
from monitoring.states import State, read_states

# « guarded »: final figures as partners read them, small counts kept, the others rounded (ADR 12).
OnWhat: TypeAlias = Literal["provisional", "final", "guarded"]
Row: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """One stored total, as needed: ``cells`` holds [sum, n, pop, weight] by key.

    Beside it, by code, the states of that month, which no total holds.
    """

    place: Place
    month: Month
    due_on: date
    cells: Mapping[str, Sequence[int]]
    expected: int
    received: int
    validated: int
    timely: int
    states: Mapping[str, State] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """``value`` None: nothing received, or nothing to divide by. ``n`` reports count, of ``expected``; of a
    state, aires.

    ``above`` and ``below`` are the two sums behind the value (None: not known, or a plain count).
    ``kept``: what is printed for a small count that this reader may not know, "" otherwise.
    """

    value: float | None = None
    n: int = 0
    expected: int = 0
    provisional: bool = False
    above: float | None = None
    below: float | None = None
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Totals to be read: those of ``places`` in ``months``, with the keys that ``indicators`` need.

    States are asked for at the end of ``at`` alone, as ``today`` knows them.
    """

    places: Sequence[Place]
    months: Collection[Month]
    on_what: OnWhat
    indicators: Sequence[LoadedIndicator]
    at: Collection[Month] = ()
    today: date | None = None

    @property
    def keys(self) -> list[str]:
        return sorted({key for i in self.indicators for key in keys_of(i)})


def read_totals(wanted: Wanted) -> list[MonthTotal]:
    """The stored totals of some places (one query; four more when a state is asked for)."""
    return read_together(wanted)[0]


def read_together(*wanted: Wanted) -> list[list[MonthTotal]]:
    """The same for several readings, each on its own figures: one query for all of them."""
    keys = [one.keys for one in wanted]
    lists = max(1, *(math.ceil(len(mine) / MOST_KEYS) for mine in keys))
    known = {due.pk: due for due in dues({month for one in wanted for month in one.months})}
    first, *rest = (_rows(at, one, known.values(), lists) for at, one in enumerate(wanted))
    found: list[list[MonthTotal]] = [[] for _ in wanted]
    for at, kind, place, period, *held in first.union(*rest, all=True) if rest else first:
        cells = chain.from_iterable(one[:MOST_KEYS] for one in held[4:])
        mine = {key: cell for key, cell in zip(keys[at], cells, strict=False) if cell is not None}
        due = known[period]
        found[at].append(MonthTotal(Place(PlaceKind(kind), place), due.month, due.due_on, mine, *held[:4]))
    dated = {due.month: due for due in known.values()}
    return [_with_states(one, mine, dated) for one, mine in zip(wanted, found, strict=True)]


def _with_states(wanted: Wanted, totals: list[MonthTotal], dated: Mapping[Month, Due]) -> list[MonthTotal]:
    """The same totals with their states; a month without a total may have some."""
    asked = [dated[month] for month in wanted.at if month in dated]
    states = read_states(wanted.places, asked, wanted.indicators, wanted.today or timezone.localdate())
    if not states:
        return totals
    found = [replace(total, states=states.pop((total.place, total.month), {})) for total in totals]
    rest = ((place, dated[month], told) for (place, month), told in states.items())
    return found + [
        MonthTotal(place, due.month, due.due_on, {}, 0, 0, 0, 0, told) for place, due, told in rest
    ]


def _rows(at: int, wanted: Wanted, opened_then: Iterable[Due], lists: int) -> QuerySet[Total, Row]:
    """One row a total: number of the reading, place, month, counts, that many ``lists`` of cells."""
    column = "received" if wanted.on_what == "provisional" else "validated"
    keys = wanted.keys
    picked = {f"picked{i}": Picked(column, keys[i * MOST_KEYS : (i + 1) * MOST_KEYS]) for i in range(lists)}
    counts = ("expected_count", "received_count", "validated_count", "timely_count")
    asked = [due.pk for due in opened_then if due.month in wanted.months]
    found = Total.objects.filter(_these(wanted.places), period__in=asked).order_by()
    rows: QuerySet[Total, Row] = found.annotate(at=Value(at), **picked).values_list(
        "at", "place_kind", "place_id", "period", *counts, *picked
    )
    return rows


def asked_of(indicator: LoadedIndicator, months: Sequence[Month], today: date) -> tuple[Month, ...]:
    """The months whose figures make the value over ``months``: all since January for what counts so.

    Of a state, the last that began by ``today``.
    """
    if indicator.of_day:
        return (max([month for month in months if month.first_day <= today] or months),)
    if not indicator.since_january:
        return tuple(months)
    last = max(months)
    return tuple(Month(last.year, 1).until(last))


def keys_of(indicator: LoadedIndicator) -> tuple[str, ...]:
    """Where totals keep what this indicator needs."""
    if indicator.kind in (Kind.COUNTS, Kind.STATE):
        return ()
    return (indicator.key, indicator.below) if indicator.kind == Kind.REPORTS else (indicator.key,)


def _these(places: Iterable[Place]) -> Q:
    ids: dict[PlaceKind, list[int]] = {}
    for place in places:
        ids.setdefault(place.kind, []).append(place.id)
    found = [Q(place_kind=kind, place_id__in=mine) for kind, mine in ids.items()]
    return reduce(or_, found) if found else Q(pk__in=[])


def catalogue_day(months: Sequence[Month]) -> date:
    """The day whose catalogue judges ``months``: the first of the last month (one query a page)."""
    last = max(months)
    period = opened(last)
    return period.starts_on if period else last.first_day


def known_indicators(months: Sequence[Month]) -> Mapping[str, LoadedIndicator]:
    """The indicators in force in the last of ``months`` (one query, once a page)."""
    return indicators_on(catalogue_day(months))


class TargetGroups:
    """Shares of target groups by place and year: the région's own, else the country's (two queries at most).

    The country itself takes the national shares.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        self._rows = _shares()
        # Which région a place is in matters only once a région has shares of its own.
        self._regions = _regions_of(places) if any(region for region, *_ in self._rows) else {}
        self._known: dict[tuple[int | None, int], Mapping[str, float]] = {}

    def of(self, place: Place, year: int) -> Mapping[str, float]:
        """Key → share of the population; POP is 1."""
        region = self._regions.get(place.id)
        if (region, year) not in self._known:
            # Weakest first: the country before the région, the old before the new.
            mine = {k: s for r, since, k, s in self._rows if r in (None, region) and since <= year}
            self._known[region, year] = {"POP": 1.0} | mine
        return self._known[region, year]


@kept
def _shares() -> tuple[tuple[int | None, int, str, float], ...]:
    """Région or None, first year, key, share: weakest first."""
    rows = Coefficient.objects.order_by(F("region").asc(nulls_first=True), "from_year")
    return tuple((r.region_id, r.from_year, r.key, float(r.share)) for r in rows)


def _regions_of(places: Sequence[Place]) -> dict[int, int]:
    """Id of a place → id of its région; all ``places`` are of one kind."""
    kind = places[0].kind if places else PlaceKind.PAYS
    if kind not in _REGION_PATHS:
        return {}
    model, path = _REGION_PATHS[kind]
    return dict(model._default_manager.filter(pk__in=[p.id for p in places]).values_list("pk", path))


_REGION_PATHS: Mapping[PlaceKind, tuple[type[Model], str]] = {
    PlaceKind.REGION: (Region, "pk"),
    PlaceKind.CERCLE: (Cercle, "region"),
    PlaceKind.DISTRICT: (District, "region"),
    PlaceKind.COMMUNE: (Commune, "cercle__region"),
    PlaceKind.AIRE: (Aire, "host_commune__cercle__region"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """How figures are read: provisional or final, with which target groups, on which day."""

    on_what: OnWhat
    groups: TargetGroups
    today: date

    def asked(self, indicator: LoadedIndicator, months: Sequence[Month]) -> tuple[Month, ...]:
        """The months whose figures make the value over ``months``."""
        return asked_of(indicator, months, self.today)

    def measure(self, indicator: LoadedIndicator, totals: Iterable[MonthTotal]) -> Measured:
        """The value over all of ``totals`` (months of one place, or places of one month)."""
        if indicator.kind == Kind.COUNTS:
            return _measure_counts(indicator, totals, self.today)
        if indicator.of_day:
            return _measure_state(indicator, totals)
        above, below, n, expected, provisional = 0.0, 0.0, 0, 0, False
        key = indicator.key
        for total in totals:
            expected += total.expected
            provisional |= self.on_what == "provisional" and total.received != total.validated
            cell = total.cells.get(key)
            if cell is None:
                continue
            n += cell[1]
            above += cell[0] / total.place.scale
            under = self._denominator(indicator, total, cell)
            below = below + under / total.place.scale if under is not None else math.nan
        if n == 0:
            return Measured(None, 0, expected, provisional=False)
        if self.on_what == "guarded":
            found = guard(above, below, *indicator.small)
            if found.above is None or found.below is None:
                return Measured(None, n, expected, provisional, kept=found.kept)
            above, below = found.above, found.below
        if indicator.denominator is None:
            return Measured(above * indicator.row.multiplier, n, expected, provisional, above)
        value = above / below * indicator.row.multiplier if below else math.nan
        known = None if math.isnan(below) else below
        return Measured(None if math.isnan(value) else value, n, expected, provisional, above, known)

    def _denominator(
        self, indicator: LoadedIndicator, total: MonthTotal, cell: Sequence[int]
    ) -> float | None:
        """Of one month: Σ of cells, or a twelfth of the target group of the aires that reported."""
        if indicator.denominator is None:
            return 0.0
        if indicator.kind == Kind.REPORTS:
            return float(total.cells[indicator.below][0]) if indicator.below in total.cells else None
        shares = self.groups.of(total.place, total.month.year)
        uses = indicator.denominator.uses
        yearly = indicator.denominator.value(
            {key: cell[2] * shares[key] for key in uses if key in shares}, {}
        )
        return None if yearly is None else yearly / 12


def _measure_counts(indicator: LoadedIndicator, totals: Iterable[MonthTotal], today: date) -> Measured:
    """Reports over reports; a month that is not due yet asks nothing of anybody."""
    due = [total for total in totals if total.due_on < today]
    counts = {
        "attendus": sum(total.expected for total in due),
        "recus": sum(total.received for total in due),
        "a_temps": sum(total.timely for total in due),
    }
    above = indicator.numerator.value({}, counts)
    below = indicator.denominator.value({}, counts) if indicator.denominator else 1
    if above is None or not below:
        return Measured(None, 0, counts["attendus"])
    # Nothing received is a figure here: 0 %, of so many expected.
    value = above / below * indicator.row.multiplier
    return Measured(value, counts["recus"], counts["attendus"], above=above, below=below)


def _measure_state(indicator: LoadedIndicator, totals: Iterable[MonthTotal]) -> Measured:
    """Σ / Σ over the aires that are known: never provisional, nothing hidden, no patient is counted."""
    found = [(t.states[indicator.code], t.place.scale) for t in totals if indicator.code in t.states]
    n, aires = sum(state.n for state, _ in found), sum(state.aires for state, _ in found)
    if n == 0:
        return Measured(None, 0, aires)
    above = sum(state.above / scale for state, scale in found)
    if indicator.denominator is None:
        return Measured(above * indicator.row.multiplier, n, aires, above=above)
    below = sum(state.below / scale for state, scale in found)
    value = above / below * indicator.row.multiplier if below else None
    return Measured(value, n, aires, above=above, below=below)

"""What totals say: counted report by report, month by month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from core.access import PlaceKind
from monitoring.contribution import Recipe, Sums
from monitoring.enums import COUNTED, ReportState
from monitoring.form import Values
from monitoring.models import MonthlyReport, Period, Total
from monitoring.places import COUNTRY, Home, Place, Territory

Vector = dict[str, list[int]]  # key → [sum, n, pop, weight]
COUNTS = ("expected_count", "received_count", "validated_count", "timely_count")
FIELDS = ("received", "validated", *COUNTS)


@dataclass(slots=True)
class Tally:
    """What a total says; two of them can be added and taken away."""

    received: Vector = field(default_factory=dict)
    validated: Vector = field(default_factory=dict)
    expected_count: int = 0
    received_count: int = 0
    validated_count: int = 0
    timely_count: int = 0

    @classmethod
    def stored(cls, row: Total) -> "Tally":
        return cls(**{name: getattr(row, name) for name in FIELDS})

    def add(self, other: "Tally", weight: int, *, sign: int = 1) -> None:
        """Add (or take away) ``other``; ``weight`` multiplies sums, inhabitants and shares, never counts."""
        _add(self.received, other.received, weight, sign)
        _add(self.validated, other.validated, weight, sign)
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + sign * getattr(other, name))

    def write(self, row: Total) -> Total:
        for name in FIELDS:
            setattr(row, name, getattr(self, name))
        return row

    @property
    def empty(self) -> bool:
        return not any(getattr(self, name) for name in FIELDS)


def _add(into: Vector, other: Mapping[str, list[int]], weight: int, sign: int) -> None:
    factor = sign * weight
    for key, (total, n, pop, share) in other.items():
        old = into.get(key, (0, 0, 0, 0))
        new = [old[0] + factor * total, old[1] + sign * n, old[2] + factor * pop, old[3] + factor * share]
        if any(new):
            into[key] = new
        else:
            into.pop(key, None)


def on_time(period: Period, first_declared_at: datetime | None) -> bool:
    """Was the report first declared by the end of the day it was due?"""
    return first_declared_at is not None and timezone.localdate(first_declared_at) <= period.due_on


@dataclass(frozen=True, slots=True)
class Brought:
    """What one aire brings in one month: its report when it counts, and the fact that it was expected."""

    sums: Sums
    pop: int
    expected: bool
    received: bool = False
    final: bool = False
    timely: bool = False

    def tally(self) -> Tally:
        """The total of the aire itself."""
        vector = {key: [number, 1, self.pop, 1] for key, number in self.sums.items()}
        counts = (int(self.expected), int(self.received), int(self.final), int(self.timely))
        return Tally(vector, dict(vector) if self.final else {}, *counts)


def brought(
    values: Values,
    state: str,
    first_declared_at: datetime | None,
    *,
    period: Period,
    home: Home,
    recipe: Recipe,
    pop: int,
) -> Brought:
    """What a report in ``state`` brings. An aire that reports counts as expected, even closed."""
    if state not in COUNTED:
        return Brought({}, pop, home.open_on(period.ends_on))
    timely = on_time(period, first_declared_at)
    final = state == ReportState.VALIDATED
    return Brought(recipe.sums(values), pop, expected=True, received=True, final=final, timely=timely)


class _Gathering:
    """The sum of what aires bring to one place, each report added once."""

    def __init__(self) -> None:
        self.provisional: Vector = {}
        self.final: Vector = {}
        self.counts = [0, 0, 0, 0]

    def take(self, one: Brought, weight: int) -> None:
        into, pop = (self.final if one.final else self.provisional), one.pop * weight
        for key, number in one.sums.items():
            cell = into.get(key)
            if cell is None:
                into[key] = [number * weight, 1, pop, weight]
            else:
                cell[0] += number * weight
                cell[1] += 1
                cell[2] += pop
                cell[3] += weight
        for i, said in enumerate((one.expected, one.received, one.final, one.timely)):
            self.counts[i] += said

    def merge(self, other: "_Gathering") -> None:
        _add(self.provisional, other.provisional, 1, 1)
        _add(self.final, other.final, 1, 1)
        self.counts = [a + b for a, b in zip(self.counts, other.counts, strict=True)]

    def tally(self) -> Tally:
        received = dict(self.final)
        _add(received, self.provisional, 1, 1)
        return Tally(received, self.final, *self.counts)


def computed(period: Period, territory: Territory) -> dict[Place, Tally]:
    """Every total of a month, from the reports; places where nothing is expected are absent."""
    recipe = Recipe.of(period)
    rows = MonthlyReport.objects.filter(period=period, state__in=COUNTED)
    reports = {
        aire: (values, state, first)
        for aire, values, state, first in rows.values_list(
            "aire", "values", "state", "first_declared_at"
        ).iterator(500)
    }
    totals: dict[Place, Tally] = {}
    gathered: dict[Place, _Gathering] = {}
    # Aires of one district, in one cercle, are gathered once, then poured into both.
    groups: dict[tuple[int, int, int], _Gathering] = {}
    day = period.ends_on
    for aire in territory.homes:
        home = territory.home(aire, day)
        values, state, first = reports.get(aire, ({}, ReportState.DRAFT, None))
        pop = territory.pop(aire, period.year, day)
        one = brought(values, state, first, period=period, home=home, recipe=recipe, pop=pop)
        if not one.expected:
            continue
        totals[Place(PlaceKind.AIRE, aire)] = one.tally()
        for commune, share in territory.shares(aire, day):
            gathered.setdefault(Place(PlaceKind.COMMUNE, commune), _Gathering()).take(one, share)
        groups.setdefault((home.district, home.cercle, home.region), _Gathering()).take(one, 1)
    for ids, group in groups.items():
        for kind, place in zip((PlaceKind.DISTRICT, PlaceKind.CERCLE, PlaceKind.REGION), ids, strict=True):
            gathered.setdefault(Place(kind, place), _Gathering()).merge(group)
        gathered.setdefault(COUNTRY, _Gathering()).merge(group)
    return totals | {place: one.tally() for place, one in gathered.items()}

"""What an aire reported in the twelve months before one month: limits, cumulated sums, last values."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any, TypeAlias

from django.db.models import F

from core.memo import once
from core.months import Month
from monitoring.enums import COUNTED
from monitoring.form import Form, FormSection, Value, Values
from monitoring.models import MonthlyReport

MONTHS = 12
SHORT = 3  # months whose figures say that a section is usually filled
FEWEST = 6  # months with a number before a usual range means anything
WIDTH = 3  # standard deviations on each side of the mean

Spot: TypeAlias = tuple[int, Month]  # aire, month
Fact: TypeAlias = tuple[int, float, float, int | None, int | None, int]


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers reported in twelve months: how many, their mean, their standard deviation (two decimals)."""

    n: int
    mean: float
    deviation: float

    @property
    def usual(self) -> tuple[int, int] | None:
        """Least and most expected, mean ± 3 standard deviations, never below 0; None with too few months."""
        if self.n < FEWEST:
            return None
        return max(0, round(self.mean - WIDTH * self.deviation)), round(self.mean + WIDTH * self.deviation)


@dataclass(frozen=True)
class Past:
    """``months``: oldest first, the declared reports only; a month that was not declared is not there."""

    month: Month
    form: Form
    months: Mapping[Month, Values]

    def series(self, name: str) -> list[tuple[Month, Value | None]]:
        """Month → what ``name`` (a cell, an element, a prefix) was, None when vide or not declared."""
        return [(month, self.at(name, month)) for month in self.before]

    @cached_property
    def before(self) -> tuple[Month, ...]:
        """The twelve months, oldest first."""
        return tuple(self.month - back for back in range(MONTHS, 0, -1))

    def at(self, name: str, month: Month) -> Value | None:
        """What ``name`` was in one month."""
        values = self.months.get(month)
        return None if values is None else self._of(name, values)

    def _of(self, name: str, values: Values) -> Value | None:
        return values.get(name) if name in self.form.cells else self.form.sum_of(name, values)

    def last(self, name: str) -> int | None:
        """The number of the month before."""
        return _number(self.at(name, self.month - 1))

    def year_ago(self, name: str) -> int | None:
        """The number of the same month, one year before."""
        return _number(self.at(name, self.month - MONTHS))

    def year_to_date(self, name: str) -> int:
        """Sum since January, this month apart: months without a number add nothing."""
        mine = (values for month, values in self.months.items() if month.year == self.month.year)
        return sum(n for values in mine if (n := _number(self._of(name, values))) is not None)

    def spread(self, name: str) -> Spread:
        """How the twelve months lie; what the device reckons with is rounded here, once."""
        found = [n for values in self.months.values() if (n := _number(self._of(name, values))) is not None]
        n, total = len(found), sum(found)
        squares = n * sum(number * number for number in found) - total * total  # whole numbers: exact
        deviation = sqrt(squares / (n * (n - 1))) if n > 1 else 0.0
        return Spread(n, round(total / n, 2) if n else 0.0, round(deviation, 2))

    def fact(self, name: str) -> Fact | None:
        """(n, mean, deviation, last, year ago, year to date); None without any month."""
        spread = self.spread(name)
        if not spread.n:
            return None
        last, year_ago = self.last(name), self.year_ago(name)
        return spread.n, spread.mean, spread.deviation, last, year_ago, self.year_to_date(name)

    def facts(self, names: Iterable[str]) -> dict[str, Fact]:
        """Name → its fact, those without any month left out."""
        return {name: fact for name in names if (fact := self.fact(name))}

    @property
    def year(self) -> int:
        """Months of the year that are known, this one included."""
        return 1 + sum(month.year == self.month.year for month in self.months)

    def least(self, section: FormSection) -> int | None:
        """The least that a section summed to in the three months before; None when one of them is missing."""
        sums = []
        for back in range(1, SHORT + 1):
            values = self.months.get(self.month - back, {})
            numbers = [number for cell in section.cells if isinstance(number := values.get(cell.key), int)]
            if not numbers:
                return None
            sums.append(sum(numbers))
        return min(sums)


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def load_past(aire_id: int, month: Month, form: Form) -> Past:
    """The twelve months before ``month`` of one aire: one query."""
    return Past(month, form, dict(_declared(aire_id, month)))


def load_pasts(spots: Iterable[tuple[int, Month]], form_of: Callable[[Month], Form]) -> dict[Spot, Past]:
    """The same for several aires and months (one query)."""
    wanted = set(spots)
    found: dict[Spot, dict[Month, Values]] = {spot: {} for spot in wanted}
    if wanted:
        aires = {aire_id for aire_id, _ in wanted}
        first, last = min(month for _, month in wanted), max(month for _, month in wanted)
        for aire_id, year, number, values in _rows(aires, first - MONTHS, last - 1):
            told = Month(year, number)
            for spot in wanted:
                if spot[0] == aire_id and spot[1] - MONTHS <= told < spot[1]:
                    found[spot][told] = values
    return {spot: Past(spot[1], form_of(spot[1]), months) for spot, months in found.items()}


@once
def _declared(aire_id: int, month: Month) -> list[tuple[Month, Values]]:
    rows = _rows({aire_id}, month - MONTHS, month - 1)
    return [(Month(year, number), values) for _, year, number, values in rows]


def _rows(aires: Collection[int], first: Month, last: Month) -> Iterable[tuple[int, int, int, Values]]:
    """Declared reports: aire, year, month, values, oldest first (one query)."""
    return (
        MonthlyReport.objects.filter(aire_id__in=aires, state__in=COUNTED)
        .annotate(rank=F("period__year") * 12 + F("period__month"))
        .filter(rank__gte=first.year * 12 + first.number, rank__lte=last.year * 12 + last.number)
        .order_by("rank")
        .values_list("aire_id", "period__year", "period__month", "values")
    )

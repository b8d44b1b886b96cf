"""What an aire reported in the twelve months before one month: limits, cumulated sums, last values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, stdev
from typing import Any, TypeAlias

from django.db.models import F

from core.memo import once
from core.months import Month
from monitoring.enums import COUNTED
from monitoring.form import Form, Value, Values
from monitoring.models import MonthlyReport

MONTHS = 12
FEWEST = 6  # months with a number before a usual range means anything
WIDTH = 3  # standard deviations on each side of the mean

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
        if values is None:
            return None
        return values.get(name) if name in self.form.cells else self.form.sum_of(name, values)

    def last(self, name: str) -> int | None:
        """The number of the month before."""
        return _number(self.at(name, self.month - 1))

    def year_ago(self, name: str) -> int | None:
        """The number of the same month, one year before."""
        return _number(self.at(name, self.month - MONTHS))

    def year_to_date(self, name: str) -> int:
        """Sum since January, this month apart: months without a number add nothing."""
        months = (month for month in self.before if month.year == self.month.year)
        return sum(number for month in months if (number := _number(self.at(name, month))) is not None)

    def spread(self, name: str) -> Spread:
        """How the twelve months lie; what the device reckons with is rounded here, once."""
        found = [number for _, value in self.series(name) if (number := _number(value)) is not None]
        mean = fmean(found) if found else 0.0
        deviation = stdev(found) if len(found) > 1 else 0.0
        return Spread(len(found), round(mean, 2), round(deviation, 2))

    def facts(self, names: Iterable[str]) -> dict[str, Fact]:
        """Name → (n, mean, deviation, last, year ago, year to date), those without any month left out."""
        found = {}
        for name in names:
            spread = self.spread(name)
            if spread.n:
                found[name] = (
                    spread.n,
                    spread.mean,
                    spread.deviation,
                    self.last(name),
                    self.year_ago(name),
                    self.year_to_date(name),
                )
        return found


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def load_past(aire_id: int, month: Month, form: Form) -> Past:
    """The twelve months before ``month`` of one aire: one query."""
    return Past(month, form, dict(_declared(aire_id, month)))


@once
def _declared(aire_id: int, month: Month) -> list[tuple[Month, Values]]:
    first, last = month - MONTHS, month - 1
    rows = (
        MonthlyReport.objects.filter(aire_id=aire_id, state__in=COUNTED)
        .annotate(rank=F("period__year") * 12 + F("period__month"))
        .filter(rank__gte=first.year * 12 + first.number, rank__lte=last.year * 12 + last.number)
        .order_by("rank")
        .values_list("period__year", "period__month", "values")
    )
    return [(Month(year, number), values) for year, number, values in rows]

"""Indicators ready to be computed: their formulas, and the keys under which totals keep their sums."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from core.memo import once
from monitoring.enums import Direction
from monitoring.form import Form, load_form
from monitoring.formula import COUNT_FUNCTIONS, Formula, FormulaError, known_formula
from monitoring.models import Indicator

log = logging.getLogger("jekabaara.monitoring")


class Kind(StrEnum):
    """What an indicator is made of."""

    REPORTS = "reports"  # cells over cells: « P1 - P3 » over « P1 »
    POPULATION = "population"  # cells over a target group: « P3 » over « E011 »
    COUNTS = "counts"  # reports over reports: « recus() » over « attendus() »
    SUM = "sum"  # cells alone: « DM »


@dataclass(frozen=True, slots=True)
class LoadedIndicator:
    """One line of the catalogue with its formulas checked; ``row`` is read for words and targets only."""

    code: str
    row: Indicator
    kind: Kind
    numerator: Formula
    denominator: Formula | None

    @property
    def key(self) -> str:
        """Where totals keep the numerator: the element's own key when it is one element over a group."""
        plain = self.numerator.plain
        alone = self.kind in (Kind.POPULATION, Kind.SUM) and plain and "." not in plain
        return plain if alone else f"={self.code}"

    @property
    def stored(self) -> bool:
        """Whether totals keep sums made for this indicator alone."""
        return self.kind != Kind.COUNTS and self.key.startswith("=")

    @property
    def below(self) -> str:
        """Where totals keep the denominator (indicators of cells over cells)."""
        return f"/{self.code}"

    @property
    def target(self) -> float | None:
        return None if self.row.target is None else float(self.row.target)

    @property
    def target_high(self) -> float | None:
        return None if self.row.target_high is None else float(self.row.target_high)

    @property
    def direction(self) -> Direction:
        return Direction(self.row.direction)


def load_indicators(on: date, form: Form) -> dict[str, LoadedIndicator]:
    """The indicators in force on ``on``, in order (one query). An unreadable one is left out, logged."""
    in_force = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))
    latest = {row.code: row for row in Indicator.objects.filter(in_force).order_by("order", "valid_from")}
    loaded = {code: _loaded(row, form) for code, row in latest.items()}
    return {code: indicator for code, indicator in loaded.items() if indicator}


@once
def indicators_on(day: date) -> Mapping[str, LoadedIndicator]:
    """The same, with the form of that day (four queries), once a page."""
    return load_indicators(day, load_form(day))


def _loaded(row: Indicator, form: Form) -> LoadedIndicator | None:
    try:
        numerator = known_formula(row.numerator)
        denominator = known_formula(row.denominator) if row.denominator else None
    except FormulaError as error:
        log.warning("indicator %s cannot be read: %s", row.code, error)
        return None
    if not all(formula.exact for formula in (numerator, denominator) if formula):
        log.warning("indicator %s is not made of whole sums", row.code)
        return None
    return LoadedIndicator(row.code, row, _kind(numerator, denominator, form), numerator, denominator)


def _kind(numerator: Formula, denominator: Formula | None, form: Form) -> Kind:
    if numerator.functions & COUNT_FUNCTIONS:
        return Kind.COUNTS
    if denominator is None:
        return Kind.SUM
    groups = [name for name in denominator.uses if not form.knows(name)]
    return Kind.POPULATION if groups else Kind.REPORTS


def stored_only(indicators: Iterable[LoadedIndicator]) -> tuple[LoadedIndicator, ...]:
    """Those whose sums are made report by report."""
    return tuple(indicator for indicator in indicators if indicator.stored)

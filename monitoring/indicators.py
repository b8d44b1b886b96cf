"""Indicators ready to be computed: their formulas, and the keys under which totals keep their sums."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef

from monitoring.enums import Direction
from monitoring.form import Form, load_form
from monitoring.formula import COUNT_FUNCTIONS, STATE_FUNCTIONS, Formula, FormulaError, known_formula
from monitoring.kept import kept
from monitoring.models import Indicator, Target
from monitoring.small import small_of

log = logging.getLogger("jekabaara.monitoring")


class Kind(StrEnum):
    """What an indicator is made of."""

    REPORTS = "reports"  # cells over cells: « P1 - P3 » over « P1 »
    POPULATION = "population"  # cells over a target group: « P3 » over « E011 »
    COUNTS = "counts"  # reports over reports: « recus() » over « attendus() »
    STATE = "state"  # of a day, told by no report: « femmes_organes() » over « membres_organes() »
    SUM = "sum"  # cells alone: « DM »


@dataclass(frozen=True, slots=True)
class Goal:
    """What an indicator should reach, and who says so; ``whose``: « du district », "" for the catalogue."""

    low: float | None
    high: float | None
    source: str
    confirmed: bool
    whose: str = ""


@dataclass(frozen=True, slots=True)
class LoadedIndicator:
    """One line of the catalogue with its formulas checked; ``row`` is read for words only."""

    code: str
    row: Indicator
    kind: Kind
    numerator: Formula
    denominator: Formula | None
    goal: Goal
    small: tuple[int, int] = (0, 0)  # thresholds of small counts, above and below; 0: nobody is counted
    aimed_at: tuple[bool, bool] = (False, False)  # has it targets of places, some of them of aires?

    @property
    def key(self) -> str:
        """Where totals keep the numerator: the element's own key when it is one element over a group."""
        plain = self.numerator.plain
        alone = self.kind in (Kind.POPULATION, Kind.SUM) and plain and "." not in plain
        return plain if alone else f"={self.code}"

    @property
    def stored(self) -> bool:
        """Whether totals keep sums made for this indicator alone."""
        return self.kind not in (Kind.COUNTS, Kind.STATE) and self.key.startswith("=")

    @property
    def below(self) -> str:
        """Where totals keep the denominator (indicators of cells over cells)."""
        return f"/{self.code}"

    @property
    def of_day(self) -> bool:
        """Whether it is a state at the end of a month, that no report tells."""
        return self.kind == Kind.STATE

    @property
    def plain_count(self) -> bool:
        """Whether it is a number, over nothing."""
        return self.kind == Kind.SUM or (self.of_day and self.denominator is None)

    @property
    def since_january(self) -> bool:
        """Whether its figure is always the year's so far, whatever months are read."""
        return self.numerator.since_january

    @property
    def target(self) -> float | None:
        return self.goal.low

    @property
    def target_high(self) -> float | None:
        return self.goal.high

    @property
    def near(self) -> float:
        """« proche » from this share of the target."""
        return self.row.near_percent / 100

    def aimed(self, goal: Goal | None) -> "LoadedIndicator":
        """The same with the target of a place; as it is for None."""
        return replace(self, goal=goal) if goal else self

    @property
    def direction(self) -> Direction:
        return Direction(self.row.direction)


@kept
def indicators_on(day: date) -> Mapping[str, LoadedIndicator]:
    """The indicators in force on ``day``, in order. An unreadable one is left out, logged.

    One query, three more when the catalogue changed.
    """
    form = load_form(day)
    latest = {row.code: row for row in indicator_rows() if row.holds_on(day)}
    loaded = {code: load_line(row, form) for code, row in latest.items()}
    return {code: indicator for code, indicator in loaded.items() if indicator}


@kept
def indicator_rows() -> tuple[Indicator, ...]:
    """The lines of every day, and whether places have targets of theirs; to read, never to write."""
    mine = Target.objects.filter(code=OuterRef("code")).order_by()
    rows = Indicator.objects.annotate(
        aimed=Exists(mine), aimed_by_aire=Exists(mine.filter(aire__isnull=False))
    )
    return tuple(rows.order_by("order", "valid_from"))


def load_line(row: Indicator, form: Form) -> LoadedIndicator | None:
    """One line with its formulas; None, logged, when it cannot be read."""
    try:
        numerator = known_formula(row.numerator)
        denominator = known_formula(row.denominator) if row.denominator else None
    except FormulaError as error:
        log.warning("indicator %s cannot be read: %s", row.code, error)
        return None
    if not all(formula.exact for formula in (numerator, denominator) if formula):
        log.warning("indicator %s is not made of whole sums", row.code)
        return None
    kind = _kind(numerator, denominator, form)
    # A target group is an estimate: it tells of nobody.
    counted = denominator if kind == Kind.REPORTS else None
    small = (small_of(form.ever, numerator.uses), small_of(form.ever, counted.uses if counted else ()))
    aimed_at = (getattr(row, "aimed", False), getattr(row, "aimed_by_aire", False))
    return LoadedIndicator(row.code, row, kind, numerator, denominator, _goal(row), small, aimed_at)


def _goal(row: Indicator) -> Goal:
    low, high = (None if end is None else float(end) for end in (row.target, row.target_high))
    return Goal(low, high, row.source, row.confirmed)


def _kind(numerator: Formula, denominator: Formula | None, form: Form) -> Kind:
    if numerator.functions & COUNT_FUNCTIONS:
        return Kind.COUNTS
    if any(formula.functions & STATE_FUNCTIONS for formula in (numerator, denominator) if formula):
        return Kind.STATE
    if denominator is None:
        return Kind.SUM
    # By the codes of every day: what a month does not ask for is missing there, it is no target group.
    groups = [n for n in denominator.uses if not form.knows(n) and n.partition(".")[0] not in form.ever]
    return Kind.POPULATION if groups else Kind.REPORTS


def forms_a_sum(row: Indicator) -> bool:
    """Whether totals keep sums made for this line alone, so that a new formula asks for new totals."""
    loaded = load_line(row, load_form(row.valid_from))
    return loaded is not None and loaded.stored


def stored_only(indicators: Iterable[LoadedIndicator]) -> tuple[LoadedIndicator, ...]:
    """Those whose sums are made report by report."""
    return tuple(indicator for indicator in indicators if indicator.stored)

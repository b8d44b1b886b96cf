"""The accounts of an ASACO over a year: what its reports say of its money, beside the budget it adopted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from asaco.models import EXPENSES, RECEIPTS, Budget
from core.access import PlaceKind
from core.months import Month
from monitoring.aggregates import MonthCells, OnWhat, Place, month_cells
from monitoring.spans import last_due

START, END, UNPAID = "SLD_INI", "SLD_FIN", "SAL_IMP"
IN: Final = tuple(code for code, _, _ in RECEIPTS)
OUT: Final = tuple(code for code, _, _ in EXPENSES)
CODES: Final = (*IN, *OUT, START, END, UNPAID)


@dataclass(frozen=True, slots=True)
class Line:
    """One heading over the year, in FCFA: planned (None: the budget does not say), real (None: no report)."""

    label: str
    planned: float | None
    real: float | None

    @property
    def share(self) -> float | None:
        """Real, in per cent of what was planned for the year; None: one side is not known."""
        return 100 * self.real / self.planned if self.planned and self.real is not None else None


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month; an amount is None when its report does not say it."""

    month: Month
    got: bool  # is its report counted?
    final: bool
    receipts: float | None
    expenses: float | None
    balance: float | None
    unpaid: float | None

    @property
    def first_day(self) -> date:
        return self.month.first_day


@dataclass(frozen=True, slots=True)
class Accounts:
    """A year of an ASACO; ``months``: those whose reports are due, and those that came before."""

    year: int
    budget: Budget | None
    months: tuple[MonthLine, ...]
    receipts: tuple[Line, ...]
    expenses: tuple[Line, ...]
    expected: int
    start: float | None

    @property
    def counted(self) -> int:
        """How many reports these accounts are made of."""
        return sum(line.got for line in self.months)

    @property
    def provisional(self) -> bool:
        return any(line.got and not line.final for line in self.months)

    @property
    def received(self) -> Line:
        """All receipts."""
        return self._whole("Total des recettes", self.receipts, RECEIPTS)

    @property
    def spent(self) -> Line:
        """All expenses."""
        return self._whole("Total des dépenses", self.expenses, EXPENSES)

    @property
    def result(self) -> float | None:
        """Receipts without expenses; None: one of them is not known."""
        got, gone = self.received.real, self.spent.real
        return None if got is None or gone is None else got - gone

    @property
    def balance(self) -> MonthLine | None:
        """The last month that says its balance."""
        return next((line for line in reversed(self.months) if line.balance is not None), None)

    @property
    def unpaid(self) -> MonthLine | None:
        """The last month that says how many months of salary are owed."""
        return next((line for line in reversed(self.months) if line.unpaid is not None), None)

    def _whole(self, label: str, lines: Iterable[Line], headings: tuple[tuple[str, str, str], ...]) -> Line:
        known = [line.real for line in lines if line.real is not None]
        planned = self.budget.planned(headings) if self.budget else None
        return Line(label, planned, sum(known) if known else None)


def accounts_of(aire_id: int, year: int, on: OnWhat, today: date) -> Accounts:
    """The year of an aire’s ASACO, on these figures. Three queries, one of them for the last month due."""
    months = Month(year, 1).until(min(last_due(today), Month(year, 12)))
    cells = month_cells(Place(PlaceKind.AIRE, aire_id), months, on, CODES) if months else []
    budget = Budget.objects.filter(asaco__aire=aire_id, year=year).select_related("scan").first()
    return Accounts(
        year=year,
        budget=budget,
        months=tuple(_month(one, on) for one in cells),
        receipts=_lines(RECEIPTS, cells, budget),
        expenses=_lines(EXPENSES, cells, budget),
        expected=sum(one.expected for one in cells),
        start=_said(cells[0], START) if cells else None,
    )


def _month(one: MonthCells, on: OnWhat) -> MonthLine:
    got = one.received if on == "provisional" else one.validated
    return MonthLine(
        one.month, bool(got), one.validated >= one.received, _sum(one, IN), _sum(one, OUT), _said(one, END),
        _said(one, UNPAID),
    )  # fmt: skip


def _lines(
    headings: Sequence[tuple[str, str, str]], cells: Sequence[MonthCells], budget: Budget | None
) -> tuple[Line, ...]:
    found = []
    for code, name, label in headings:
        known = [value for one in cells if (value := _said(one, code)) is not None]
        found.append(Line(label, getattr(budget, name, None), sum(known) if known else None))
    return tuple(found)


def _said(one: MonthCells, code: str) -> float | None:
    return one.cells[code][0] if code in one.cells else None


def _sum(one: MonthCells, codes: Iterable[str]) -> float | None:
    known = [value for code in codes if (value := _said(one, code)) is not None]
    return sum(known) if known else None

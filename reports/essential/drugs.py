"""Block D, its drugs: days out of stock of each tracer, this period and a year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.formats import number
from core.months import Month
from monitoring.aggregates import MonthCells
from monitoring.form import load_form
from monitoring.measure import catalogue_day

PREFIX = "RUP_"
NAMED_AFTER = ":"  # « Jours de rupture : CTA »


@dataclass(frozen=True, slots=True)
class Drug:
    """A tracer: days out of stock, « non reçu » as None; reports with a number, of how many expected."""

    name: str
    days: str | None
    last_year: str | None
    received_text: str
    out: bool


def tracers(months: Sequence[Month]) -> dict[str, str]:
    """Code → name of the tracers on the form of the last month, in its order. One query a page."""
    form = load_form(catalogue_day(months))
    return {code: _name(one.label) for code, one in form.elements.items() if code.startswith(PREFIX)}


def drugs(names: Mapping[str, str], now: Sequence[MonthCells], former: Sequence[MonthCells]) -> list[Drug]:
    """The tracers ``names``, over the months of the sheet and over the same a year before."""
    return [_drug(code, name, now, former) for code, name in names.items()]


def _name(label: str) -> str:
    name = label.partition(NAMED_AFTER)[2].strip() or label
    return name[:1].upper() + name[1:]


def _drug(code: str, name: str, now: Sequence[MonthCells], former: Sequence[MonthCells]) -> Drug:
    days, received = _sum(code, now)
    last_year, _ = _sum(code, former)
    expected = sum(month.expected for month in now)
    return Drug(
        name,
        None if days is None else _days(days),
        None if last_year is None else _days(last_year),
        f"{received} / {expected}" if expected else "",
        bool(days),
    )


def _sum(code: str, months: Sequence[MonthCells]) -> tuple[float | None, int]:
    """Σ of the days, over so many reports; None when no report had a number there."""
    found = [month.cells[code] for month in months if code in month.cells]
    received = sum(n for _, n in found)
    return (sum(days for days, _ in found) if received else None), received


def _days(value: float) -> str:
    """Whole days; a commune's part of one day is said, never rounded to none."""
    return "moins de 1" if 0 < value < 1 else number(value)

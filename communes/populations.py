"""Populations as they grow: projections, coefficients of target groups."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Protocol

from django.db.models import Q

from communes.models import Coefficient, Region

DERIVED = "dérivé, à confirmer"
WHOLE = Decimal(1)


class Counted(Protocol):
    """A population of one year."""

    @property
    def year(self) -> int: ...
    @property
    def total(self) -> int: ...


def grown(base: int, base_year: int, year: int, rate: Decimal) -> Decimal:
    """``base`` inhabitants of ``base_year`` carried to ``year`` (before or after), without rounding."""
    return base * _factor(rate, year - base_year)


@cache
def _factor(rate: Decimal, years: int) -> Decimal:
    return (1 + rate) ** years


def rounded(value: Decimal) -> int:
    """To the nearest inhabitant; halves go up."""
    return int(value.quantize(WHOLE, ROUND_HALF_UP))


def projected(base: int, base_year: int, year: int, rate: Decimal) -> int:
    """Inhabitants in ``year``, from ``base`` in ``base_year`` and a yearly growth (0.0216 for 2.16 %)."""
    return rounded(grown(base, base_year, year, rate))


def base_for(known: Sequence[Counted], year: int) -> Counted | None:
    """The figure to start from: the latest not after ``year``, else the earliest; None when there is none."""
    before = [k for k in known if k.year <= year]
    if before:
        return max(before, key=lambda k: k.year)
    return min(known, key=lambda k: k.year, default=None)


def in_year(known: Sequence[Counted], year: int, rate: Decimal) -> Decimal | None:
    """Inhabitants in ``year`` from what is known, without rounding; None when nothing is."""
    base = base_for(known, year)
    return None if base is None else grown(base.total, base.year, year, rate)


def largest_remainder(weights: Mapping[str, Decimal], whole: int) -> dict[str, int]:
    """``whole`` shared in proportion to ``weights`` (not negative, not all zero), to the last unit.

    Each takes its integer part; what is left goes to the largest remainders, then to the lowest key.
    """
    total = sum(weights.values(), Decimal(0))
    if total <= 0:
        raise ValueError("nothing to share by")
    exact = {key: weight * whole / total for key, weight in weights.items()}
    shares = {key: int(value) for key, value in exact.items()}
    # Remainders equal to the tenth decimal are equal: growth was rounded on the way.
    order = sorted(exact, key=lambda k: (-round(exact[k] - shares[k], 10), k))
    for key in order[: whole - sum(shares.values())]:
        shares[key] += 1
    return shares


def coefficients(year: int, region: Region | None = None) -> dict[str, Decimal]:
    """Key → share of the population in ``year``; a région's own value wins over the country's. POP is 1."""
    rows = _in_force(year, region)
    return {"POP": WHOLE} | {row.key: row.share for row in rows}


def coefficient_rows(year: int, region: Region | None = None) -> list[Coefficient]:
    """The coefficients in force in ``year``, one a key, by key: for the page of targets."""
    latest = {row.key: row for row in _in_force(year, region)}
    return [latest[key] for key in sorted(latest)]


def _in_force(year: int, region: Region | None) -> Iterable[Coefficient]:
    """Weakest first: the country's before the région's, the old before the new."""
    rows = Coefficient.objects.filter(Q(region=None) | Q(region=region), from_year__lte=year)
    return sorted(rows, key=lambda row: (row.region_id is not None, row.from_year))

"""Small counts kept from partners: hidden, the others rounded so that no total gives them back (ADR 12)."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.formats import HARD

NEARLY_ALL = "presque tous"


@dataclass(frozen=True, slots=True)
class Guarded:
    """Two sums as a partner may read them. ``kept``: what is printed in their place (« < 5 »), or ""."""

    above: float | None
    below: float | None
    kept: str = ""


def small_of(thresholds: Mapping[str, int], names: Iterable[str]) -> int:
    """The threshold of a sum of cells or elements: the highest of theirs; 0 when they count nobody."""
    return max((thresholds.get(name.partition(".")[0], 0) for name in names), default=0)


def is_small(value: float, threshold: int) -> bool:
    """Between zero and the threshold, both out: zero tells of nobody; a commune’s part may not be whole."""
    return 0 < abs(value) < threshold


def rounded(value: float, threshold: int) -> float:
    """To the nearest multiple of the threshold, halves up; as it is when it counts nobody."""
    return value if not threshold else math.floor(value / threshold + 0.5) * threshold


def below_words(threshold: int) -> str:
    """« < 5 »."""
    return f"<{HARD}{threshold}"


def guard(above: float, below: float, small_above: int, small_below: int) -> Guarded:
    """The sums behind an indicator, for a partner; ``below`` NaN: not known.

    Of a part of persons among persons, those who lack are kept too when they are few.
    """
    for value, threshold in ((above, small_above), (below, small_below)):
        if is_small(value, threshold):
            return Guarded(None, None, below_words(threshold))
    if small_above and small_below and is_small(below - above, max(small_above, small_below)):
        return Guarded(None, None, NEARLY_ALL)
    under = below if math.isnan(below) else rounded(below, small_below)
    return Guarded(rounded(above, small_above), under)

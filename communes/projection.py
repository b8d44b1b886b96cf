"""Places of the Earth laid flat on a drawing: north above, the same scale both ways."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Self

from communes.geography import KM_PER_DEGREE

_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees → units of the drawing. Good for a région: its middle parallel gives the scale."""

    west: float
    north: float
    across: float  # units in a degree of longitude
    down: float  # units in a degree of latitude
    width: int
    height: int

    @classmethod
    def fitting(cls, spots: Iterable[tuple[float, float]], size: tuple[int, int], margin: int) -> Self:
        """The largest that shows every (longitude, latitude) within ``size``, less a margin around.

        Raises ValueError without a spot.
        """
        found = list(spots)
        west, east = min(x for x, _ in found), max(x for x, _ in found)
        south, north = min(y for _, y in found), max(y for _, y in found)
        narrow = cos(radians((south + north) / 2))
        wide, tall = max((east - west) * narrow, 0.05), max(north - south, 0.05)
        down = min((size[0] - 2 * margin) / wide, (size[1] - 2 * margin) / tall)
        width, height = round(wide * down) + 2 * margin, round(tall * down) + 2 * margin
        across = down * narrow
        return cls(west - margin / across, north + margin / down, across, down, width, height)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - self.west) * self.across, (self.north - latitude) * self.down

    def holds(self, longitude: float, latitude: float, km: float = 0) -> bool:
        """Does a place, or a disc of ``km`` around it, show on the drawing?"""
        x, y = self.at(longitude, latitude)
        far = km * self.unit
        return -far <= x <= self.width + far and -far <= y <= self.height + far

    @property
    def unit(self) -> float:
        """Units in a kilometre."""
        return self.down / KM_PER_DEGREE

    @property
    def bar_km(self) -> int:
        """A round length for the scale: a quarter of the width at most."""
        return max(step for step in _STEPS if step == 1 or step * self.unit <= self.width / 4)


def shape(rings: Iterable[Sequence[tuple[float, float]]]) -> str:
    """Closed rings of points of the drawing, as the d of one path: whole units, steps, few characters."""
    return "".join(_ring([(round(x), round(y)) for x, y in ring]) for ring in rings)


def trail(line: Sequence[tuple[float, float]]) -> str:
    """An open line, the same way; "" when it is shorter than a unit."""
    points = [(round(x), round(y)) for x, y in line]
    steps = _steps(points)
    return f"M{points[0][0]} {points[0][1]}l{steps}" if steps else ""


def _ring(points: Sequence[tuple[int, int]]) -> str:
    steps = _steps(points)
    return f"M{points[0][0]} {points[0][1]}l{steps}z" if steps else ""


def _steps(points: Sequence[tuple[int, int]]) -> str:
    """« 3-4 5 6 »: a minus sign parts two numbers as well as a space."""
    text, (x, y) = "", points[0]
    for bx, by in points[1:]:
        if (bx, by) != (x, y):
            for step in (bx - x, by - y):
                text += f" {step}" if text and step >= 0 else str(step)
            x, y = bx, by
    return text

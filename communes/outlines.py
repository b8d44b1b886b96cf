"""Borders shared by communes, chained into the outline of each. Pure: no database.

A border is one line with a commune on its left, one on its right, or nothing on one side (the edge of the
territory). It is written once, whoever it separates: two neighbours never gape nor overlap. Its points are
whole thousandths of a degree (about 100 m), longitude then latitude; as text, the first point, then the
steps from each point to the next: « -7521 13560 4 -12 0 -7 ».
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, radians
from typing import TypeAlias

from communes.geography import KM_PER_DEGREE

Point: TypeAlias = tuple[int, int]
Ring: TypeAlias = tuple[Point, ...]  # closed: the last point is followed by the first
GRID = 1000  # steps in a degree
_LONGEST = 360 * GRID
_SLICES = 16


def trace_of(points: Sequence[Point]) -> str:
    """The text of a line: its first point, then steps."""
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    return " ".join(f"{x} {y}" for x, y in (points[0], *steps))


def points_of(trace: str) -> list[Point]:
    """The points of a text. Raises ValueError with a French sentence."""
    try:
        numbers = [int(word) for word in trace.split(" ")]
    except ValueError:
        raise ValueError("le tracé n’est pas une suite de nombres entiers.") from None
    if len(numbers) < 4 or len(numbers) % 2 or any(abs(n) > _LONGEST for n in numbers):
        raise ValueError("le tracé demande au moins deux points, de deux nombres chacun.")
    points, x, y = [], 0, 0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    if any(not (-180 * GRID <= x <= 180 * GRID and -90 * GRID <= y <= 90 * GRID) for x, y in points):
        raise ValueError("le tracé sort de la Terre\u202f: longitude, puis latitude, en millièmes de degré.")
    return points


def outlines(borders: Iterable[tuple[int | None, int | None, str]]) -> dict[int, list[Ring]]:
    """Commune → its rings, from (left, right, trace); the inside of a ring is on its left.

    A commune whose borders do not close has no outline: it is absent.
    """
    lines: dict[int, list[list[Point]]] = defaultdict(list)
    for left, right, trace in borders:
        points = points_of(trace)
        if left is not None:
            lines[left].append(points)
        if right is not None:
            lines[right].append(points[::-1])
    found = {commune: _rings(parts) for commune, parts in lines.items()}
    return {commune: rings for commune, rings in found.items() if rings}


def _rings(parts: Sequence[list[Point]]) -> list[Ring]:
    """The lines put end to end; [] when one of them leads nowhere."""
    by_start: dict[Point, list[list[Point]]] = defaultdict(list)
    for part in parts:
        by_start[part[0]].append(part)
    rings = []
    for first in parts:
        if first not in by_start[first[0]]:
            continue
        ring: list[Point] = []
        here, part = first[0], first
        while True:
            by_start[here].remove(part)
            ring += part[:-1]
            here = part[-1]
            if here == first[0]:
                break
            if not by_start[here]:
                return []
            part = by_start[here][0]
        rings.append(tuple(ring))
    return rings


def area_km2(rings: Iterable[Ring]) -> float:
    """What rings enclose; a hole turns the other way round, and is taken off."""
    total = 0.0
    for ring in rings:
        middle = radians(sum(y for _, y in ring) / len(ring) / GRID)
        total += _twice(ring) / 2 * cos(middle)
    return total * (KM_PER_DEGREE / GRID) ** 2


def inside(rings: Sequence[Ring]) -> tuple[float, float]:
    """A point well inside the largest ring, where a name fits: the middle of a wide stretch of it."""
    ring = max(rings, key=_twice)
    low, high = min(y for _, y in ring), max(y for _, y in ring)
    best = (0.0, (float(ring[0][0]), float(ring[0][1])))
    for i in range(1, _SLICES):
        part = i / _SLICES
        y = low + (high - low) * part + 0.5e-3  # never on a point of the grid
        crossed = sorted(
            ax + (bx - ax) * (y - ay) / (by - ay)
            for (ax, ay), (bx, by) in pairwise((*ring, ring[0]))
            if (ay > y) != (by > y)
        )
        for west, east in zip(crossed[::2], crossed[1::2], strict=True):
            # Rather in the middle than at an end: a name is wide, and not so high.
            best = max(best, ((east - west) * (1 - abs(part - 0.5)), ((west + east) / 2, y)))
    return best[1]


def _twice(ring: Ring) -> int:
    """Twice the area, in steps of the grid: positive when the inside is on the left."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise((*ring, ring[0])))

"""The edge of many equal discs together, as an SVG path: where they overlap, no line is drawn."""

from collections.abc import Iterable, Iterator, Sequence
from math import acos, atan2, cos, dist, pi, sin

from core.svg import Point, coord

_WHOLE = 2 * pi


def edge(centres: Iterable[Point], radius: float) -> str:
    """The d of one path; angles run from the right, clockwise as the screen does. "" without a disc."""
    spots = list(dict.fromkeys(centres))
    parts = []
    for spot in spots:
        near = [other for other in spots if other != spot and dist(spot, other) < 2 * radius]
        parts += [_arc(spot, radius, start, end) for start, end in bare(spot, near, radius)]
    return "".join(parts)


def bare(spot: Point, near: Sequence[Point], radius: float) -> list[tuple[float, float]]:
    """The stretches of a circle (from, to, in radians) that no disc of ``near`` covers."""
    found, reached = [], 0.0
    for start, end in sorted(_covered(spot, near, radius)):
        if start > reached + 1e-9:
            found.append((reached, start))
        reached = max(reached, end)
    return [*found, (reached, _WHOLE)] if reached < _WHOLE - 1e-9 else found


def _covered(spot: Point, near: Sequence[Point], radius: float) -> Iterator[tuple[float, float]]:
    """What each disc covers of the circle, cut at the angle zero."""
    for x, y in near:
        half = acos(dist(spot, (x, y)) / 2 / radius)
        start = (atan2(y - spot[1], x - spot[0]) - half) % _WHOLE
        end = start + 2 * half
        yield start, min(end, _WHOLE)
        if end > _WHOLE:
            yield 0.0, end - _WHOLE


def _arc(spot: Point, radius: float, start: float, end: float) -> str:
    """One stretch; a whole circle is two halves, since an arc may not end where it begins."""
    if end - start > _WHOLE - 1e-9:
        return _arc(spot, radius, 0, pi) + _arc(spot, radius, pi, _WHOLE)
    (ax, ay), (bx, by) = (
        (coord(spot[0] + radius * cos(at)), coord(spot[1] + radius * sin(at))) for at in (start, end)
    )
    r = coord(radius)
    return f"M{ax} {ay}A{r} {r} 0 {int(end - start > pi)} 1 {bx} {by}"

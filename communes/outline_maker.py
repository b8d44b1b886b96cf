"""A public topology of communes, turned into the borders of the reference (``limites.csv``)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from typing import Any

from communes.outlines import GRID, Point, trace_of


@dataclass(slots=True)
class _Sides:
    """The communes on either side of a line of the topology, as it runs."""

    left: str = ""
    right: str = ""


def borders(topology: Mapping[str, Any], communes: Iterable[str]) -> list[list[str]]:
    """(left, right, trace) of every line along one of ``communes``; another commune beside it is left out.

    ``topology``: lines shared by polygons (TopoJSON). Raises KeyError when it is none.
    """
    wanted = set(communes)
    lines = [_line(arc, topology["transform"]) for arc in topology["arcs"]]
    sides = [_Sides() for _ in lines]
    for whole in topology["objects"].values():
        for shape in whole["geometries"]:
            code = shape["properties"]["code"]
            if code in wanted:
                _stand(code, shape, lines, sides)
    return sorted(
        [side.left, side.right, trace_of(line)]
        for side, line in zip(sides, lines, strict=True)
        if (side.left or side.right) and len(line) > 1
    )


def _stand(code: str, shape: Mapping[str, Any], lines: Sequence[list[Point]], sides: list[_Sides]) -> None:
    """Say on which side of each of its lines a commune lies."""
    for rings in _polygons(shape):
        for i, ring in enumerate(rings):
            turns = _turns_left([p for index in ring for p in _run(lines, index)[:-1]])
            inside_left = turns if i == 0 else not turns
            for index in ring:
                if (index >= 0) == inside_left:
                    sides[max(index, ~index)].left = code
                else:
                    sides[max(index, ~index)].right = code


def _polygons(shape: Mapping[str, Any]) -> Iterator[list[list[int]]]:
    """The polygons of a shape, each as rings of line numbers; ``~n`` runs backwards."""
    if shape["type"] == "Polygon":
        yield shape["arcs"]
    elif shape["type"] == "MultiPolygon":
        yield from shape["arcs"]


def _run(lines: Sequence[list[Point]], index: int) -> list[Point]:
    return lines[index] if index >= 0 else lines[~index][::-1]


def _turns_left(ring: Sequence[Point]) -> bool:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise((*ring, ring[0]))) > 0


def _line(arc: Sequence[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> list[Point]:
    """A line of the topology on our grid, without a point twice in a row."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    xs, ys = accumulate(step[0] for step in arc), accumulate(step[1] for step in arc)
    points = ((round((x * sx + tx) * GRID), round((y * sy + ty) * GRID)) for x, y in zip(xs, ys, strict=True))
    return [point for point, _ in groupby(points)]

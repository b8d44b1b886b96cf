"""The few strokes our charts are drawn with: escaped text, lines with gaps, hatching, round scales."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# The tokens a drawing needs: paper knows no CSS variable.
INK, INK_3, RULE, WHITE = "#14171f", "#575e6e", "#cbcfd8", "#ffffff"
ACCENT, DARK, PALE, HATCH = "#2a3f8f", "#18245c", "#8791c0", "#a9aebb"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Size of a drawing, in its own units; ``text`` is the font size in the same units."""

    width: int
    height: int
    text: int = 13

    def wide(self, content: str, *, bold: bool = False) -> float:
        """Width of a text, on the safe side (digits of Noto Sans are 0.57 em wide, bold letters 0.62)."""
        return len(content) * self.text * (0.6 if bold else 0.56)


SCREEN = Sheet(360, 215)
PAPER = Sheet(420, 216)


def coord(value: float) -> str:
    """A coordinate in as few characters as it needs."""
    return f"{value:.1f}".removesuffix(".0")


def svg(sheet: Sheet, title: str, body: Iterable[str], *, css: str = "chart") -> SafeString:
    """A whole drawing. The title is its spoken text on screen and its alternative text in the PDF."""
    return mark_safe(  # noqa: S308 - every text below went through escape()
        f'<svg class="{css}" viewBox="0 0 {sheet.width} {sheet.height}" width="{sheet.width}" '
        f'height="{sheet.height}" role="img" font-family="Jekabaara Sans, sans-serif" '
        f'font-size="{sheet.text}">'
        f"<title>{escape(title)}</title>{''.join(body)}</svg>"
    )


def text(x: float, y: float, content: str, *, anchor: str = "start", fill: str = INK, bold: str = "") -> str:
    """A line of text; ``bold`` is a first part written bold."""
    strong = f'<tspan font-weight="bold">{escape(bold)}</tspan>' if bold else ""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{coord(x)}" y="{coord(y)}"{side} fill="{fill}">{strong}{escape(content)}</text>'


def rule(start: Point, end: Point, *, stroke: str = RULE, width: float = 1, dash: str = "") -> str:
    """A straight line."""
    return path(f"M{_at(start)}L{_at(end)}", stroke=stroke, width=width, dash=dash)


def path(d: str, *, stroke: str, width: float = 1, dash: str = "", fill: str = "none") -> str:
    """A path, solid unless ``dash`` is given."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{coord(width)}"{dashes}/>'


def dot(at: Point, radius: float, *, hollow: bool = False) -> str:
    """A point of a curve; hollow when provisional."""
    look = f'fill="#fff" stroke="{ACCENT}" stroke-width="1.8"' if hollow else f'fill="{ACCENT}"'
    return f'<circle cx="{coord(at[0])}" cy="{coord(at[1])}" r="{coord(radius)}" {look}/>'


def trail(points: Sequence[Point | None]) -> str:
    """The path through points, broken where one is missing; "" when no two neighbours are there."""
    parts = [
        f"{'M' + _at(a) if i == 0 or points[i - 1] is None else ''}L{_at(b)}"
        for i, (a, b) in enumerate(pairwise(points))
        if a is not None and b is not None
    ]
    return "".join(parts)


def strokes(x: float, y: float, width: float, height: float, step: float) -> str:
    """Diagonals every ``step`` inside a box, cut at its edges: the d of one path."""
    parts = []
    for i in range(1, math.ceil((width + height) / step)):
        offset = i * step
        start = (x + max(0, offset - height), y + min(offset, height))
        end = (x + min(offset, width), y + max(0, offset - width))
        parts.append(f"M{_at(start)}L{_at(end)}")
    return "".join(parts)


def hatched(x: float, y: float, width: float, height: float, *, step: float = 8) -> str:
    """A box of diagonals in a dashed frame: what was not received."""
    frame = f"M{coord(x)} {coord(y)}h{coord(width)}v{coord(height)}h{coord(-width)}z"
    lines = path(strokes(x, y, width, height, step), stroke=HATCH)
    return lines + path(frame, stroke=INK_3, dash="3 2")


def scale(values: Iterable[float]) -> list[float]:
    """Round graduations, four to six, that hold every value and zero."""
    known = [0.0, *values]
    low, high = min(known), max(known)
    if high - low < 1e-6:  # nothing to tell apart
        high = low + 1
    raw = (high - low) / 4.5
    power = 10 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 10) for i in range(first, last + 1)]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights of labels kept ``gap`` apart between ``low`` and ``high``, each near where it was wanted."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [0.0] * len(wanted)
    floor = low
    for i in order:
        placed[i] = floor = max(wanted[i], floor)
        floor += gap
    roof = high
    for i in reversed(order):
        placed[i] = roof = min(placed[i], roof)
        roof -= gap
    return placed


def _at(point: Point) -> str:
    return f"{coord(point[0])} {coord(point[1])}"

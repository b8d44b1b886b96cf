"""Curves of months, drawn in Python: word-sized, one year, two years; the same on every sheet.

A value of None is a month that was due and not received: hatched, never zero. Nothing is told by
colour alone: this year is thick and solid, last year dashed, the target dotted, a provisional point
hollow. Bars stand in core.bars.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.safestring import SafeString

from core.formats import HARD, NARROW, number
from core.svg import (
    ACCENT,
    INK,
    INK_3,
    RULE,
    SCREEN,
    Point,
    Sheet,
    dot,
    hatched,
    path,
    rule,
    scale,
    spread,
    svg,
    text,
    trail,
)

NOT_RECEIVED = "non reçu"
_TOP, _FOOT = 14, 28


@dataclass(frozen=True, slots=True)
class Chart:
    """What parts/chart.html shows: the drawing and, behind it, its table (strings ready to print)."""

    title: str
    svg: SafeString
    note: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A curve: its name (« 2026 »), one value per label, shorter when the year goes on; the last
    ``provisional`` values are not yet validated."""

    name: str
    values: Sequence[float | None]
    provisional: int = 0


def spark(
    values: Sequence[float | None],
    target: float | None = None,
    *,
    title: str,
    provisional: int = 0,
    absent: str = NOT_RECEIVED,
) -> SafeString:
    """A word-sized curve, 112 × 32: missing months hatched, target dotted, last point round."""
    sheet = Sheet(112, 32)
    known = [v for v in values if v is not None]
    if not known:
        return svg(sheet, f"{title}{HARD}: {absent}", [hatched(0.5, 4, 111, 24)], css="spark")
    span = known if target is None else [*known, target]
    low, high = min(span), max(span)
    gap = 102 / max(len(values) - 1, 1)

    def height(value: float) -> float:
        return 16 if high == low else 26.8 - 21.6 * (value - low) / (high - low)

    points: list[Point | None] = [
        None if v is None else (3 + gap * i if len(values) > 1 else 105, height(v))
        for i, v in enumerate(values)
    ]
    body = [hatched(3 + gap * (i - 0.4), 3, gap * 0.8, 26, step=5) for i, p in enumerate(points) if p is None]
    if target is not None:
        body.append(rule((0, height(target)), (112, height(target)), stroke=INK_3, dash="1.5 2.5"))
    body += [path(trail(points), stroke=ACCENT, width=1.8)] if trail(points) else []
    last = next(p for p in reversed(points) if p is not None)
    body.append(dot(last, 2.8, hollow=provisional > 0))
    return svg(sheet, title, body, css="spark")


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plotting area of a curve: turns months and values into points."""

    sheet: Sheet
    left: float
    right: float
    slots: int
    ticks: Sequence[float]

    @property
    def bottom(self) -> float:
        return self.sheet.height - _FOOT

    @property
    def gap(self) -> float:
        return (self.right - self.left) / self.slots

    def x(self, i: int) -> float:
        return self.left + self.gap * (i + 0.5)

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (self.bottom - _TOP) * (value - low) / (high - low)

    def points(self, values: Sequence[float | None]) -> list[Point | None]:
        return [None if v is None else (self.x(i), self.y(v)) for i, v in enumerate(values[: self.slots])]


@dataclass(slots=True)
class _Ends:
    """Labels at the end of the lines, pushed apart before they are written."""

    items: list[tuple[float, str, str, bool]] = field(default_factory=list)

    def add(self, y: float, words: str, fill: str, *, bold: bool = False) -> None:
        self.items.append((y, words, fill, bold))

    def drawn(self, frame: _Frame) -> list[str]:
        size = frame.sheet.text
        heights = spread([y for y, *_ in self.items], size + 2, _TOP, frame.bottom)
        return [
            text(
                frame.right + 8, y + size * 0.35, "" if bold else words, fill=fill, bold=words if bold else ""
            )
            for y, (_, words, fill, bold) in zip(heights, self.items, strict=True)
        ]


def curve(
    title: str,
    labels: Sequence[str],
    this: Line,
    last: Line | None = None,
    *,
    target: float | None = None,
    decimals: int = 0,
    sheet: Sheet = SCREEN,
    absent: str = NOT_RECEIVED,
) -> SafeString:
    """One line per month: this year, last year, the target; ``labels`` name every slot of the axis."""
    lines = [line for line in (this, last) if line]
    ends = _end_words(lines, target, decimals, absent)
    known = [v for line in lines for v in line.values if v is not None]
    ticks = scale([*known, target] if target is not None else known)
    tick_words = _tick_words(ticks)
    frame = _Frame(
        sheet,
        left=max(map(sheet.wide, tick_words)) + 8,
        right=sheet.width - max((sheet.wide(words, bold=True) for words in ends), default=0) - 10,
        slots=len(labels),
        ticks=ticks,
    )
    body = _axes(frame, labels, tick_words)
    marks = _Ends()
    if target is not None:
        y = frame.y(target)
        body.append(rule((frame.left, y), (frame.right, y), stroke=INK, width=1.5, dash="1.5 3"))
        marks.add(y, ends[-1], INK)
    if last:
        body.append(path(trail(frame.points(last.values)), stroke=INK_3, width=1.8, dash="6 4"))
        _mark_end(marks, frame, last, ends[1], INK_3)
    body += _main_line(frame, this)
    _mark_end(marks, frame, this, ends[0], ACCENT)
    return svg(sheet, f"{title}. {f'{NARROW}; '.join(ends)}", [*body, *marks.drawn(frame)])


def curve24(
    title: str,
    labels: Sequence[str],
    this: Line,
    *,
    target: float | None = None,
    decimals: int = 0,
    sheet: Sheet = SCREEN,
    absent: str = NOT_RECEIVED,
) -> SafeString:
    """Twenty-four months in a row; under the last twelve, dashed, the same months a year before.

    ``this`` bears the name of its last month; the dashed line is named by the month a year before it.
    """
    half = len(labels) - 12
    season = Line(labels[half - 1], [*[None] * half, *this.values[:12]])
    return curve(title, labels, this, season, target=target, decimals=decimals, sheet=sheet, absent=absent)


def table(
    labels: Sequence[str], lines: Sequence[Line], decimals: int = 0, *, absent: str = NOT_RECEIVED
) -> tuple[list[str], list[list[str]]]:
    """Head and rows behind a curve: months down, one column a line; the future stays empty."""
    rows = [
        [label, *(_cell(line.values[i], decimals, absent) if i < len(line.values) else "" for line in lines)]
        for i, label in enumerate(labels)
    ]
    return ["Mois", *(line.name for line in lines)], rows


def _cell(value: float | None, decimals: int, absent: str) -> str:
    return absent if value is None else number(value, decimals)


def _end_words(lines: Sequence[Line], target: float | None, decimals: int, absent: str) -> list[str]:
    words = []
    for line in lines:
        known = [v for v in line.values if v is not None]
        words.append(f"{line.name}{HARD}: {number(known[-1], decimals) if known else absent}")
    return words if target is None else [*words, f"Cible{HARD}: {number(target, decimals)}"]


def _mark_end(marks: _Ends, frame: _Frame, line: Line, words: str, fill: str) -> None:
    known = [v for v in line.values if v is not None]
    if known:
        marks.add(frame.y(known[-1]), words, fill, bold=fill == ACCENT)
    else:
        marks.add(frame.bottom, words, fill)


def _tick_words(ticks: Sequence[float]) -> list[str]:
    """As few decimals as tell the graduations apart; millions are written « 2,5 M »."""
    unit, mark = (1_000_000, f"{HARD}M") if ticks[-1] >= 1_000_000 else (1, "")
    values = [Decimal(str(tick)) / unit for tick in ticks]
    decimals = max(0, *(-int(value.normalize().as_tuple().exponent) for value in values))
    return [f"{number(value, decimals)}{mark if value else ''}" for value in values]


def _axes(frame: _Frame, labels: Sequence[str], tick_words: Sequence[str]) -> list[str]:
    body = []
    for tick, words in zip(frame.ticks, tick_words, strict=True):
        y = frame.y(tick)
        body.append(rule((frame.left, y), (frame.right, y), stroke=INK if tick == 0 else RULE))
        body.append(text(frame.left - 6, y + frame.sheet.text * 0.35, words, anchor="end", fill=INK_3))
    widest = max(map(frame.sheet.wide, labels)) + 6
    every = next(n for n in (1, 2, 3, 4, 6, 12, 24) if n * frame.gap >= widest or n == 24)
    body += [
        text(frame.x(i), frame.sheet.height - 8, labels[i], anchor="middle", fill=INK_3)
        for i in range(0, frame.slots, every)
    ]
    return body


def _main_line(frame: _Frame, this: Line) -> list[str]:
    points = frame.points(this.values)
    sure = len(points) - this.provisional
    wide = frame.gap * 0.8
    body = [
        hatched(frame.x(i) - wide / 2, _TOP, wide, frame.bottom - _TOP)
        for i, point in enumerate(points)
        if point is None
    ]
    body.append(path(trail(points[:sure]), stroke=ACCENT, width=3))
    if this.provisional:
        body.append(path(trail(points[max(sure - 1, 0) :]), stroke=ACCENT, width=3, dash="2 3"))
    radius = min(3.5, frame.gap / 4)
    body += [dot(p, radius, hollow=i >= sure) for i, p in enumerate(points) if p is not None]
    return [part for part in body if 'd=""' not in part]

"""A chain of percentages, drawn in Python: one line from the whole to the effect, where it drops most marked.

Readable in grey: this time thick, last time dashed, the largest drop between two black bars with its word.
"""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from core.formats import HARD, NARROW, number, percent
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
    svg,
    text,
    trail,
)

_TOP, _FOOT, _LEFT = 24, 40, 34
UNKNOWN = "non connu"
NARROWEST = "goulot"


def cascade(
    title: str,
    labels: Sequence[str],
    values: Sequence[float | None],
    *,
    before: Sequence[float | None] = (),
    mark: int | None = None,
    sheet: Sheet = SCREEN,
) -> SafeString:
    """``values`` in percent, 100 at most; ``before``: the same, last time; ``mark``: where it drops most."""
    bottom = sheet.height - _FOOT
    gap = (sheet.width - _LEFT - 4) / len(labels)

    def at(i: int, value: float) -> Point:
        return _LEFT + gap * (i + 0.5), bottom - (bottom - _TOP) * value / 100

    body = []
    for tick in (0, 25, 50, 75, 100):
        y = at(0, tick)[1]
        body.append(rule((_LEFT, y), (sheet.width, y), stroke=INK if tick == 0 else RULE))
        body.append(text(_LEFT - 5, y + sheet.text * 0.35, str(tick), anchor="end", fill=INK_3))
    for i, label in enumerate(labels):  # two rows: neighbours would touch
        body.append(text(at(i, 0)[0], bottom + 15 + 16 * (i % 2), label, anchor="middle", fill=INK_3))
    body += [
        hatched(at(i, 0)[0] - gap * 0.3, _TOP, gap * 0.6, bottom - _TOP)
        for i, value in enumerate(values)
        if value is None
    ]
    old = [None if v is None else at(i, v) for i, v in enumerate(before)]
    points = [None if v is None else at(i, v) for i, v in enumerate(values)]
    body += [path(line, stroke=INK_3, width=1.8, dash="6 4")] if (line := _joined(old)) else []
    body += [path(line, stroke=ACCENT, width=3)] if (line := _joined(points)) else []
    if mark is not None:
        body += _marked(points, mark, sheet, bottom)
    for i, (point, value) in enumerate(zip(points, values, strict=True)):
        if point and value is not None:
            y = point[1] + sheet.text + 4 if i == mark else point[1] - 8  # a bar comes down on the marked one
            body.append(dot(point, 3.5))
            body.append(text(point[0], y, "", bold=number(value), anchor="middle"))
    return svg(sheet, f"{title}. {_said(labels, values)}", body)


def _joined(points: Sequence[Point | None]) -> str:
    """One line through what is known: a missing link is hatched, the line goes on to the next."""
    return trail([point for point in points if point])


def _marked(points: Sequence[Point | None], mark: int, sheet: Sheet, bottom: float) -> list[str]:
    """A black bar from the height before down to the point; the word under the number, or beside it."""
    here = points[mark]
    before = next((point for point in reversed(points[:mark]) if point), None)
    if here is None or before is None:
        return []
    x = here[0]
    bar = [
        rule((x - 6, before[1]), (x + 6, before[1]), stroke=INK, width=2),
        rule((x, before[1]), (x, here[1]), stroke=INK, width=2),
    ]
    under = here[1] + 2 * (sheet.text + 4)
    if under < bottom - 2:
        return [*bar, text(x, under, "", bold=NARROWEST, anchor="middle")]
    side, anchor = (x + 6, "start") if x + 6 + sheet.wide(NARROWEST) < sheet.width else (x - 6, "end")
    return [*bar, text(side, (before[1] + here[1]) / 2 + 4, "", bold=NARROWEST, anchor=anchor)]


def _said(labels: Sequence[str], values: Sequence[float | None]) -> str:
    words = [
        f"{label}{HARD}: {UNKNOWN if value is None else percent(value)}"
        for label, value in zip(labels, values, strict=True)
    ]
    return f"{NARROW}; ".join(words)

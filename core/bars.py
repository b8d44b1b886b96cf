"""Bars, drawn in Python: one a place, or one cut into shares.

Fills go solid, pale, white, hatched, so that a black-and-white printer loses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.formats import HARD, number
from core.svg import (
    ACCENT,
    DARK,
    INK,
    INK_3,
    PALE,
    SCREEN,
    WHITE,
    Sheet,
    coord,
    hatched,
    path,
    rule,
    strokes,
    svg,
    text,
)

NOT_RECEIVED = "non reçu"


@dataclass(frozen=True, slots=True)
class Bar:
    """A place: value (None: not received, or what ``word`` says), text (« 82 % »), status, word."""

    label: str
    value: float | None
    text: str = ""
    status: str = ""
    word: str = ""


def bars(
    title: str,
    rows: Sequence[Bar],
    *,
    target: float | None = None,
    target_text: str = "",
    sheet: Sheet = SCREEN,
) -> SafeString:
    """One bar a place: solid (ok), pale (near), white (far), hatched (not received); words at right."""
    sheet = Sheet(sheet.width, 28 + 30 * len(rows), sheet.text)
    room = sheet.width * 0.38
    left = min(room, max((sheet.wide(row.label) for row in rows), default=0)) + 14
    said = [
        (row.text, f" {row.word}") if row.value is not None else ("", row.word or NOT_RECEIVED)
        for row in rows
    ]
    right = sheet.width - max((sheet.wide(a, bold=True) + sheet.wide(b) for a, b in said), default=0) - 10
    high = max([row.value or 0 for row in rows] + [target or 0]) or 1

    def across(value: float) -> float:
        return left + (right - left) * max(value, 0) / high

    body = []
    for i, (row, (bold, words)) in enumerate(zip(rows, said, strict=True)):
        y = 26 + 30 * i
        body.append(text(left - 6, y + 14, _fit(row.label, room, sheet), anchor="end"))
        if row.value is None:
            body.append(hatched(left, y, right - left, 19, step=7))
        else:
            fill = {"ok": ACCENT, "near": PALE}.get(row.status, WHITE)
            box = f"M{coord(left)} {y}H{coord(across(row.value))}v19H{coord(left)}z"
            body.append(path(box, stroke=ACCENT, width=1.5, fill=fill))
        body.append(text(right + 8, y + 14, words, bold=bold, fill=INK if bold else INK_3))
    if target is not None:
        x, words = across(target), f"Cible{HARD}: {target_text or number(target)}"
        half = sheet.wide(words) / 2
        body.append(rule((x, 18), (x, sheet.height - 4), stroke=INK, width=1.5, dash="1.5 3"))
        body.append(text(min(max(x, half), sheet.width - half), 13, words, anchor="middle"))
    return svg(sheet, title, body)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: who (« ASACO »), how much, the amount in words; ``sought``: money not found yet."""

    label: str
    value: float
    text: str
    sought: bool = False


def shares(title: str, parts: Sequence[Share], *, sheet: Sheet = SCREEN) -> SafeString:
    """One bar cut by source, six at most, its key below: name and amount. Zero parts are named, not drawn."""
    total = sum(part.value for part in parts) or 1
    sheet = Sheet(sheet.width, 44 + 24 * len(parts), sheet.text)
    x, body = 1.0, []
    for i, part in enumerate(parts):
        width = (sheet.width - 2) * part.value / total
        if width:
            body.append(_filled(x, 1, width, 32, -1 if part.sought else i))
        x += width
        y = 44 + 24 * i
        body.append(_filled(1, y, 22, 16, -1 if part.sought else i))
        body.append(text(32, y + 13, f" {part.label}", bold=part.text))
    return svg(sheet, title, body)


def _filled(x: float, y: float, width: float, height: float, kind: int) -> str:
    """A box in the style of its rank: dark, pale, slanted, upright, crossed, plain; -1 is dashed."""
    box = f"M{coord(x)} {coord(y)}h{coord(width)}v{coord(height)}h{coord(-width)}z"
    fill = {0: DARK, 1: PALE}.get(kind, WHITE)
    drawn = path(box, stroke=INK, width=1.5, fill=fill, dash="4 3" if kind == -1 else "")
    if kind in {2, 4}:
        drawn += path(strokes(x, y, width, height, 7), stroke=INK)
    if kind in {3, 4}:
        steps = range(1, int(width / 5) + 1)
        drawn += path("".join(f"M{coord(x + 5 * i)} {coord(y)}v{coord(height)}" for i in steps), stroke=INK)
    return drawn


def _fit(label: str, room: float, sheet: Sheet) -> str:
    most = int(room / (sheet.text * 0.56))
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"

"""One indicator at one place: its curve over two years, what it is made of, the places below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from core.bars import Bar, bars
from core.charts import Chart, Line, curve24
from core.formats import month, month_short, number
from core.tabular import Value, links
from monitoring import aggregates
from monitoring.aggregates import Figure, Point
from monitoring.board import Board, sum_words
from monitoring.downloads import NOTHING, SMALL, counts_heads, exported
from monitoring.figures import unit_after
from monitoring.form import load_form
from monitoring.indicators import indicators_on
from monitoring.measure import catalogue_day
from monitoring.naming import group_labels
from monitoring.spans import PARAMETER
from monitoring.units import Unit, shared_sight
from monitoring.wording import formula_words

COUNTED_BELOW = "sans dénominateur : c’est un nombre"


@dataclass(frozen=True, slots=True)
class Making:
    """What an indicator is made of, in words, with its two sums over the period."""

    above: str
    below: str
    above_sum: str
    below_sum: str
    multiplier: str
    result: str  # « 92 % »


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The same indicator at a place below."""

    unit: Unit
    figure: Figure
    url: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The places below, as bars and as a table."""

    title: str
    drawing: SafeString
    rows: tuple[Neighbour, ...]
    files: list[tuple[str, str]]


def two_years(figure: Figure) -> Chart:
    """Twenty-four months, under the last twelve the same months a year before, the table behind."""
    points = figure.history
    labels = [month_short(p.month.year, p.month.number) for p in points]
    open_months = 0
    for point in reversed(points):
        if not point.provisional:
            break
        open_months += 1
    line = Line(labels[-1], [p.value for p in points], open_months)
    drawing = curve24(
        figure.label,
        labels,
        line,
        target=figure.target,
        decimals=figure.decimals,
        absent=figure.missing_word,
    )
    rows = [_row(p, label, figure) for p, label in zip(points, labels, strict=True)]
    head = ("Mois", "Valeur", "Aires comptées" if figure.of_day else "Rapports")
    return Chart(f"{figure.label}, mois par mois", drawing, _reading(figure), head, rows)


def explored(figure: Figure, chart: Chart) -> dict[str, Any]:
    """What the curve of the screen is drawn from: 24 months, a year before, the words of the table."""
    points = figure.history
    values = [p.value for p in points]
    return {
        "mois": [month(p.month.year, p.month.number) for p in points],
        "valeurs": values,
        "avant": [None] * 12 + values[:-12],
        "cible": figure.target,
        "decimales": figure.decimals,
        "lignes": [list(row) for row in chart.rows],
        "compte": "aires" if figure.of_day else "rapports",
    }


def month_rows(figure: Figure) -> list[list[Value]]:
    """The curve as rows of a file: the last twelve months, each beside the same month a year before."""
    behind = counts_heads(figure)
    head: list[Value] = ["Mois", "Valeur", "Unité", "État", *behind]
    head += ["Un an avant", "Un an avant, état", *(f"Un an avant, {one.lower()}" for one in behind)]
    unit, absent = figure.unit_text, figure.missing_word
    pairs = zip(figure.history[-12:], figure.history[-24:-12], strict=True)
    return [
        head,
        *(
            [month(p.month.year, p.month.number), *_cells(p, absent, unit), *_cells(before, absent)]
            for p, before in pairs
        ),
    ]


def _cells(point: Point, absent: str, *unit: str) -> list[Value]:
    return [exported(point), *unit, _state(point, absent), point.n, point.expected]


def _state(point: Point, absent: str) -> str:
    if point.kept:
        return SMALL
    if point.value is None:
        return NOTHING if point.n else absent
    return "provisoire" if point.provisional else ""


def _row(point: Point, label: str, figure: Figure) -> tuple[str, str, str]:
    if point.value is None:
        value = point.kept or ("—" if point.n else figure.missing_word)
    else:
        value = unit_after(number(point.value, figure.decimals), figure.unit_text)
    value += " (provisoire)" if point.provisional and point.value is not None else ""
    return label, value, f"{point.n} / {point.expected}" if point.expected else "—"


def _reading(figure: Figure) -> str:
    """How to read the curve."""
    target = f", pointillé : la cible ({figure.target_text})" if figure.target is not None else ""
    hatched = figure.missing_word
    if any(p.kept for p in figure.history):
        hatched = f"{hatched}, ou petit nombre"
    lines = f"Trait plein\u00a0: chaque mois, tirets\u00a0: le même mois un an avant{target}."
    return f"{lines} Hachuré\u00a0: {hatched}."


def making(board: Board, figure: Figure) -> Making:
    """The formula in plain French. No query that the catalogue has not made."""
    day = catalogue_day(board.span.months)
    form, indicator = load_form(day), indicators_on(day)[figure.code]
    row, below = indicator.row, indicator.denominator
    groups = {"POP": "habitants", **group_labels()}
    return Making(
        above=formula_words(indicator.numerator, form, groups),
        below=formula_words(below, form, groups) if below else COUNTED_BELOW,
        above_sum=sum_words(figure.above),
        below_sum=sum_words(figure.below) if below else "",
        result=unit_after(figure.value_text, figure.unit_text),
        multiplier=f" × {number(row.multiplier)}" if row.multiplier != 1 else "",
    )


def compared(board: Board, code: str, title: str, units: Sequence[Unit]) -> Comparison | None:
    """The same indicator at the places below; None when there are none. Three queries."""
    if not units:
        return None
    on = shared_sight(units, board.scope)
    kind = units[0].place.kind
    ids = [unit.place.id for unit in units]
    found = aggregates.table(code, kind, ids, board.span.months, on)
    rows = tuple(
        Neighbour(
            u,
            found[u.place.id],
            reverse(f"indicator_{kind}", args=[u.code, code]) + board.span.query,
        )
        for u in units
    )
    first = rows[0].figure
    drawing = bars(
        f"{first.label}, {title}", [_bar(r) for r in rows], target=first.target, target_text=first.target_text
    )
    said = {"indicateur": code, "par": f"{kind}s", PARAMETER: board.span.code}
    files = links(f"ranking_file_{board.place.kind}", board.thing.code, query=f"?{urlencode(said)}")
    return Comparison(title, drawing, rows, files)


def _bar(row: Neighbour) -> Bar:
    figure = row.figure
    if figure.kept or figure.missing:
        return Bar(row.unit.name, None, word=figure.kept or figure.missing_word)
    words = "à vérifier" if figure.check else figure.status_word.lower()  # a doubt comes before a judgement
    value = unit_after(figure.value_text, figure.unit_text)
    return Bar(row.unit.name, figure.value, value, figure.status, words)

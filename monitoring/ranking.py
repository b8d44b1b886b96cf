"""Places in a row by one indicator: the best first, each against the whole, and against another time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.access import PlaceKind, Scope
from core.formats import signed
from core.months import Month
from core.tabular import Value
from monitoring import aggregates
from monitoring.aggregates import Figure
from monitoring.board import Board
from monitoring.downloads import above, counts_heads, exported, provisional_words, state_words
from monitoring.figures import unit_after
from monitoring.measure import known_indicators
from monitoring.spans import months_words
from monitoring.units import (
    Unit,
    aires_of_commune,
    aires_of_district,
    communes_of,
    districts_of,
    shared_sight,
)

USUAL = "I27"
YEAR_BEFORE, JUST_BEFORE = "an-passe", "avant"
VERSUS = {YEAR_BEFORE: "les mêmes mois, un an avant", JUST_BEFORE: "les mois juste avant"}
# What stands inside a place, the usual first; the word is what addresses say.
INSIDE: Mapping[PlaceKind, Mapping[str, Any]] = {
    PlaceKind.REGION: {"districts": districts_of, "communes": communes_of},
    PlaceKind.CERCLE: {"communes": communes_of},
    PlaceKind.DISTRICT: {"aires": aires_of_district, "communes": communes_of},
    PlaceKind.COMMUNE: {"aires": aires_of_commune},
}
WORDS = {"districts": "District sanitaire", "communes": "Commune", "aires": "Aire de santé"}
SIDES = {"above": "au-dessus", "below": "au-dessous", "even": "comme l’ensemble", "": ""}


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place. ``rank`` None: no value; ``side``: above, below, even against the whole, "" unknown."""

    rank: int | None
    unit: Unit
    figure: Figure
    gap_text: str
    side: str
    before_text: str
    moved_text: str

    @property
    def side_word(self) -> str:
        return SIDES[self.side]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The places from the best to the worst, those without a value last; ``whole``: what they make."""

    whole: Figure
    rows: tuple[Ranked, ...]
    before_words: str
    inside: str

    @property
    def head(self) -> str:
        return WORDS[self.inside]

    @property
    def above(self) -> int:
        return sum(row.side == "above" for row in self.rows)

    @property
    def below(self) -> int:
        return sum(row.side == "below" for row in self.rows)


def ranking(board: Board, code: str, inside: str, versus: str) -> Ranking:
    """One indicator at the places inside a place. Raises KeyError for an unknown code or kind of place."""
    units = INSIDE[board.place.kind][inside](board.thing, board.scope)
    months = board.span.months
    whole = aggregates.figure(code, board.place, months, board.what)
    now = _table(units, code, months, board.scope)
    earlier = _earlier(months, versus)
    before = _table(units, code, earlier, board.scope) if versus == JUST_BEFORE else None
    ordered = sorted(units, key=lambda unit: _order(now[unit.place.id]))
    rows: list[Ranked] = []
    for unit in ordered:
        figure = now[unit.place.id]
        rank = _rank(rows, figure)
        gap, side = _against(figure, whole)
        then = before[unit.place.id] if before else None
        old, text = (then.value, worded(then)) if then else (figure.last_year_value, figure.last_year_text)
        rows.append(Ranked(rank, unit, figure, gap, side, text, _gap_words(figure, old)))
    return Ranking(whole, tuple(rows), months_words(earlier), inside)


def _table(units: Sequence[Unit], code: str, months: Sequence[Month], scope: Scope) -> dict[int, Figure]:
    if not units:
        return {}
    ids = [unit.place.id for unit in units]
    return aggregates.table(code, units[0].place.kind, ids, months, shared_sight(units, scope))


def _earlier(months: Sequence[Month], versus: str) -> Sequence[Month]:
    back = 12 if versus == YEAR_BEFORE else len(months)
    return [month - back for month in months]


def _order(figure: Figure) -> tuple[bool, float]:
    """The best first; what is not known last."""
    if figure.value is None:
        return True, 0.0
    return False, figure.value if figure.lower_is_better else -figure.value


def _rank(rows: Sequence[Ranked], figure: Figure) -> int | None:
    """Those printed with the same value share a rank."""
    if figure.value is None:
        return None
    if rows and rows[-1].figure.value_text == figure.value_text:
        return rows[-1].rank
    return len(rows) + 1


def _against(figure: Figure, whole: Figure) -> tuple[str, str]:
    if figure.value is None or whole.value is None:
        return "", ""
    moved = _moved(figure, whole.value)
    side = "above" if moved > 0 else "below" if moved < 0 else "even"
    return _gap_words(figure, whole.value), side


def _moved(figure: Figure, other: float) -> float:
    value = figure.value or 0.0
    return round(round(value, figure.decimals) - round(other, figure.decimals), figure.decimals)


def _gap_words(figure: Figure, other: float | None) -> str:
    """« +3 pts »: how far from ``other``; "" when one of them is not known."""
    if figure.value is None or other is None:
        return ""
    moved = _moved(figure, other)
    unit = {"%": " pts" if abs(moved) >= 2 else " pt"}.get(figure.unit_text, "")
    return f"{signed(moved, figure.decimals)}{unit}" if moved else "égal"


def codes_of(months: Sequence[Month]) -> list[tuple[str, str]]:
    """The indicators one may rank by, in their order: code, label."""
    return [(code, f"{one.row.short} ({code})") for code, one in known_indicators(months).items()]


def above_lines(board: Board, found: Ranking) -> list[str]:
    """What stands over the exported table: what it says, of where and when, which reports count."""
    where, counted = above(board, found.whole)
    return [
        f"{found.whole.label} ({found.whole.code})",
        where,
        f"{counted} Ensemble\u00a0: {worded(found.whole)}",
    ]


def worded(figure: Figure) -> str:
    """« 82 % », « non reçu »."""
    return figure.missing_word if figure.missing else unit_after(figure.value_text, figure.unit_text)


def export_rows(found: Ranking) -> list[list[Value]]:
    """The table as it stands on the screen, numbers as numbers."""
    head: list[Value] = ["Rang", "Code", found.head, "Valeur", "Unité", "État", "Écart avec l’ensemble"]
    head += [f"Valeur, {found.before_words}", *counts_heads(found.whole), "Provisoire", "À vérifier"]
    return [head, *(_export(row) for row in found.rows)]


def _export(row: Ranked) -> list[Value]:
    figure = row.figure
    return [
        row.rank,
        row.unit.code,
        row.unit.name,
        exported(figure),
        figure.unit_text,
        state_words(figure),
        row.gap_text,
        row.before_text,
        figure.n,
        figure.expected,
        provisional_words(figure),
        figure.check,
    ]

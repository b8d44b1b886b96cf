"""Places against one another: a few indicators each, in an order the reader chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from core.access import PlaceKind
from monitoring import aggregates
from monitoring.aggregates import Asking, Figure
from monitoring.board import Board
from monitoring.ranking import INSIDE
from monitoring.units import Unit, shared_sight

# What a council compares first; a code absent from the catalogue is left out.
KEY_FIGURES = ("I01", "I13", "I17", "I27", "I36")
RECEIVED = "I45"
PARAMETER = "tri"
BY_NAME = "nom"
Found: TypeAlias = dict[str, dict[int, Figure]]  # by code, by id of a place


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator; ``sorted`` when it is the order of the page."""

    code: str
    label: str
    target_text: str
    sorted: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A place and its figures, in the order of the columns."""

    unit: Unit
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class League:
    """``by_name``: the places stand in the order of their names."""

    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    by_name: bool

    def across(self, whole: Sequence[Figure]) -> list[tuple[Column, list[Figure], Figure | None]]:
        """The same turned: one row an indicator, one column a place, the ``whole`` they make at the end."""
        known = {figure.code: figure for figure in whole}
        return [
            (column, [entry.figures[i] for entry in self.entries], known.get(column.code))
            for i, column in enumerate(self.columns)
        ]


def league(board: Board, units: Sequence[Unit], codes: Sequence[str], *, order: str = "") -> League | None:
    """The table of ``units``; None when there are none. One query, two for targets of places.

    ``order``: a code sorts from the worst to the best, « nom » by name, "" keeps the order given.
    """
    return _ranged(units, _asking(board, units, codes).read(), order) if units else None


def ten_and_league(
    board: Board, units: Sequence[Unit], codes: Sequence[str], *, order: str = ""
) -> tuple[list[Figure], League | None]:
    """The ten figures of a place, and the table of ``units``: read in one query, each by its own right."""
    if not units:
        return board.ten, None
    ten, found = aggregates.answers(board.asking_ten, _asking(board, units, codes))
    return ten, _ranged(units, found, order)


def _asking(board: Board, units: Sequence[Unit], codes: Sequence[str]) -> Asking[Found]:
    on = shared_sight(units, board.scope)
    ids = [unit.place.id for unit in units]
    return aggregates.asking_tables(codes, units[0].place.kind, ids, board.span.months, on)


def _ranged(units: Sequence[Unit], found: Found, order: str) -> League:
    entries = [Entry(u, tuple(found[code][u.place.id] for code in found)) for u in units]
    if order in found:
        at = list(found).index(order)
        entries.sort(key=lambda entry: _worst_first(entry.figures[at]))
    elif order == BY_NAME:
        entries.sort(key=lambda entry: entry.unit.name)
    columns = tuple(_column(code, by_id, order) for code, by_id in found.items())
    return League(columns, tuple(entries), order == BY_NAME)


class Shown(NamedTuple):
    """What a table of places inside another holds."""

    units: Sequence[Unit]
    codes: tuple[str, ...]
    order: str


def league_inside(board: Board, inside: str, order: str | None) -> League | None:
    """The table of what stands inside a place, « aires » or « communes », as its page shows it.

    ``order``: as for ``league``; None: the usual one. A région counts reports too, the least complete first.
    """
    shown = _shown(board, inside, order)
    return league(board, shown.units, shown.codes, order=shown.order)


def ten_and_inside(board: Board, inside: str, order: str | None) -> tuple[list[Figure], League | None]:
    """The ten figures of a place, and the table of what stands inside it: read in one query."""
    shown = _shown(board, inside, order)
    return ten_and_league(board, shown.units, shown.codes, order=shown.order)


def _shown(board: Board, inside: str, order: str | None) -> Shown:
    units = INSIDE[board.place.kind][inside](board.thing, board.scope)
    if board.place.kind == PlaceKind.REGION:
        return Shown(units, (*KEY_FIGURES, RECEIVED), RECEIVED if order is None else order)
    return Shown(units, KEY_FIGURES, order or "")


def _column(code: str, by_id: dict[int, Figure], order: str) -> Column:
    one = next(iter(by_id.values()))
    return Column(code, one.label, one.target_text, code == order)


def _worst_first(figure: Figure) -> tuple[bool, float]:
    """The furthest from the target first, what is not known last."""
    if figure.value is None:
        return True, 0.0
    return False, -figure.value if figure.lower_is_better else figure.value

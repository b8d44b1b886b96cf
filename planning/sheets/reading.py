"""The rows of a sheet that somebody sent: each cell under the name of its field, as it was typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from files.sheets.limits import UnknownSheet, Unreadable
from files.sheets.rows import clean, rows_in, unmarked
from monitoring.sheets.grid import letter
from planning.lines import MOST
from planning.models import Plan
from planning.sheets.columns import (
    COLUMNS,
    FORMAT,
    FORMAT_ROW,
    OUT,
    PLAN_ROW,
    TAG,
    VERSION_ROW,
    several_lines,
)

LONGEST = 1500  # signs of a cell: a little more than the longest field, so that what is too long is said
MOST_ROWS = 2 * MOST  # some go out as others come in; what then stands is counted by the review
HEAD_WITHIN = 20
AGAIN = "Téléchargez la feuille de ce plan, reportez-y vos lignes, puis déposez-la."
NO_SHEET = f"Ce fichier n’est pas la feuille d’un plan\u00a0: ses premières lignes ne le disent pas. {AGAIN}"


@dataclass(frozen=True, slots=True)
class Read:
    """One row: its number in the file; (column, head, text) of its cells that are not empty."""

    number: int
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A sheet: its rows; ``seen``: the version of the plan it was taken from (None: not said)."""

    rows: Sequence[Read]
    seen: int | None


def sheet_sent(octets: bytes, plan: Plan) -> Sent:
    """Raises Unreadable, a French sentence: another file, another plan, columns without a name."""
    try:
        rows = rows_in(octets, FORMAT, LONGEST)
    except UnknownSheet as error:
        raise UnknownSheet(NO_SHEET) from error
    above = {_at(row, 0).casefold(): row for row in rows[:HEAD_WITHIN]}
    if _at(above.get(FORMAT_ROW.casefold(), ()), 1) != FORMAT:
        raise UnknownSheet(NO_SHEET)
    said = _at(above.get(PLAN_ROW.casefold(), ()), 1)
    if said != plan.number:
        raise Unreadable(
            f"Cette feuille est celle du plan «\u00a0{said[:40]}\u00a0», pas de celui-ci. {AGAIN}"
        )
    number, head = _head(rows)
    read = [Read(line, _cells(row, head)) for line, row in enumerate(rows[number:], number + 1)]
    full = [row for row in read if row.cells]
    if not full:
        raise Unreadable("Cette feuille n’a aucune activité\u00a0: remplissez une ligne sous les titres.")
    if len(full) > MOST_ROWS:
        raise Unreadable(f"Cette feuille a plus de {MOST_ROWS} activités\u00a0: un plan n’en porte pas tant.")
    return Sent(full, _seen(_at(above.get(VERSION_ROW.casefold(), ()), 1), full, plan))


def _seen(said: str, rows: Iterable[Read], plan: Plan) -> int | None:
    """The version it was taken from; it must be known when the sheet speaks of lines that stand."""
    version = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
    if version is not None and version <= plan.version:
        return version
    if any(title == TAG for row in rows for _, title, _ in row.cells):
        raise Unreadable(f"La ligne «\u00a0{VERSION_ROW}\u00a0» manque, ou a été changée. {AGAIN}")
    return None


def _at(row: Sequence[str], place: int) -> str:
    return clean(row[place], LONGEST) if place < len(row) else ""


def _text(cell: str) -> str:
    """What was typed, line by line; a CSV of ours marks with « ' » what a spreadsheet would run."""
    return unmarked(several_lines(cell)[:LONGEST].strip())


def _head(rows: Sequence[Sequence[str]]) -> tuple[int, dict[int, str]]:
    """The number of the row of titles; place → title."""
    known = {name.casefold(): name for name in COLUMNS}
    first = next(iter(known))
    for number, row in enumerate(rows[:HEAD_WITHIN], 1):
        if _at(row, 0).casefold() != first:
            continue
        titles = {place: _at(row, place) for place in range(len(row)) if _at(row, place)}
        strange = [title for title in titles.values() if title.casefold() not in known]
        if strange:
            odd = strange[0][:40]
            raise Unreadable(f"Ligne {number}\u00a0: le titre «\u00a0{odd}\u00a0» n’est pas d’ici. {AGAIN}")
        found = {place: known[title.casefold()] for place, title in titles.items()}
        lacking = sorted(set(COLUMNS) - {TAG, OUT} - set(found.values()))
        if lacking or len(set(found.values())) < len(found):
            names = ", ".join(lacking[:5]) or "un titre s’y trouve deux fois"
            raise Unreadable(
                f"Ligne {number}\u00a0: les titres ne sont plus ceux de la feuille ({names}). {AGAIN}"
            )
        return number, found
    raise Unreadable(
        f"La ligne des titres, qui commence par «\u00a0{next(iter(COLUMNS))}\u00a0», manque. {AGAIN}"
    )


def _cells(row: Sequence[str], head: dict[int, str]) -> tuple[tuple[str, str, str], ...]:
    """Text that stands under no title is refused with the row, not dropped."""
    texts = ((place, _text(row[place])) for place in range(len(row)))
    return tuple((letter(place), head.get(place, ""), text) for place, text in texts if text)

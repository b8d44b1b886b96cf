"""A table that comes back on a sheet: its titles, the cells that stand under them, what is wrong with one."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from files.sheets.limits import UnknownSheet, Unreadable
from files.sheets.rows import clean, rows_in, unmarked

HEAD_WITHIN = 20
BROKEN = "#ERREUR"  # what a workbook holds in place of a formula that was not reckoned: see child.py
NO_VALUE = "Cette cellule est une formule sans résultat\u00a0: écrivez sa valeur."


@dataclass(frozen=True, slots=True)
class Read:
    """One row: its number in the file; (column, head, text) of its cells that are not empty."""

    number: int
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be taken: where it stands in the file, what was typed, why."""

    row: int
    column: str
    title: str
    typed: str
    why: str


def several_lines(text: str) -> str:
    """A text that any file takes: no control sign, its lines ended the same way."""
    return "\n".join(clean(line, len(text)) for line in text.splitlines())


def opened(
    octets: bytes, name: str, named: str, longest: int, strange: str
) -> tuple[list[list[str]], dict[str, str]]:
    """The rows of a sheet of ours, what its first rows tell; ``named``: the row that says its ``name``.

    Raises Unreadable; UnknownSheet, in the words ``strange``, when the file is another one.
    """
    try:
        rows = rows_in(octets, name, longest)
    except UnknownSheet as error:
        raise UnknownSheet(strange) from error
    above = said_above(rows)
    if above.get(named.casefold()) != name:
        raise UnknownSheet(strange)
    return rows, above


def said_above(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """What the first rows tell of the sheet: their first cell in small letters → their second."""
    both = [[clean(cell) for cell in row[:2]] + ["", ""] for row in rows[:HEAD_WITHIN]]
    return {first.casefold(): second for first, second, *_ in both}


def head_of(
    rows: Sequence[Sequence[str]], titles: Sequence[str], optional: Collection[str], again: str
) -> tuple[int, dict[int, str]]:
    """The number of the row of titles, place → title; the first of ``titles`` begins it.

    A sheet may do without ``optional``. Raises Unreadable; ``again``: what to do then.
    """
    known = {name.casefold(): name for name in titles}
    for number, row in enumerate(rows[:HEAD_WITHIN], 1):
        words = [clean(text) for text in row]
        if not words or words[0].casefold() != titles[0].casefold():
            continue
        strange = [word for word in words if word and word.casefold() not in known]
        if strange:
            odd = strange[0][:40]
            raise Unreadable(f"Ligne {number}\u00a0: le titre «\u00a0{odd}\u00a0» n’est pas d’ici. {again}")
        found = {place: known[word.casefold()] for place, word in enumerate(words) if word}
        lacking = sorted(set(titles) - set(optional) - set(found.values()))
        if lacking or len(set(found.values())) < len(found):
            names = ", ".join(lacking[:5]) or "un titre s’y trouve deux fois"
            raise Unreadable(
                f"Ligne {number}\u00a0: les titres ne sont plus ceux de la feuille ({names}). {again}"
            )
        return number, found
    raise Unreadable(f"La ligne des titres, qui commence par «\u00a0{titles[0]}\u00a0», manque. {again}")


def rows_under(
    rows: Sequence[Sequence[str]], number: int, head: dict[int, str], longest: int
) -> Iterator[Read]:
    """The rows under the titles that hold something; text under no title is kept, to be refused."""
    for line, row in enumerate(rows[number:], number + 1):
        texts = ((place, _text(cell, longest)) for place, cell in enumerate(row))
        cells = tuple(
            (get_column_letter(place + 1), head.get(place, ""), text) for place, text in texts if text
        )
        if cells:
            yield Read(line, cells)


def _text(cell: str, longest: int) -> str:
    """What was typed, line by line; a CSV of ours marks with « ' » what a spreadsheet would run."""
    return unmarked(several_lines(cell)[:longest].strip())

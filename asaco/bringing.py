"""A sheet of villages that comes back: what it says of each, put in the table to be read, nothing written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from asaco.aggregates import Line
from asaco.exports import AIRE_ROW, CODE, FORMAT, FORMAT_ROW, MEMBERS, MONEY, YEAR_ROW
from cscom.models import Aire
from files.sheets.limits import UnknownSheet, Unreadable
from files.sheets.rows import clean, rows_in, unmarked

HEAD_WITHIN = 20
LONGEST = 250
AGAIN = "Téléchargez la table de ces villages, reportez-y vos nombres, puis déposez-la."
NO_SHEET = f"Ce fichier n’est pas une table de villages d’ici\u00a0: sa première ligne ne le dit pas. {AGAIN}"
FIELDS: Mapping[str, str] = {**MEMBERS, **MONEY}


@dataclass(frozen=True, slots=True)
class Brought:
    """What a sheet says: village code → field → text; codes that are not of this aire."""

    said: Mapping[str, Mapping[str, str]]
    strange: Sequence[str]


def brought(octets: bytes, aire: Aire, year: int, lines: Sequence[Line]) -> Brought:
    """Read it for this aire, this year. Raises Unreadable, a French sentence: another file, year, place."""
    try:
        rows = rows_in(octets, FORMAT, LONGEST)
    except UnknownSheet as error:
        raise UnknownSheet(NO_SHEET) from error
    above = {_at(row, 0): row for row in rows[:HEAD_WITHIN]}
    if _at(above.get(FORMAT_ROW, ()), 1) != FORMAT:
        raise UnknownSheet(NO_SHEET)
    for title, wanted, what in ((AIRE_ROW, aire.code, "l’aire"), (YEAR_ROW, str(year), "l’année")):
        if (told := _at(above.get(title, ()), 1)) != wanted:
            raise Unreadable(
                f"Cette table est celle de {what} «\u00a0{told[:40]}\u00a0», pas de celle-ci. {AGAIN}"
            )
    start = next((n for n, row in enumerate(rows[:HEAD_WITHIN]) if _at(row, 0) == CODE), None)
    if start is None:
        raise Unreadable(f"La ligne des titres, qui commence par «\u00a0{CODE}\u00a0», manque. {AGAIN}")
    columns = {place: FIELDS[title] for place, title in enumerate(map(clean, rows[start])) if title in FIELDS}
    known = {line.village.code for line in lines}
    said: dict[str, dict[str, str]] = {}
    strange = []
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if not (code := _at(row, 0)):
            continue
        if code in said:
            raise Unreadable(f"Ligne {number}\u00a0: le village «\u00a0{code[:40]}\u00a0» y est deux fois.")
        if code in known:
            said[code] = {name: unmarked(_at(row, place)) for place, name in columns.items()}
        else:
            strange.append(code[:40])
    return Brought(said, strange)


def _at(row: Sequence[str], place: int) -> str:
    return clean(row[place], LONGEST) if place < len(row) else ""

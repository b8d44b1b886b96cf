"""A year of a convention as a sheet: what is on screen, line by line; it comes back filled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conventions.enums import CamParty, Mark
from conventions.models import Cam
from conventions.year_forms import DueForm, MoneyForm
from conventions.yearly import Line
from core.formats import HARD, day
from core.tabular import Above, Value
from files.sheets.limits import UnknownSheet, Unreadable
from files.sheets.rows import rows_in

FORMAT_ROW, FORMAT = "Format", "engagements-1"
CAM_ROW, YEAR_ROW, KEY = "Convention", "Année", "Clé"
HEAD = (KEY, "Partie qui s’engage", "Engagement", "Échéance")
# Heads of what is typed, each the name of its field.
MONEY = {
    "Annoncé (FCFA)": "announced",
    "Appelé (FCFA)": "called",
    "Payé (FCFA)": "paid",
    "Motif du trop-perçu": "reason",
}
HEAD_WITHIN, LONGEST = 20, 320
AGAIN = "Téléchargez la table de cette année, reportez-y ce que vous avez à dire, puis déposez-la."
NO_SHEET = (
    f"Ce fichier n’est pas une table d’engagements d’ici\u00a0: sa première ligne ne le dit pas. {AGAIN}"
)
MARKS = {mark.label: mark.value for mark in Mark}


def heads(party: CamParty) -> dict[str, str]:
    """The two columns of what one party says, each the name of its field."""
    return {f"{party.label}\u00a0: état": "mark", f"{party.label}\u00a0: précision": "words"}


def above(cam: Cam, year: int, today: date) -> list[Above]:
    """What tells the sheet, the convention, the year it speaks of, the day it was read."""
    return [
        (FORMAT_ROW, FORMAT),
        (CAM_ROW, cam.number, f"{cam.aire.name}, {cam.commune.name}"),
        (YEAR_ROW, str(year), f"Lu le{HARD}{day(today)}"),
    ]


def rows(lines: Sequence[Line]) -> list[list[Value]]:
    """The head, then one row a line; an empty cell was not said."""
    said = [head for party in CamParty for head in heads(party)]
    return [[*HEAD, *MONEY, *said], *(_row(line) for line in lines)]


def _row(line: Line) -> list[Value]:
    commitment, due = line.commitment, line.due
    words: list[Value] = []
    for one in line.said:
        words += [one.score.get_mark_display(), one.score.words] if one.score else ["", ""]
    return [
        str(commitment.key), commitment.get_party_display(), commitment.text, due.due_on.isoformat(),
        due.announced, due.called, due.paid, due.reason, *words,
    ]  # fmt: skip


# ---- It comes back ----
@dataclass(frozen=True, slots=True)
class Brought:
    """What a sheet says: key → field → text; keys that are not of this table."""

    said: Mapping[str, Mapping[str, str]]
    strange: Sequence[str]


def brought(octets: bytes, cam: Cam, year: int, lines: Sequence[Line], fields: Mapping[str, str]) -> Brought:
    """Read the columns ``fields`` for this convention and year. Raises Unreadable, a French sentence."""
    try:
        found = rows_in(octets, FORMAT, LONGEST)
    except UnknownSheet as error:
        raise UnknownSheet(NO_SHEET) from error
    start = _start(found, cam, year)
    columns = {
        place: fields[title.strip()] for place, title in enumerate(found[start]) if title.strip() in fields
    }
    if not columns:
        raise Unreadable(f"Les colonnes à lire ici manquent. {AGAIN}")
    known = {str(line.commitment.key) for line in lines}
    said: dict[str, dict[str, str]] = {}
    strange = []
    for number, row in enumerate(found[start + 1 :], start + 2):
        if not (key := _at(row, 0).lower()):
            continue
        if key in said:
            raise Unreadable(f"Ligne {number}\u00a0: la clé «\u00a0{key[:40]}\u00a0» y est deux fois.")
        if key in known:
            said[key] = {name: _at(row, place) for place, name in columns.items()}
        else:
            strange.append(key[:40])
    return Brought(said, strange)


def _start(found: Sequence[Sequence[str]], cam: Cam, year: int) -> int:
    """Where the titles stand, once the sheet is that of this convention and year."""
    over = {_at(row, 0): row for row in found[:HEAD_WITHIN]}
    if _at(over.get(FORMAT_ROW, ()), 1) != FORMAT:
        raise UnknownSheet(NO_SHEET)
    for title, wanted, what in (
        (CAM_ROW, cam.number, "la convention"), (YEAR_ROW, str(year), "l’année"),
    ):  # fmt: skip
        if (told := _at(over.get(title, ()), 1)) != wanted:
            raise Unreadable(
                f"Cette table est celle de {what} «\u00a0{told[:60]}\u00a0», pas de celle-ci. {AGAIN}"
            )
    start = next((n for n, row in enumerate(found[:HEAD_WITHIN]) if _at(row, 0) == KEY), None)
    if start is None:
        raise Unreadable(f"La ligne des titres, qui commence par «\u00a0{KEY}\u00a0», manque. {AGAIN}")
    return start


def _at(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def fields_of(form_of: type[DueForm], party: CamParty) -> Mapping[str, str]:
    """The columns that a table takes from the sheet."""
    return MONEY if form_of is MoneyForm else heads(party)


def said_of(lines: Sequence[Line], sheet: Brought) -> dict[int, Mapping[str, str]]:
    """What the sheet says of each line, by field, a state by its code."""
    found = {line.due.pk: sheet.said.get(str(line.commitment.key), {}) for line in lines}
    return {pk: {name: _code(name, text) for name, text in said.items()} for pk, said in found.items()}


def _code(name: str, text: str) -> str:
    """A state is written in words in the sheet, as on screen."""
    return MARKS.get(text.casefold(), text) if name == "mark" else text

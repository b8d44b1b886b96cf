"""What villages give, as a file: what is on screen, village by village; it comes back filled."""

from collections.abc import Sequence
from datetime import date

from asaco.aggregates import Line
from core.formats import HARD, day, de
from core.tabular import Above, Value
from cscom.models import Aire

FORMAT_ROW, FORMAT = "Format", "villages-1"
AIRE_ROW, YEAR_ROW, CODE = "Aire de santé", "Année", "Code"
# Heads of what is typed, each the name of its field.
MEMBERS = {"Cartes valides": "cards", "Personnes couvertes": "persons"}
MONEY = {
    "Cotisation appelée (FCFA)": "due",
    "Cotisation payée (FCFA)": "paid",
    "Motif du trop-perçu": "reason",
}
HEAD = (CODE, "Village", "Habitants", *MEMBERS, "Taux d’adhésion (%)")
OWED = "Arriérés (FCFA)"


def above(aire: Aire, year: int, today: date) -> list[Above]:
    """What tells the sheet, the aire and the year it speaks of, the day it was read."""
    return [
        (FORMAT_ROW, FORMAT),
        (AIRE_ROW, aire.code, f"Villages de l’aire de santé {de(aire.name)}"),
        (YEAR_ROW, str(year), f"Lu le{HARD}{day(today)}"),
    ]


def rows(lines: Sequence[Line], *, money: bool) -> list[list[Value]]:
    """The head, then one row a village; an empty cell was not said. ``money``: amounts too."""
    head = [*HEAD, *MONEY, OWED] if money else list(HEAD)
    return [list(head), *(_row(line, money=money) for line in lines)]


def _row(line: Line, *, money: bool) -> list[Value]:
    row: list[Value] = [
        line.village.code,
        line.village.name,
        line.people.total if line.people else None,
        line.cards,
        line.persons,
        None if line.rate is None else round(line.rate, 1),
    ]
    return [*row, line.due, line.paid, line.reason, line.owed] if money else row

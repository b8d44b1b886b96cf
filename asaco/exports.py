"""What villages give, as a file: what is on screen, village by village."""

from collections.abc import Sequence
from datetime import date

from asaco.aggregates import Line
from core.formats import HARD, day, de
from core.tabular import Value
from cscom.models import Aire

HEAD = ("Code", "Village", "Habitants", "Cartes valides", "Personnes couvertes", "Taux d’adhésion (%)")
MONEY = ("Cotisation appelée (FCFA)", "Cotisation payée (FCFA)", "Motif du trop-perçu", "Arriérés (FCFA)")


def above(aire: Aire, year: int, today: date) -> list[str]:
    """What a file that travels alone says of itself."""
    return [f"Villages de l’aire de santé {de(aire.name)}, {year}", f"Lu le{HARD}{day(today)}"]


def rows(lines: Sequence[Line], *, money: bool) -> list[list[Value]]:
    """The head, then one row a village; an empty cell was not said. ``money``: amounts too."""
    head = [*HEAD, *(MONEY if money else ())]
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

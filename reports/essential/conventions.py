"""The line of block F on conventions: how many bind, what each party says is kept."""

from collections.abc import Sequence

from conventions.aggregates import Board, Tally
from conventions.enums import NAMES, CamParty
from core.formats import HARD, join_and, number
from reports.bonds import Bond, board_of
from reports.essential.items import Item


def conventions_item(found: Sequence[Bond], year: int) -> Item:
    """Block F of the essential sheet: conventions in force of the aires, what each party says is kept."""
    label = "Conventions (CAM) en vigueur"
    if not found:
        return Item(label, "Aucune aire de santé connue.")
    binding = sum(bond.binds for bond in found)
    words = _kept_words(board_of(found), year) if binding else "Aucune aire n’a de convention en vigueur."
    return Item(label, words, f"{number(binding)} / {number(len(found))}")


def _kept_words(board: Board, year: int) -> str:
    """« Engagements de 2026 tenus : 3 sur 5 dit la commune, 2 sur 5 dit l’ASACO. »."""
    said = []
    for who in CamParty:
        heard = sum((tally for (_, speaker), tally in board.tallies.items() if speaker == who), Tally())
        if heard.judged:
            said.append(f"{number(heard.kept)} sur {number(heard.judged)} dit {NAMES[who]}")
    if not said:
        return f"Aucune partie n’a encore dit ce qui est tenu en {year}."
    return f"Engagements de {year} tenus{HARD}: {join_and(said)}."

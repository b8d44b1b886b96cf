"""Boundary changes in words: where each stands, what was just done."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.formats import counted, day
from cscom.models import BoundaryChange

State = BoundaryChange.State
# The class of its tag, its symbol: never a colour alone.
DRESS = {
    State.COMING: ("on", "clock"),
    State.WRITING: ("on", "wait"),
    State.DONE: ("done", "tick"),
    State.UNDOING: ("on", "wait"),
    State.UNDONE: ("off", ""),
    State.FAILED: ("stop", ""),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A change of the list. ``state``: word, class of its tag, symbol."""

    change: BoundaryChange
    state: tuple[str, str, str]


def list_rows(changes: Iterable[BoundaryChange]) -> list[Row]:
    """The changes as listed."""
    return [Row(c, (c.get_state_display(), *DRESS[State(c.state)])) for c in changes]


def done_words(change: BoundaryChange) -> str:
    """What confirming did."""
    since = f"{change.title}, à partir du {day(change.starts_on)}"
    if change.state == State.COMING:
        return f"Noté\u00a0: {since}. Le changement se fera ce jour-là\u202f; d’ici là, rien ne bouge."
    if change.state == State.WRITING:
        return (
            f"{since}\u00a0: les totaux se refont. Vous pouvez quitter cette page, un avis vous préviendra."
        )
    months = change.facts["months"]["count"]
    if not months:
        return f"Fait\u00a0: {since}. Aucun mois n’est encore compté depuis ce jour."
    return f"Fait\u00a0: {since}. Totaux refaits pour {counted(months, 'mois', 'mois')}."


def undone_words(change: BoundaryChange) -> str:
    """What undoing did."""
    if change.state == State.UNDOING:
        return f"{change.title}\u00a0: l’annulation est en cours. Un avis vous préviendra."
    return f"Annulé\u00a0: {change.title}. Tout est comme avant, les totaux aussi."

"""The history of one line: what was said of it, when, by whom, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from core.access import Action, Role, Scope
from core.formats import day, percent
from files.models import StoredFile
from followup.models import Followup, Mark, Postponement, State


@dataclass(frozen=True, slots=True)
class Event:
    """One change, in words."""

    at: datetime
    who: str
    what: str
    word: str
    proof: StoredFile | None = None
    opens: bool = False  # may this reader open the proof?


def history_of(line: Followup, scope: Scope) -> list[Event]:
    """Everything that happened to a line since it was written (two queries)."""
    events = [_marked(mark, scope) for mark in line.marks.select_related("person", "proof")]
    events += [_postponed(move) for move in line.postponements.select_related("person")]
    return sorted(events, key=lambda event: event.at, reverse=True)


def opens(proof: StoredFile | None, scope: Scope) -> bool:
    """May this reader open the proof? The door to files asks it again."""
    return proof is not None and scope.may(Action(proof.action), proof.where())


def _marked(mark: Mark, scope: Scope) -> Event:
    after = State(mark.after).label
    what = f"{State(mark.before).label} → {after}" if mark.before != mark.after else after
    if mark.progress is not None:
        what += f", {percent(mark.progress)}"
    return Event(mark.at, _who(mark), what, mark.word, mark.proof, opens(mark.proof, scope))


def _postponed(move: Postponement) -> Event:
    what = f"échéance\u00a0: {day(move.before)} → {day(move.after)}"
    return Event(move.at, _who(move), what, move.reason)


def _who(row: Mark | Postponement) -> str:
    """« Awa Diarra, directeur technique du centre »."""
    role = Role(row.role).label if row.role else ""
    return ", ".join(word for word in (str(row.person or ""), role) if word)

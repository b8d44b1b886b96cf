"""The table of lines as a CSV file: what is on screen, all its pages."""

from collections.abc import Iterable
from datetime import date

from core.tabular import Value
from followup.models import Followup, State

HEAD = (
    "Numéro", "Lieu", "Nom du lieu", "Engagement", "Responsable", "Fonction", "Pris le", "Échéance",
    "Jours de retard", "Reports d’échéance", "Avancement", "En pour cent", "Dernier mot", "Fait ou annulé le",
    "Preuve attendue", "Origine",
)  # fmt: skip


def rows(lines: Iterable[Followup], today: date) -> list[list[Value]]:
    """The head, then one row a line; lines come with their postponements."""
    return [list(HEAD), *(_row(line, today) for line in lines)]


def _row(line: Followup, today: date) -> list[Value]:
    return [
        line.number, line.place_kind.label, line.place.name, line.text,
        str(line.owner or ""), line.owner_words,
        line.taken_on.isoformat(), line.due_on.isoformat(), line.days_late(today),
        line.postponed,  # type: ignore[attr-defined]  # annotated by with_postponements
        State(line.state).label, line.progress, line.word,
        line.settled_on.isoformat() if line.settled_on else "", line.proof_wanted, line.origin_label,
    ]  # fmt: skip

"""What the files of figures share: their name, the lines over them, their figures as cells."""

from collections.abc import Sequence

from django.utils.text import slugify

from core.formats import HARD
from core.tabular import Value
from monitoring.aggregates import Figure
from monitoring.board import Board
from monitoring.figures import Point
from monitoring.spans import months_words
from monitoring.units import title_of

SMALL = "petit nombre"  # kept from this reader
NOTHING = "sans objet"  # received, with nothing to divide by
COUNTED_ON_A_DAY = "aires connues à la fin du dernier mois"
HEAD = (
    "Code", "Indicateur", "Valeur", "Unité", "État", "Cible", "Un an avant", "Reçus", "Attendus",
    "Provisoire", "À vérifier", "Depuis un an", "Compté", "Rapporté à", "Reçus, attendus",
)  # fmt: skip


def file_name(what: str, code: str, name: str, *when: str) -> str:
    """« dix-chiffres-ML020201-banamba-annee-2026-08 »: what, which place, when; no ending."""
    return "-".join(filter(None, [what, code, slugify(name.replace("’", " ")), *when]))


def board_name(board: Board, what: str) -> str:
    """The name of a file of this page."""
    return file_name(what, board.thing.code, board.thing.name, board.span.code, board.span.last.code)


def above(board: Board, figure: Figure | None = None) -> list[str]:
    """Of where, of when, what counts: a file travels alone. ``figure``: the only one that it tells."""
    behind = COUNTED_ON_A_DAY if figure and figure.of_day else board.counted
    return [f"{title_of(board.thing)}, {months_words(board.span.months)}", f"Compté{HARD}: {behind}."]


def counts_heads(figure: Figure) -> list[str]:
    """The heads of the two columns that say what stands behind it."""
    return ["Aires comptées", "Aires"] if figure.of_day else ["Reçus", "Attendus"]


def exact(value: float | None) -> float | None:
    """Four decimals; None is an empty cell."""
    return None if value is None else round(value, 4)


def exported(figure: Figure | Point) -> float | str | None:
    """The value in a file: a number, « <5 » for a small count that is kept, nothing."""
    if figure.value is None:
        return figure.kept.replace(HARD, "") if figure.kept.startswith("<") else figure.kept or None
    return exact(figure.value)


def state_words(figure: Figure) -> str:
    """Why there is no number, or how it stands against its target; never empty for an empty cell."""
    if figure.missing:
        return figure.missing_word
    if figure.kept:
        return SMALL
    return NOTHING if figure.value is None else figure.status_word.lower()


def provisional_words(figure: Figure) -> str:
    return "oui" if figure.provisional else ""


def figure_rows(figures: Sequence[Figure]) -> list[list[Value]]:
    """The head, one row a figure."""
    return [list(HEAD), *(_row(figure) for figure in figures)]


def _row(f: Figure) -> list[Value]:
    return [
        f.code, f.long_label, exported(f), f.unit_text, state_words(f), f.target_text, f.last_year_text,
        f.n, f.expected, provisional_words(f), f.check,
        " ".join(filter(None, [f.delta_text, f.delta_word])), exact(f.above), exact(f.below),
        "aires" if f.of_day else "rapports",
    ]  # fmt: skip

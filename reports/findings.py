"""What to remember of a quarter: three sentences that the figures write themselves."""

from collections.abc import Sequence

from core.formats import HARD, MONTHS, NARROW, counted, join_and
from monitoring.aggregates import Figure, Matrix, MatrixRow
from monitoring.figures import unit_after

BETTER = "mieux"
FAR = "far"
ABSENT = ("non_recu", "renvoye")
NAMED = 4  # aires named in a sentence; beyond, they are counted


def findings(figures: Sequence[Figure], matrix: Matrix) -> list[str]:
    """The best progress, what is farthest from its target, the reports that are missing; in this order."""
    worst = farthest_of(figures)
    return [s for s in (progress(figures, worst), farthest(figures, worst), missing(matrix)) if s]


def progress(figures: Sequence[Figure], worst: Figure | None) -> str:
    """The figure that got most better in a year, relative to what it was; another than ``worst`` if any."""
    better = [f for f in figures if f.delta_word == BETTER and f.last_year_value]
    better = [f for f in better if f != worst] or better
    if not better:
        compared = [f for f in figures if f.last_year_value is not None and not f.missing]
        return "Aucun des dix chiffres ne s’est amélioré en un an." if compared else ""
    best = max(better, key=_change)
    return (
        f"Le plus net progrès{HARD}: {_named(best)} est à {_value(best)}, "
        f"contre {best.last_year_text} un an avant."
    )


def farthest_of(figures: Sequence[Figure]) -> Figure | None:
    """The figure that reaches the smallest part of its target; None when none is far."""
    return min((f for f in figures if f.status == FAR and not f.missing), key=_reached, default=None)


def farthest(figures: Sequence[Figure], worst: Figure | None) -> str:
    """What is farthest from its target, or that nothing is far."""
    if worst is None:
        judged = [f for f in figures if f.status and not f.missing]
        return "Aucun chiffre n’est loin de sa cible." if judged else ""
    far = sum(f.status == FAR and not f.missing for f in figures)
    others = f" ({far} chiffres sont loin de la leur)" if far > 1 else ""
    return (
        f"Le plus loin de sa cible{HARD}: {_named(worst)} est à {_value(worst)}, "
        f"pour une cible de {worst.target_text}{others}."
    )


def missing(matrix: Matrix) -> str:
    """Which aires owe which months: what is not in, then what is in but not validated."""
    absent = [(_with_months(row, matrix), n) for row in matrix.rows if (n := _count(row, *ABSENT))]
    waiting = sum(_count(row, "recu") for row in matrix.rows)
    expected = sum(_count(row, *ABSENT, "recu", "valide") for row in matrix.rows)
    if not expected:
        return "Aucun rapport mensuel n’était attendu ce trimestre."
    if not absent and not waiting:
        return f"Les {expected} rapports mensuels attendus sont reçus et validés."
    said = [_absent(absent, expected)] if absent else []
    if waiting == 1:
        said.append(f"Un rapport reçu attend la validation du CSRéf{NARROW}; ses chiffres ne sont pas ici.")
    elif waiting:
        wait = f"{waiting} rapports reçus attendent la validation du CSRéf"
        said.append(f"{wait}{NARROW}; leurs chiffres ne sont pas ici.")
    return " ".join(said)


def _absent(absent: Sequence[tuple[str, int]], expected: int) -> str:
    total = sum(n for _, n in absent)
    names = [name for name, _ in absent[:NAMED]]
    if len(absent) > NAMED:
        names.append(counted(len(absent) - NAMED, "autre aire", "autres aires"))
    words = "rapports mensuels sur {} manquent" if total > 1 else "rapport mensuel sur {} manque"
    return f"{total} {words.format(expected)}{HARD}: {join_and(names)}."


def _with_months(row: MatrixRow, matrix: Matrix) -> str:
    """« Ouleny (août et septembre) »."""
    pairs = zip(matrix.months, row.slots, strict=True)
    return (
        f"{row.aire.name} ({join_and([MONTHS[m.number - 1] for m, slot in pairs if slot.state in ABSENT])})"
    )


def _count(row: MatrixRow, *states: str) -> int:
    return sum(slot.state in states for slot in row.slots)


def _reached(figure: Figure) -> float:
    """Which part of the target is reached, whichever way is better; 1 without a target to compare with."""
    if not figure.target or not figure.value:
        return 0.0 if figure.target else 1.0
    return min(figure.value / figure.target, figure.target / figure.value)


def _change(figure: Figure) -> float:
    """How much of what it was a figure moved."""
    now, before = figure.value or 0.0, figure.last_year_value or 0.0
    return abs(now - before) / abs(before) if before else 0.0


def _named(figure: Figure) -> str:
    return f"«{HARD}{figure.label}{HARD}»"


def _value(figure: Figure) -> str:
    return unit_after(figure.value_text, figure.unit_text)

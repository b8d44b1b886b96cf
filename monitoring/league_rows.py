"""Places against one another as rows of a file: a row a place, four columns an indicator."""

from collections.abc import Iterable, Sequence

from core.tabular import Value
from monitoring.downloads import counts_heads, exported, state_words
from monitoring.figures import Figure
from monitoring.league import League


def league_rows(table: League, head: str, whole: tuple[str, Sequence[Figure]] | None) -> list[list[Value]]:
    """``head``: what the places are; ``whole``: the name, the figures of what they make, as the last row."""
    first: list[Value] = ["Code", head, "Précision"]
    columns = zip(table.columns, zip(*(entry.figures for entry in table.entries), strict=True), strict=True)
    for column, figures in columns:
        first += _heads(column.label, column.target_text, figures)
    rows: list[list[Value]] = [
        [entry.unit.code, entry.unit.name, entry.unit.note, *_cells(entry.figures)] for entry in table.entries
    ]
    if whole:
        name, made = whole
        known = {figure.code: figure for figure in made}
        rows.append(["", name, "ensemble", *_cells(known.get(column.code) for column in table.columns)])
    return [first, *rows]


def _heads(label: str, target: str, figures: Sequence[Figure]) -> list[Value]:
    unit = next((figure.unit_text for figure in figures if figure.unit_text), "")
    said = ", ".join(filter(None, [unit, f"cible {target}" if target else ""]))
    title = f"{label} ({said})" if said else label
    return [title, f"{label}, état", *(f"{label}, {head.lower()}" for head in counts_heads(figures[0]))]


def _cells(figures: Iterable[Figure | None]) -> list[Value]:
    cells: list[Value] = []
    for figure in figures:
        if figure is None:
            cells += [None, "", None, None]
            continue
        doubts = ["provisoire" if figure.provisional else "", figure.check]
        said = ", ".join(filter(None, [state_words(figure), *doubts]))
        cells += [exported(figure), said, figure.n, figure.expected]
    return cells

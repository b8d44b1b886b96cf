"""The acronyms of the field with their words, read once from ``glossary.csv``."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "glossary.csv"


@dataclass(frozen=True, slots=True)
class Term:
    """An acronym, what its letters stand for, what it is in a sentence."""

    term: str
    expansion: str
    definition: str

    @property
    def anchor(self) -> str:
        """The id of its line on the page."""
        return self.term.lower().replace("é", "e")


@cache
def terms() -> dict[str, Term]:
    """Acronym → term, in alphabetical order. Raises ValueError when one stands twice."""
    with SOURCE.open(encoding="utf-8", newline="") as lines:
        rows = [Term(**row) for row in csv.DictReader(lines, delimiter=";", strict=True)]
    found = {row.term: row for row in rows}
    if len(found) != len(rows):
        raise ValueError(f"an acronym stands twice in {SOURCE.name}")
    return dict(sorted(found.items(), key=lambda pair: pair[0].lower()))

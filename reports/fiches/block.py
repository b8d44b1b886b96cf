"""A page of one place: its pieces in the order a visitor asks, those that this reader may not read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Door = tuple[str, str]  # words of a link, its address


@dataclass(frozen=True, slots=True)
class Block:
    """A piece: its template under ``templates/reports/fiches/``, its title, what it shows, where to read on.

    ``data`` None: this reader does not read it here; the page says so once, by its title.
    """

    name: str
    title: str
    data: Mapping[str, Any] | None
    doors: Sequence[Door] = ()

    @property
    def template(self) -> str:
        return f"reports/fiches/{self.name}.html"


@dataclass(frozen=True, slots=True)
class Fiche:
    """The whole page of a place."""

    over: str  # what kind of place it is
    title: str
    code: str
    doors: Sequence[Door]
    every: Sequence[Block] = field(default=())

    @property
    def blocks(self) -> list[Block]:
        """Those that this reader reads."""
        return [block for block in self.every if block.data is not None]

    @property
    def veiled(self) -> list[str]:
        """The titles of the others."""
        return [block.title for block in self.every if block.data is None]


def first(rows: Iterable[Any], most: int) -> tuple[list[Any], int]:
    """The first ``most`` rows, and how many are left out."""
    found = list(rows)
    return found[:most], max(len(found) - most, 0)

"""What a file said, kept as JSON until it is confirmed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from monitoring.form import Value


class Kind(StrEnum):
    """What was sent; the value is the origin written in the history of the report."""

    SHEET = "fichier"
    RESCUE = "secours"


@dataclass(frozen=True, slots=True)
class Spot:
    """One report that the file speaks of, and where: ``line``, ``column`` of its head.

    ``version`` was written in the sheet; ``base`` is what a device had seen, cell by cell (None: a sheet).
    """

    aire: str
    month: str
    line: int
    column: str
    version: int = 0
    base: Mapping[str, Value | None] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One box as it was typed; ``spot`` is the rank of its report."""

    line: int
    spot: int
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be taken: where it stands, what was typed, why, what to do."""

    line: int
    column: str
    aire: str
    cell: str
    typed: str
    why: str
    todo: str


@dataclass(frozen=True)
class Content:
    """All of a file. ``form``: the form a sheet was made on. Of a rescue file, ``by``: whose device wrote it;
    ``words``: sentences about the comments on cells it carries, which are not taken back.
    """

    kind: Kind
    spots: tuple[Spot, ...]
    figures: tuple[Figure, ...]
    faults: tuple[Fault, ...] = ()
    form: str = ""
    by: str = ""
    words: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Figures as short lists: a district has seven thousand."""
        return {
            "kind": self.kind.value,
            "spots": [asdict(spot) for spot in self.spots],
            "figures": [[f.line, f.spot, f.key, f.text] for f in self.figures],
            "faults": [asdict(fault) for fault in self.faults],
            "form": self.form,
            "by": self.by,
            "words": list(self.words),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Content":
        return cls(
            kind=Kind(kept["kind"]),
            spots=tuple(Spot(**spot) for spot in kept["spots"]),
            figures=tuple(Figure(*figure) for figure in kept["figures"]),
            faults=tuple(Fault(**fault) for fault in kept["faults"]),
            form=kept["form"],
            by=kept["by"],
            words=tuple(kept.get("words", ())),
        )

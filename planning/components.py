"""The components of the PRODESS under which activities are filed, read from their sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from communes.sheets import Column, Sheet, read_sheet, text, yes_no

FOLDER = Path(__file__).parent / "catalogue"


@dataclass(frozen=True, slots=True)
class Component:
    """One component: its code, its name, who says so, whether that is sure."""

    code: str
    name: str
    source: str
    unconfirmed: bool

    @property
    def words(self) -> str:
        """« V1 Accès géographique… »."""
        return f"{self.code} {self.name}"


@cache
def components() -> Mapping[str, Component]:
    """By code, in the order of the sheet. Raises BadSheet, FileNotFoundError."""
    columns = (
        Column("code", text(10)),
        Column("nom", text(120)),
        Column("source", text(120)),
        Column("a_confirmer", yes_no),
    )
    rows = read_sheet(FOLDER, Sheet("components.csv", columns, ("code",)))
    found = (Component(row["code"], row["nom"], row["source"], row["a_confirmer"]) for row in rows)
    return MappingProxyType({component.code: component for component in found})


def standing() -> str:
    """« à confirmer (PRODESS II…) » while a name is not sure, "" afterwards."""
    sources = sorted({component.source for component in components().values() if component.unconfirmed})
    return f"à confirmer ({', '.join(sources)})" if sources else ""

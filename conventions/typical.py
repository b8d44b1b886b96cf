"""The commitments that a first convention is written from, read from their sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from communes.sheets import Column, Sheet, one_of, read_sheet, text, whole, yes_no
from conventions.enums import CamParty, Frequency

FOLDER = Path(__file__).parent / "catalogue"


@dataclass(frozen=True, slots=True)
class Typical:
    """One commitment: who promises, what, how often, by the end of which month, with which proof."""

    party: str
    text: str
    frequency: str
    due_month: int
    evidence: str
    source: str
    unconfirmed: bool

    @property
    def source_words(self) -> str:
        """Where the line comes from; what no text confirms says so."""
        return f"à confirmer\u00a0: {self.source}" if self.unconfirmed else self.source


@cache
def typical() -> Sequence[Typical]:
    """In the order of the sheet. Raises BadSheet, FileNotFoundError."""
    columns = (
        Column("partie", one_of(*CamParty.values)),
        Column("engagement", text(300)),
        Column("frequence", one_of(*Frequency.values)),
        Column("mois", whole(1, 12)),
        Column("preuve", text(200)),
        Column("source", text(45)),
        Column("a_confirmer", yes_no),
    )
    rows = read_sheet(FOLDER, Sheet("engagements.csv", columns, ("partie", "engagement")))
    return tuple(
        Typical(
            row["partie"], row["engagement"], row["frequence"], row["mois"], row["preuve"], row["source"],
            row["a_confirmer"],
        )
        for row in rows
    )  # fmt: skip

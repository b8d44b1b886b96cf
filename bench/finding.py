"""What a measure hands over: tables to read, verdicts against goals."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self, TypeAlias

BROKEN = "arrêtée"
Rows: TypeAlias = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the document; ``note`` is said under it, ``listing`` is printed as it is."""

    title: str
    head: tuple[str, ...] = ()
    rows: Rows = field(default_factory=list)
    note: str = ""
    listing: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One goal: what was measured, what was wanted, whether it is held."""

    what: str
    measured: str
    goal: str
    held: bool


@dataclass(slots=True)
class Finding:
    """What one measure found."""

    name: str
    tables: list[Table] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def most(self, what: str, measured: float, goal: float, unit: str = "", decimals: int = 2) -> None:
        """A verdict for a measure that must not exceed its goal."""
        said = f"{french(measured, decimals)}{unit}"
        self.verdicts.append(
            Verdict(what, said, f"≤ {french(goal, short(goal))}{unit}", round(measured, decimals) <= goal)
        )

    def least(self, what: str, measured: float, goal: float, unit: str = "", decimals: int = 2) -> None:
        """A verdict for a measure that must reach its goal."""
        said = f"{french(measured, decimals)}{unit}"
        self.verdicts.append(
            Verdict(what, said, f"≥ {french(goal, short(goal))}{unit}", round(measured, decimals) >= goal)
        )

    def plain(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)

    @classmethod
    def read(cls, said: dict[str, Any]) -> Self:
        """From what ``plain`` gave."""
        tables = [
            Table(t["title"], tuple(t["head"]), [tuple(r) for r in t["rows"]], t["note"], t["listing"])
            for t in said["tables"]
        ]
        return cls(said["name"], tables, [Verdict(**verdict) for verdict in said["verdicts"]])


def broken(name: str) -> Verdict:
    """A measure that could not be taken."""
    return Verdict(f"mesure « {name} »", BROKEN, "prise", held=False)


def short(value: float) -> int:
    """As few decimals as a goal needs."""
    return next(d for d in (0, 1, 2) if d == 2 or round(value, d) == value)


def french(value: float, decimals: int = 0) -> str:
    """« 1 234,5 »."""
    return f"{value:,.{decimals}f}".replace(",", "\u202f").replace(".", ",")

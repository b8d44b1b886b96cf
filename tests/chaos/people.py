"""Who acts while the site dies, as the program that made them tells it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Desk:
    """An aire whose month is typed: its secretary's token, the cells of a section.

    ``session``: the same person's browser; ``carried``: the cells that their devices type.
    """

    report: str  # « aire/mois », as in addresses
    token: str
    cells: tuple[str, ...]
    session: str
    carried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """An aire whose month is declared, sent back, declared again: by its secretary, by the CSRéf."""

    report: str
    secretary: str
    sis: str


@dataclass(frozen=True, slots=True)
class World:
    """Everybody; ``region``: the session of the person who asks for every commune's quarter."""

    desks: tuple[Desk, ...]
    offices: tuple[Office, ...]
    region: str
    quarter: str
    communes: int


def world_of(told: dict[str, object]) -> World:
    """Read back what was told as JSON."""
    desks = tuple(
        Desk(**d | {"cells": tuple(d["cells"]), "carried": tuple(d["carried"])})  # type: ignore[arg-type]
        for d in _list(told["desks"])
    )
    offices = tuple(Office(**office) for office in _list(told["offices"]))
    return World(desks, offices, str(told["region"]), str(told["quarter"]), int(str(told["communes"])))


def _list(found: object) -> list[dict[str, str]]:
    assert isinstance(found, list)
    return found

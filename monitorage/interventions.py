"""The catalogue of the monitorage, read from its sheets: interventions, six determinants each, by version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.db import models

from communes.sheets import Column, Row, Sheet, one_of, read_sheet, text, whole
from monitoring.formula import Formula, known_formula

FOLDER = Path(__file__).parent / "catalogue"
LATEST = 1
STANDING = "version 1, à valider par le CSRéf"


class Determinant(models.TextChoices):
    """The six links, from the whole to the effect; a weak one lowers those after it."""

    TARGET = "cible", "population cible"
    AVAILABLE = "disponibilite", "disponibilité"
    ACCESSIBLE = "accessibilite", "accessibilité"
    USED = "utilisation", "utilisation"
    ADEQUATE = "adequate", "couverture adéquate"
    EFFECTIVE = "effective", "couverture effective"


ORDER = tuple(Determinant)
SHORT: Mapping[str, str] = MappingProxyType(
    dict(zip(ORDER, ("cible", "disponible", "accessible", "utilisé", "adéquat", "effectif"), strict=True))
)


class Mode(models.TextChoices):
    """Where a determinant comes from."""

    TOTALS = "totaux", "calculé des rapports validés"
    OUT_OF_STOCK = "ruptures", "calculé des jours de rupture"
    DISTANCE = "distance", "calculé des distances"
    SAMPLE = "echantillon", "saisi, d’un échantillon de 30"
    ENTERED = "saisi", "saisi"


COMPUTED = (Mode.TOTALS, Mode.OUT_OF_STOCK, Mode.DISTANCE)


@dataclass(frozen=True, slots=True)
class Step:
    """One determinant of one intervention: how it is found, in words and as a formula."""

    determinant: Determinant
    mode: Mode
    reckoning: str  # codes, a formula, kilometres; "" for what is entered
    definition: str
    source: str

    @property
    def computed(self) -> bool:
        return self.mode in COMPUTED

    @property
    def formula(self) -> Formula:
        """Of the totals of the semester."""
        return known_formula(self.reckoning)

    @property
    def codes(self) -> tuple[str, ...]:
        """The elements of the monthly report that it reads."""
        if self.mode == Mode.TOTALS:
            return tuple(sorted(self.formula.uses))
        return tuple(self.reckoning.split()) if self.mode == Mode.OUT_OF_STOCK else ()


@dataclass(frozen=True, slots=True)
class Intervention:
    """One chain of determinants; ``group`` is its yearly target, over target groups."""

    code: str
    name: str
    target: str
    group: Formula
    steps: tuple[Step, ...]  # from availability on: the target is all of it

    def step(self, determinant: str) -> Step:
        """Raises KeyError when there is none."""
        found = next((step for step in self.steps if step.determinant == determinant), None)
        if found is None:
            raise KeyError(determinant)
        return found


@cache
def interventions(version: int = LATEST) -> Mapping[str, Intervention]:
    """By code, in the order of the sheet. Raises BadSheet, FileNotFoundError."""
    chains = Sheet(
        f"interventions-v{version}.csv",
        (
            Column("code", text(20)),
            Column("ordre", whole(1, 99)),
            Column("nom", text(60)),
            Column("cible", text(120)),
            Column("formule", text(100)),
        ),
        ("code",),
    )
    links = Sheet(
        f"determinants-v{version}.csv",
        (
            Column("intervention", text(20)),
            Column("determinant", one_of(*(d.value for d in ORDER[1:]))),
            Column("mode", one_of(*Mode.values)),
            Column("calcul", text(200), optional=True),
            Column("definition", text(300)),
            Column("source", text(120)),
        ),
        ("intervention", "determinant"),
    )
    steps: dict[str, list[Step]] = {}
    for row in read_sheet(FOLDER, links):
        steps.setdefault(row["intervention"], []).append(_step(row))
    rows = sorted(read_sheet(FOLDER, chains), key=lambda row: int(row["ordre"]))
    return MappingProxyType({row["code"]: _chain(row, steps.get(row["code"], [])) for row in rows})


def _step(row: Row) -> Step:
    mode, reckoning = Mode(row["mode"]), row["calcul"] or ""
    if (mode in COMPUTED) != bool(reckoning):
        raise row.refused("calcul", "un calcul, et seulement pour ce qui se calcule.")
    return Step(Determinant(row["determinant"]), mode, reckoning, row["definition"], row["source"])


def _chain(row: Row, steps: list[Step]) -> Intervention:
    ordered = tuple(sorted(steps, key=lambda step: ORDER.index(step.determinant)))
    if [step.determinant for step in ordered] != list(ORDER[1:]):
        raise row.refused("code", "cinq déterminants après la cible, chacun une fois.")
    return Intervention(row["code"], row["nom"], row["cible"], known_formula(row["formule"]), ordered)

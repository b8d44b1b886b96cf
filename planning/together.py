"""Plans read side by side: those of a place for a year, each with its figures, all of them summed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone

from core.access import PlaceKind
from core.formats import ordinal
from followup.table import Spot
from planning.aggregates import (
    NO_GROUP,
    NO_QUARTER,
    READ_TOGETHER,
    Figures,
    Split,
    figures_of,
    joined,
    splits_of,
    total,
)
from planning.enums import IN_FORCE, UNDERWAY, Group, PlanState
from planning.models import Plan, PlanQuerySet
from planning.wording import QUARTERS

K = TypeVar("K", str, int)
# Where a plan is looked for, by the kind of place: the way from the plan to it.
PATHS: Mapping[PlaceKind, str] = {
    PlaceKind.REGION: "aire__host_commune__cercle__region",
    PlaceKind.DISTRICT: "aire__district",
    PlaceKind.COMMUNE: "aire__host_commune",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; what it asks wrongly is as if it did not."""

    year: int
    spot: Spot | None

    @classmethod
    def read(cls, query: Mapping[str, str], years: Sequence[int], spots: Iterable[Spot]) -> "Asked":
        """The year in progress unless another that has plans is asked; every place unless one is."""
        year, code = query.get("annee", ""), query.get("lieu", "")
        known = next((one for one in years if str(one) == year), timezone.localdate().year)
        return cls(known, next((spot for spot in spots if spot.code == code), None))

    @property
    def query(self) -> str:
        """« ?annee=2027&lieu=ML0202 »: this question, in an address."""
        return "?" + urlencode({"annee": self.year} | ({"lieu": self.spot.code} if self.spot else {}))


@dataclass(frozen=True, slots=True)
class Side:
    """One plan among the others."""

    plan: Plan
    figures: Figures
    split: Split


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the whole cost; ``percent`` None when the whole costs nothing."""

    words: str
    amount: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class Together:
    """The plans of a place for a year."""

    sides: Sequence[Side]

    @property
    def figures(self) -> Figures:
        return total(side.figures for side in self.sides)

    @property
    def states(self) -> list[tuple[str, int]]:
        """How many plans stand in each state, in the order of the circuit."""
        counts = [side.plan.state for side in self.sides]
        return [(state.label, counts.count(state)) for state in PlanState if state in counts]

    def shares(self) -> list[tuple[str, list[Share]]]:
        """(title, parts) by component, quarter, group."""
        split, cost = joined(side.split for side in self.sides), self.figures.cost
        return [
            ("Par composante du PRODESS", _shares(split.component, component_words, cost)),
            ("Par trimestre", _shares(split.quarter, quarter_words, cost)),
            ("Par groupe touché", _shares(split.group, group_words, cost)),
        ]


def spots_of(plans: PlanQuerySet) -> list[Spot]:
    """The régions, districts, communes of these plans, by kind, name (one query)."""
    names = [f"{path}__{name}" for path in PATHS.values() for name in ("pk", "code", "name")]
    found = {
        Spot(kind, row[3 * n], row[3 * n + 1], row[3 * n + 2])
        for row in plans.order_by().values_list(*names).distinct()
        for n, kind in enumerate(PATHS)
        if row[3 * n]
    }
    order = list(PATHS)
    return sorted(found, key=lambda spot: (order.index(spot.kind), spot.name, spot.code))


def years_of(plans: PlanQuerySet) -> list[int]:
    """The years of these plans, the latest first (one query)."""
    return list(plans.order_by("-year").values_list("year", flat=True).distinct())


def chosen(plans: PlanQuerySet, asked: Asked) -> QuerySet[Plan]:
    """Those of the year and place; where a plan is in force, not its amendment that is being written."""
    found = plans.filter(year=asked.year, state__in=READ_TOGETHER)
    if asked.spot:
        found = found.filter(**{PATHS[asked.spot.kind]: asked.spot.id})
    return found.exclude(state__in=UNDERWAY, amends__state__in=IN_FORCE)


def together(plans: QuerySet[Plan]) -> Together:
    """Side by side, by name of their aire: four queries, however many plans, however many lines."""
    figures, splits = figures_of(plans), splits_of(plans)
    rows = plans.select_related("aire__host_commune__cercle__region", "aire__district").order_by(
        "aire__name", "aire__code"
    )
    return Together(
        [Side(plan, figures.get(plan.pk, Figures(plans=1)), splits.get(plan.pk, Split())) for plan in rows]
    )


def component_words(code: str) -> str:
    """« C2 »; « sans composante »."""
    return code or "sans composante"


def quarter_words(quarter: int) -> str:
    """« 1er trimestre »; « sans trimestre »."""
    return "sans trimestre" if quarter == NO_QUARTER else f"{ordinal(quarter)} trimestre"


def group_words(code: str) -> str:
    """« femmes enceintes »; « aucun groupe nommé »."""
    return Group(code).label if code != NO_GROUP else "aucun groupe nommé"


GROUPS = (*Group.values, NO_GROUP)
QUARTERS_AND_NONE = (*QUARTERS, NO_QUARTER)


def _shares(found: "Mapping[K, int]", words: "Callable[[K], str]", cost: int) -> list[Share]:
    amounts = sorted(((words(key), amount) for key, amount in found.items() if amount), key=lambda pair: pair)
    return [Share(said, amount, 100 * amount / cost if cost else None) for said, amount in amounts]

"""The plans a page lists: which ones an address asks for, what each amounts to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from core.access import Scope
from cscom.models import Aire
from planning.effects import page_of
from planning.enums import PlanState
from planning.models import Activity, Plan, PlanQuerySet
from planning.news import subject_of

COPIED: Final = 3  # earlier plans offered


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; what it asks wrongly is as if it did not."""

    year: int | None
    state: str
    place: str

    @classmethod
    def read(cls, query: Mapping[str, str], years: Iterable[int]) -> "Asked":
        year = next((year for year in years if str(year) == query.get("annee")), None)
        state = query.get("etat", "")
        return cls(year, state if state in PlanState.values else "", query.get("lieu", "").strip()[:60])

    @property
    def narrows(self) -> bool:
        return bool(self.year or self.state or self.place)

    @property
    def states(self) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in PlanState.choices]


@dataclass(frozen=True, slots=True)
class Row:
    """One plan of a list: what it costs, what is still to be found, in FCFA."""

    plan: Plan
    url: str
    title: str
    lines: int
    cost: int
    sought: int


def years_of(plans: PlanQuerySet) -> list[int]:
    """Years that have a plan, the latest first (one query)."""
    return sorted(set(plans.order_by().values_list("year", flat=True)), reverse=True)


def chosen(plans: PlanQuerySet, asked: Asked) -> QuerySet[Plan]:
    """The plans of the address, by year, commune, aire. ``lieu``: part of the name of either."""
    rows = plans.select_related("aire__host_commune")
    if asked.year:
        rows = rows.filter(year=asked.year)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.place:
        named = Aire.objects.filter(name__icontains=asked.place) | Aire.objects.filter(
            host_commune__name__icontains=asked.place
        )
        rows = rows.filter(aire__in=named.values("pk"))
    return rows.order_by("-year", "aire__host_commune__name", "aire__name", "-edition", "pk")


def of_aire(aire: Aire, scope: Scope) -> list[Plan]:
    """The plans of an aire that this reader sees, the latest first (one query)."""
    plans = Plan.objects.visible_to(scope).filter(aire=aire)
    return list(plans.select_related("aire__host_commune").order_by("-year", "-edition"))


def copyable(plan: Plan) -> Sequence[Plan]:
    """Earlier plans of the aire that have lines, the latest first (one query)."""
    lines = Activity.objects.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count("pk"))
    before = Plan.objects.filter(aire=plan.aire_id, year__lt=plan.year).exclude(state=PlanState.WITHDRAWN)
    counted = before.annotate(n=Coalesce(Subquery(lines.values("n")), 0)).filter(n__gt=0)
    return list(counted.select_related("aire").order_by("-year", "-edition")[:COPIED])


def rows_of(plans: Sequence[Plan]) -> list[Row]:
    """Each with its sums (one query)."""
    sums = {
        found["plan"]: found
        for found in Activity.objects.filter(plan__in=plans)
        .order_by()
        .values("plan")
        .annotate(lines=Count("pk"), whole=Sum("cost"), open=Sum("sought"))
    }
    none = {"lines": 0, "whole": 0, "open": 0}
    return [
        Row(plan, page_of(plan), subject_of(plan), said["lines"], said["whole"], said["open"])
        for plan in plans
        for said in [sums.get(plan.pk, none)]
    ]

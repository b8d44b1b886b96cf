"""What is done of the plans of a place, for the pages, the papers of reports: the same figures everywhere."""

from collections import defaultdict
from collections.abc import Sequence

from communes.models import Commune, District, Region
from core.access import Action, PlaceKind, PlaceSet, Scope
from cscom.models import Aire
from planning.aggregates import (
    EXECUTED,
    YEAR_END,
    Figures,
    at,
    figures_at,
    figures_hosted,
    figures_of,
    total,
)
from planning.models import Plan


def seen_at(place: Commune | District | Region, year: int, scope: Scope) -> Figures:
    """Approved plans of a year that this reader sees (one query)."""
    if isinstance(place, Commune):
        here = PlaceSet.of(PlaceKind.COMMUNE, place.pk)
        if scope.reach(Action.PLAN_SEE).covers(here):
            return figures_hosted(place, year)
    return figures_at(place, year, Plan.objects.visible_to(scope))


def printed_at(commune: Commune, year: int, until: int = YEAR_END) -> Figures:
    """Approved plans of a year, done by the end of a quarter, for a paper of the commune (one query)."""
    return figures_hosted(commune, year, until=until)


def by_plan(place: Aire | Commune | District | Region, year: int) -> list[tuple[Plan, Figures]]:
    """Each approved plan of an aire, of those of a place, of those a commune hosts (two queries)."""
    every = Plan.objects.all()
    here = every.filter(aire=place) if isinstance(place, Aire) else at(every, place)
    plans = here.filter(year=year, state__in=EXECUTED)
    figures = figures_of(plans)
    rows = plans.select_related("aire").order_by("aire__name")
    return [(plan, figures.get(plan.pk, Figures(plans=1))) for plan in rows]


def by_district(region: Region, year: int, scope: Scope) -> Sequence[tuple[District, Figures]]:
    """Each district of a région that has an approved plan (three queries)."""
    plans = at(Plan.objects.visible_to(scope), region).filter(year=year, state__in=EXECUTED)
    figures, held = figures_of(plans), defaultdict[int | None, list[Figures]](list)
    for pk, district in plans.order_by().values_list("pk", "aire__district"):
        held[district].append(figures.get(pk, Figures(plans=1)))
    return [(one, total(held[one.pk])) for one in region.districts.order_by("name") if one.pk in held]

"""The only door to the numbers of plans: money by payer, component, quarter, group, what is done of it.

A number is computed the same for one plan, a commune, a région: each plan gives its ``Figures``, they add up.
A plan counts wholly in the commune that hosts its CSCOM, there alone: a budget is not shared out by villages.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from communes.models import Commune, District, Region
from core.prepared import prepared
from planning.enums import IN_FORCE, PAYERS, UNDERWAY, Group, PlanState, Source
from planning.models import Activity, Execution, Plan, PlanQuerySet
from planning.wording import QUARTERS

YEAR_END = 4  # the last quarter: nothing is left out
EXECUTED = (*IN_FORCE, PlanState.CLOSED)  # plans whose rates are told
READ_TOGETHER = (*UNDERWAY, *EXECUTED)
NO_QUARTER = 0
NO_GROUP = ""
NO_LINE = Value(0, BigIntegerField())
SUMS = ("n", "money", "weighed", "points", *(f"for_{source.value}" for source in Source))
NO_SUM = (0,) * len(SUMS)


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over the lines of some plans, in FCFA unless said; two of them add up.

    ``weighed``: Σ cost × percent done; ``points``: Σ percent done. A line of which nothing was said: 0 %.
    """

    plans: int = 0
    lines: int = 0
    cost: int = 0
    sources: tuple[int, ...] = (0,) * len(Source)  # in the order of ``Source``
    weighed: int = 0
    points: int = 0
    engaged: int = 0
    paid_by: tuple[int, ...] = (0,) * len(PAYERS)  # in the order of ``PAYERS``

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.plans + other.plans,
            self.lines + other.lines,
            self.cost + other.cost,
            tuple(map(add, self.sources, other.sources)),
            self.weighed + other.weighed,
            self.points + other.points,
            self.engaged + other.engaged,
            tuple(map(add, self.paid_by, other.paid_by)),
        )

    @property
    def by_source(self) -> list[tuple[Source, int, int | None]]:
        """(source, planned, paid); paid None for what has no payer yet."""
        paid: dict[Source, int] = dict(zip(PAYERS, self.paid_by, strict=True))
        return [(s, planned, paid.get(s)) for s, planned in zip(Source, self.sources, strict=True)]

    @property
    def sought(self) -> int:
        """The gap: what nobody pays yet."""
        return self.sources[list(Source).index(Source.SOUGHT)]

    @property
    def found(self) -> int:
        """What has a payer."""
        return self.cost - self.sought

    @property
    def paid(self) -> int:
        return sum(self.paid_by)

    @property
    def physical(self) -> Decimal | None:
        """Percent done: Σ (cost × percent) / Σ cost; when nothing costs anything, the mean of the lines;
        None without a line.
        """
        if self.cost:
            return Decimal(self.weighed) / self.cost
        return Decimal(self.points) / self.lines if self.lines else None

    @property
    def financial(self) -> Decimal | None:
        """Percent paid of what has a payer: 100 × Σ paid / (Σ cost − Σ sought); None when nothing has one."""
        return Decimal(100 * self.paid) / self.found if self.found else None


NOTHING = Figures()


def figures_of(plans: QuerySet[Plan], *, until: int = YEAR_END) -> dict[int, Figures]:
    """Each plan's figures by its pk, done from January to the end of quarter ``until``.

    One query, however many plans; one without a line is absent.
    """
    return _told(_sums(plans, until))


@prepared(commune=BigIntegerField(), year=BigIntegerField(), until=BigIntegerField())
def _hosted(commune: int, year: int, until: int) -> QuerySet[Any, Any]:
    plans = Plan.objects.filter(aire__host_commune__pk=commune, year=year, state__in=EXECUTED)
    return _sums(plans, until)


def figures_hosted(commune: Commune, year: int, *, until: int = YEAR_END) -> Figures:
    """What all plans in force or closed of ``year`` make together at a commune (one query)."""
    return total(_told(_hosted(commune=commune.pk, year=year, until=until)).values())


def _sums(plans: QuerySet[Plan], until: int) -> QuerySet[Any, Any]:
    """Two rows a plan: its lines, then what was spent on them, of which ``n`` is 0."""
    ids = plans.order_by().values("pk")
    said = Execution.objects.filter(activity=OuterRef("pk"), quarter__lte=until).exclude(physical=None)
    lines = (
        Activity.objects.filter(plan__in=ids)
        .annotate(done=Coalesce(Subquery(said.order_by("-quarter").values("physical")[:1]), 0))
        .order_by()
        .values("plan")
        .annotate(
            n=Count("pk"),
            money=Sum("cost"),
            weighed=Sum(ExpressionWrapper(F("cost") * F("done"), BigIntegerField())),
            points=Sum("done"),
            **{f"for_{source.value}": Sum(source.value) for source in Source},
        )
    )
    spent = (
        Execution.objects.filter(activity__plan__in=ids, quarter__lte=until)
        .order_by()
        .values("activity__plan")
        .annotate(
            n=NO_LINE,
            money=Sum("engaged"),
            weighed=NO_LINE,
            points=NO_LINE,
            **{f"for_{s.value}": Sum(s.value) if s in PAYERS else NO_LINE for s in Source},
        )
    )
    return lines.values_list("plan", *SUMS).union(spent.values_list("activity__plan", *SUMS), all=True)


def _told(rows: Iterable[Sequence[int]]) -> dict[int, Figures]:
    planned: dict[int, Sequence[int]] = {}
    paid: dict[int, Sequence[int]] = {}
    for plan, *sums in rows:
        (planned if sums[0] else paid)[plan] = sums
    return {plan: _figures(sums, paid.get(plan, NO_SUM)) for plan, sums in planned.items()}


def _figures(planned: Sequence[int], spent: Sequence[int]) -> Figures:
    count, cost, weighed, points, *sources = map(int, planned)
    _, engaged, _, _, *paid = map(int, spent)
    return Figures(
        plans=1,
        lines=count,
        cost=cost,
        sources=tuple(sources),
        weighed=weighed,
        points=points,
        engaged=engaged,
        paid_by=tuple(amount for source, amount in zip(Source, paid, strict=True) if source in PAYERS),
    )


def total(found: Iterable[Figures]) -> Figures:
    """Their sum."""
    return reduce(add, found, NOTHING)


def figures_at(
    place: Commune | District | Region, year: int, plans: PlanQuerySet, *, until: int = YEAR_END
) -> Figures:
    """What ``plans`` in force or closed of ``year`` make together at a place (one query)."""
    chosen = at(plans, place).filter(year=year, state__in=EXECUTED)
    return total(figures_of(chosen, until=until).values())


def at(plans: PlanQuerySet, place: Commune | District | Region) -> PlanQuerySet:
    """The plans of a place: of a commune, those of the aires it hosts."""
    match place:
        case Commune():
            return plans.filter(aire__host_commune=place)
        case District():
            return plans.filter(aire__district=place)
        case _:
            return plans.filter(aire__host_commune__cercle__region=place)


# ---- By component, quarter, group ----
@dataclass(slots=True)
class Split:
    """Cost in FCFA by component, quarter, group.

    A line is shared evenly among its months; one of no month stands under ``NO_QUARTER``. A line that reaches
    two groups counts under both: the groups may add up to more than the cost.
    """

    component: Counter[str] = field(default_factory=Counter)
    quarter: Counter[int] = field(default_factory=Counter)
    group: Counter[str] = field(default_factory=Counter)

    def count(self, component: str, months: int, groups: Sequence[str], cost: int) -> None:
        """One line more."""
        self.component[component] += cost
        self.quarter.update(shares(months, cost))
        for group in [code for code in groups if code in Group.values] or [NO_GROUP]:
            self.group[group] += cost


def splits_of(plans: QuerySet[Plan]) -> dict[int, Split]:
    """Each plan's split by its pk: one query, however many plans; those without a line are absent."""
    found: dict[int, Split] = defaultdict(Split)
    lines = Activity.objects.filter(plan__in=plans.order_by().values("pk")).order_by()
    for pk, *line in lines.values_list("plan_id", "component", "months", "groups", "cost"):
        found[pk].count(*line)
    return dict(found)


def joined(found: Iterable[Split]) -> Split:
    """Several splits as one."""
    made = Split()
    for split in found:
        made.component.update(split.component)
        made.quarter.update(split.quarter)
        made.group.update(split.group)
    return made


def shares(months: int, cost: int) -> dict[int, int]:
    """A cost among the quarters of its months, whole FCFA; what does not divide goes to the last quarter."""
    counts = {quarter: (months & bits).bit_count() for quarter, bits in QUARTERS.items()}
    busy = {quarter: count for quarter, count in counts.items() if count}
    if not busy:
        return {NO_QUARTER: cost}
    made = {quarter: cost * count // sum(busy.values()) for quarter, count in busy.items()}
    made[max(made)] += cost - sum(made.values())
    return made


def begun(year: int, today: date) -> list[int]:
    """The quarters of ``year`` that have begun: [] before it, all four after."""
    if today.year != year:
        return [] if today.year < year else list(QUARTERS)
    return [quarter for quarter in QUARTERS if 3 * quarter - 2 <= today.month]

"""Plans for the pages that read them together: one an aire of the first région, forty lines each."""

from uuid import UUID

from django.utils import timezone

from cscom.models import Aire
from planning.enums import PAYERS
from planning.models import Activity, Execution, Plan

LINES, QUARTERS = 40, 2


def give_plans(count: int) -> int:
    """This year's plans, in execution, two quarters of each line said, unless they are there; how many."""
    year = timezone.localdate().year
    if had := Plan.objects.filter(year=year).count():
        return had
    aires = Aire.objects.filter(host_commune__cercle__region__code="R0").order_by("code")[:count]
    plans = Plan.objects.bulk_create(Plan(aire=aire, year=year, state="execution") for aire in aires)
    lines = Activity.objects.bulk_create(_line(plan, rank) for plan in plans for rank in range(1, LINES + 1))
    Execution.objects.bulk_create(
        Execution(activity=line, quarter=quarter, version=1, physical=25 * quarter, engaged=line.cost // 4)
        for line in lines
        for quarter in range(1, QUARTERS + 1)
    )
    return len(plans)


def _line(plan: Plan, rank: int) -> Activity:
    cost = 50_000 * rank
    payer = PAYERS[rank % len(PAYERS)].value
    return Activity(
        plan=plan, key=UUID(int=rank), rank=rank, objective="Objectif", text=f"Activité {rank}",
        months=1 << rank % 12, quantity=1, unit_cost=cost, cost=cost, partner="ONG",
        groups=["femmes"] if rank % 2 else ["tous"], **{payer: cost},
    )  # fmt: skip

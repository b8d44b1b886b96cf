"""Rates, splits of plans: worked examples by hand."""

from datetime import date
from decimal import Decimal

import pytest

from planning.aggregates import begun, figures_at, figures_hosted, figures_of, joined, shares, splits_of
from planning.enums import Source
from planning.models import Plan
from reports.plan_rates import seen_at
from tests.cast import PARTS, Cast
from tests.planning.running import add_line, made_plan, say


@pytest.fixture
def running(everybody: Cast) -> Plan:
    """Two lines that cost, one that does not."""
    plan = made_plan(everybody.territory.aire)
    first = add_line(
        plan, 1, {Source.ASACO: 300_000, Source.COMMUNE: 300_000}, component="C1", groups=["femmes", "jeunes"]
    )
    second = add_line(plan, 2, {Source.STATE: 100_000, Source.SOUGHT: 300_000}, months=0b1001)
    add_line(plan, 3, {}, months=0, groups=["femmes"])
    say(first, 1, 20, engaged=200_000, by_asaco=100_000)
    say(first, 2, 50, engaged=100_000, by_asaco=50_000, by_commune=100_000)
    say(second, 1, 100, engaged=100_000, by_state=100_000)
    say(second, 3, None, gap="Pluies")
    return plan


def test_the_rates_of_a_plan(running: Plan) -> None:
    found = figures_of(Plan.objects.filter(pk=running.pk))[running.pk]
    assert (found.plans, found.lines, found.cost, found.sought, found.found) == (
        1,
        3,
        1_000_000,
        300_000,
        700_000,
    )
    # (600 000 × 50 + 400 000 × 100 + 0 × 0) / 1 000 000 = 70 %
    assert found.physical == Decimal(70)
    # 100 × (100 000 + 150 000 + 100 000) / 700 000 = 50 %
    assert (found.paid, found.financial) == (350_000, Decimal(50))
    assert found.engaged == 400_000
    by_source = {source: (planned, paid) for source, planned, paid in found.by_source}
    assert by_source[Source.ASACO] == (300_000, 150_000)
    assert by_source[Source.SOUGHT] == (300_000, None)


def test_the_rates_until_a_quarter(running: Plan) -> None:
    found = figures_of(Plan.objects.filter(pk=running.pk), until=1)[running.pk]
    # (600 000 × 20 + 400 000 × 100) / 1 000 000 = 52 %
    assert (found.physical, found.engaged, found.paid) == (Decimal(52), 300_000, 200_000)


def test_lines_without_a_cost_count_one_each(everybody: Cast) -> None:
    plan = made_plan(everybody.territory.aire)
    for rank, done in ((1, 100), (2, 50), (3, 0)):
        say(add_line(plan, rank, {}), 1, done)
    found = figures_of(Plan.objects.filter(pk=plan.pk))[plan.pk]
    assert (found.physical, found.financial) == (Decimal(50), None)


def test_a_plan_counts_where_its_cscom_stands(running: Plan, everybody: Cast) -> None:
    territory = everybody.territory
    host = figures_at(territory.host, 2026, Plan.objects.all())
    assert (host.plans, host.cost) == (1, 1_000_000)
    assert figures_at(territory.neighbour, 2026, Plan.objects.all()).plans == 0
    assert figures_at(territory.district, 2026, Plan.objects.all()) == host
    assert figures_at(territory.region, 2026, Plan.objects.all()) == host
    assert figures_at(territory.region, 2025, Plan.objects.all()).plans == 0


def test_the_rates_of_a_commune_as_each_reader_sees_them(running: Plan, everybody: Cast) -> None:
    """A mayor reads those of the commune without asking again what each may see: the sums are the same."""
    t = everybody.territory
    for name in PARTS:
        scope = everybody.scope_of(name)
        for place in (t.host, t.neighbour, t.district, t.region):
            plain = figures_at(place, 2026, Plan.objects.visible_to(scope))
            assert seen_at(place, 2026, scope) == plain, (name, place)
    assert seen_at(t.host, 2026, everybody.scope_of("fanta")).plans == 1
    assert figures_hosted(t.host, 2026, until=1) == figures_at(t.host, 2026, Plan.objects.all(), until=1)


def test_a_plan_that_was_replaced_counts_no_more(running: Plan, everybody: Cast) -> None:
    Plan.objects.filter(pk=running.pk).update(state="remplace")
    assert figures_at(everybody.territory.host, 2026, Plan.objects.all()).plans == 0


def test_two_plans_weigh_by_their_cost(running: Plan, everybody: Cast) -> None:
    other = made_plan(everybody.territory.second_aire)
    say(add_line(other, 1, {Source.PARTNER: 3_000_000}), 1, 10, by_partner=3_000_000)
    found = figures_at(everybody.territory.host, 2026, Plan.objects.all())
    # (70 × 1 000 000 + 10 × 3 000 000) / 4 000 000 = 25 %, not the mean of 70 and 10
    assert (found.plans, found.physical) == (2, Decimal(25))
    # 100 × (350 000 + 3 000 000) / (700 000 + 3 000 000)
    assert found.financial == Decimal(335_000_000) / 3_700_000


def test_how_a_plan_splits(running: Plan) -> None:
    split = splits_of(Plan.objects.filter(pk=running.pk))[running.pk]
    assert split.component == {"C1": 600_000, "": 400_000}
    # The second line has January and April: half in each quarter. The third has no month, no cost.
    assert split.quarter == {1: 800_000, 2: 200_000, 0: 0}
    assert split.group == {"femmes": 600_000, "jeunes": 600_000, "": 400_000}
    assert joined([split, split]).quarter == {1: 1_600_000, 2: 400_000, 0: 0}


def test_what_does_not_divide_goes_to_the_last_quarter() -> None:
    assert shares(0b1001001001, 1_000) == {1: 250, 2: 250, 3: 250, 4: 250}
    assert shares(0b001001001, 100) == {1: 33, 2: 33, 3: 34}
    assert shares(0b111111, 7) == {1: 3, 2: 4}


def test_the_quarters_that_have_begun() -> None:
    assert begun(2026, date(2026, 1, 1)) == [1]
    assert begun(2026, date(2026, 9, 30)) == [1, 2, 3]
    assert begun(2026, date(2026, 10, 1)) == [1, 2, 3, 4]
    assert (begun(2027, date(2026, 10, 1)), begun(2025, date(2026, 10, 1))) == ([], [1, 2, 3, 4])

"""Plans side by side: whose, how they sum, what a partner sees, at a cost that does not grow."""

import csv
import io
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cscom.models import Aire
from planning.enums import Source
from planning.models import Activity, Plan
from tests.cast import Cast
from tests.planning.running import add_line, made_plan, say

URL = "plan_together"


@pytest.fixture
def two(everybody: Cast) -> tuple[Plan, Plan]:
    """A plan in execution, another that waits for the CSRéf."""
    territory = everybody.territory
    running = made_plan(territory.aire)
    say(add_line(running, 1, {Source.ASACO: 600_000}, text="=Réparer"), 1, 50, by_asaco=300_000)
    waiting = made_plan(territory.second_aire, state="avis")
    add_line(waiting, 1, {Source.STATE: 100_000, Source.SOUGHT: 300_000}, groups=["femmes", "jeunes"])
    return running, waiting


def test_the_plans_of_a_place_side_by_side(two: tuple[Plan, Plan], everybody: Cast) -> None:
    territory = everybody.territory
    page = everybody.client_of("nana").get(reverse(URL), {"annee": "2026", "lieu": territory.region.code})
    found = page.context["found"]
    assert {side.plan.pk for side in found.sides} == {plan.pk for plan in two}
    assert (found.figures.cost, found.figures.sought, found.figures.paid) == (1_000_000, 300_000, 300_000)
    # (600 000 × 50 + 400 000 × 0) / 1 000 000 = 30 %
    assert found.figures.physical == 30
    assert found.states == [("avis de la commune donné", 1), ("en exécution", 1)]
    shares = dict(found.shares())
    assert [(s.words, s.amount, s.percent) for s in shares["Par groupe touché"]] == [
        ("aucun groupe nommé", 600_000, 60.0),
        ("femmes", 400_000, 40.0),
        ("jeunes", 400_000, 40.0),
    ]
    neighbour = everybody.client_of("nana").get(reverse(URL), {"lieu": territory.neighbour.code})
    assert neighbour.context["asked"].spot is None  # it hosts none: as if nothing was asked


def test_a_partner_reads_what_is_approved(two: tuple[Plan, Plan], everybody: Cast) -> None:
    page = everybody.client_of("julie").get(reverse(URL))
    assert [side.plan.pk for side in page.context["found"].sides] == [two[0].pk]
    assert page.context["figures"].cost == 600_000
    body = everybody.client_of("julie").get(reverse("plan_together_file", args=["csv"])).content.decode()
    assert two[1].aire.name not in body


def test_a_stranger_reads_their_own(two: tuple[Plan, Plan], everybody: Cast) -> None:
    page = everybody.client_of("oumar").get(reverse(URL))
    assert [side.plan.pk for side in page.context["found"].sides] == [two[1].pk]


def test_an_amendment_being_written_counts_once(two: tuple[Plan, Plan], everybody: Cast) -> None:
    amended = Plan.objects.create(aire=two[0].aire, year=2026, edition=2, amends=two[0], state="brouillon")
    add_line(amended, 1, {Source.ASACO: 9_000_000})
    page = everybody.client_of("nana").get(reverse(URL))
    assert page.context["figures"].cost == 1_000_000
    Plan.objects.filter(pk=two[0].pk).update(state="remplace")
    Plan.objects.filter(pk=amended.pk).update(state="execution")
    assert everybody.client_of("nana").get(reverse(URL)).context["figures"].cost == 9_400_000


@pytest.mark.parametrize("query", [{"annee": "x"}, {"annee": "9" * 30}, {"lieu": "' OR 1"}, {"page": "-3"}])
def test_a_wrong_address_asks_nothing(query: dict[str, str], two: tuple[Plan, Plan], everybody: Cast) -> None:
    assert everybody.client_of("nana").get(reverse(URL), query).status_code == 200
    assert everybody.client_of("nana").get("/plans/ensemble/plans.exe").status_code == 404


def test_the_files_say_the_same(two: tuple[Plan, Plan], everybody: Cast) -> None:
    client = everybody.client_of("nana")
    text = client.get(reverse("plan_together_file", args=["csv"])).content.decode("utf-8-sig")
    above, head, *rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert "2026" in above[0]
    (running,) = [dict(zip(head, row, strict=True)) for row in rows if row[0] == two[0].number]
    assert (running["Coût"], running["Payé"], running["Réalisé (%)"], running["Payé (%)"]) == (
        "600000",
        "300000",
        "50",
        "50",
    )
    assert running["1er trimestre"] == "600000"
    book = load_workbook(io.BytesIO(client.get(reverse("plan_together_file", args=["xlsx"])).content))
    assert [cell.value for cell in book.active[2]][: len(head)] == head
    assert book.active.max_row == 4


def test_thirty_plans_of_forty_lines_cost_no_more(two: tuple[Plan, Plan], everybody: Cast) -> None:
    client = everybody.client_of("nana")
    few = _statements(client, reverse(URL))
    host, district = everybody.territory.host, everybody.territory.district
    for n in range(28):
        aire = Aire.objects.create(code=f"PLEIN-{n}", name=f"Plein {n}", host_commune=host, district=district)
        _full(Plan.objects.create(aire=aire, year=2026, state="execution"))
    assert _statements(client, reverse(URL)) == few
    page = client.get(reverse(URL))
    assert (page.context["figures"].plans, page.context["figures"].lines) == (30, 28 * 40 + 2)
    assert _statements(client, reverse("plan_together_file", args=["csv"])) <= few


def _full(plan: Plan) -> None:
    Activity.objects.bulk_create(
        Activity(
            plan=plan, key=uuid4(), rank=rank, objective="O", text=f"Ligne {rank}", months=1, quantity=1,
            unit_cost=1_000, cost=1_000, by_asaco=1_000,
        )
        for rank in range(1, 41)
    )  # fmt: skip


def _statements(client: object, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200  # type: ignore[attr-defined]
    return len(found)

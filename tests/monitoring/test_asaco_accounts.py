"""The accounts of an ASACO beside its budget: sums by hand, who reads, who types, what is refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from asaco.budgeting import write_budget
from asaco.models import Asaco, Budget
from core.seen import CHANGED, seen_words
from core.workflow import Stale
from monitoring.asaco_accounts import Accounts, accounts_of
from monitoring.enums import ReportState
from monitoring.models import MonthlyReport
from monitoring.totals import open_period, rebuild
from tests.cast import Cast
from tests.reporting import make_period

NOW = "2026-04-20T10:00:00+00:00"
TODAY = date(2026, 4, 20)  # January, February, March are due
JANUARY = {
    "REC_ACT": 100_000, "REC_MED": 50_000, "DEP_SAL": 60_000, "DEP_MED": 40_000, "SLD_INI": 20_000,
    "SLD_FIN": 70_000, "SAL_IMP": 0,
}  # fmt: skip
FEBRUARY = {"REC_ACT": 80_000, "DEP_SAL": 60_000, "SLD_INI": 70_000, "SLD_FIN": 90_000, "SAL_IMP": 1}
SAID = {"adopted_on": "15 01 2026", "organ_words": "le conseil d’administration", "acts_in": "1 200 000",
        "grants_in": "0", "salaries_out": "720 000"}  # fmt: skip


@pytest.fixture(autouse=True)
def april() -> Iterator[None]:
    """Monday 20 April 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asaco(everybody: Cast, catalogue: None) -> Asaco:
    """January is validated, February complete, March a draft."""
    aire = everybody.territory.aire
    for code, state, values in (
        ("2026-01", ReportState.VALIDATED, JANUARY),
        ("2026-02", ReportState.COMPLETE, FEBRUARY),
        ("2026-03", ReportState.DRAFT, {"REC_ACT": 999_999, "SLD_FIN": 999_999}),
    ):
        period = make_period(code)
        open_period(period)
        at = None if state == ReportState.DRAFT else datetime(2026, 3, 3, 9, tzinfo=UTC)
        MonthlyReport.objects.create(
            aire=aire, period=period, state=state, values=values, first_declared_at=at, declared_at=at,
            validated_at=at if state == ReportState.VALIDATED else None,
        )  # fmt: skip
    rebuild()
    return Asaco.objects.create(aire=aire, name="ASACO de Samakélé")


@pytest.fixture
def budget(asaco: Asaco) -> Budget:
    return Budget.objects.create(
        asaco=asaco, year=2026, adopted_on=date(2026, 1, 15), organ_words="le CA", acts_in=1_200_000,
        grants_in=0, salaries_out=720_000, version=1,
    )  # fmt: skip


def test_provisional_accounts_by_hand(asaco: Asaco, budget: Budget) -> None:
    found = accounts_of(asaco.aire_id, 2026, "provisional", TODAY)
    assert (found.counted, found.expected, found.provisional) == (2, 3, True)
    # 100 000 + 50 000 + 80 000; 60 000 + 40 000 + 60 000
    assert (found.received.real, found.spent.real, found.result) == (230_000, 160_000, 70_000)
    acts, drugs, dues, grants, _ = found.receipts
    assert (acts.real, acts.planned, acts.share) == (180_000, 1_200_000, 15)
    assert (drugs.real, drugs.planned, drugs.share) == (50_000, None, None)
    assert (dues.real, dues.share) == (None, None)  # nobody said it: no zero
    assert (grants.planned, grants.share) == (0, None)
    assert round(found.expenses[0].share or 0, 2) == 16.67  # 120 000 / 720 000
    assert (found.received.planned, found.spent.planned) == (1_200_000, 720_000)
    assert found.balance
    assert found.unpaid
    assert (found.balance.month.number, found.balance.balance, found.unpaid.unpaid) == (2, 90_000, 1)
    assert found.start == 20_000
    assert [line.got for line in found.months] == [True, True, False]


def test_final_accounts_take_what_is_validated_alone(asaco: Asaco) -> None:
    found = accounts_of(asaco.aire_id, 2026, "final", TODAY)
    assert (found.counted, found.expected, found.provisional) == (1, 3, False)
    assert (found.received.real, found.spent.real) == (150_000, 100_000)
    assert found.unpaid
    assert found.unpaid.unpaid == 0


def test_a_year_without_a_month_due(asaco: Asaco) -> None:
    found: Accounts = accounts_of(asaco.aire_id, 2027, "final", TODAY)
    assert (found.counted, found.expected, found.received.real, found.result) == (0, 0, None, None)


def test_a_year_costs_three_queries(
    asaco: Asaco, budget: Budget, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    accounts_of(asaco.aire_id, 2026, "final", TODAY)
    with django_assert_num_queries(3):
        accounts_of(asaco.aire_id, 2026, "final", TODAY)


@pytest.mark.parametrize(
    ("name", "reads", "types"),
    [
        ("kadia", 200, 200), ("moussa", 200, 200), ("sitan", 200, 403), ("awa", 200, 403),
        ("fanta", 200, 403), ("drissa", 200, 403),  # 40 % of the aire lives in his commune
        ("modibo", 200, 200), ("ramata", 200, 403), ("boubacar", 403, 403), ("julie", 403, 403),
        ("yaya", 403, 403), ("oumar", 404, 404), ("anonyme", 302, 302),
    ],
)  # fmt: skip
def test_who_reads_who_types(everybody: Cast, asaco: Asaco, name: str, reads: int, types: int) -> None:
    client, code = everybody.client_of(name), asaco.aire.code
    assert client.get(f"/asaco/{code}/comptes/").status_code == reads
    assert client.get(f"/asaco/{code}/budget/2026/").status_code == types
    page = client.get(f"/asaco/{code}/").content.decode()
    assert (f"/asaco/{code}/comptes/" in page) == (reads == 200)


def test_the_page_says_both_sides(everybody: Cast, asaco: Asaco, budget: Budget) -> None:
    client, url = everybody.client_of("kadia"), f"/asaco/{asaco.aire.code}/comptes/"
    page = " ".join(client.get(url).content.decode().replace("\u202f", " ").replace("\u00a0", " ").split())
    for words in ("230 000 FCFA", "160 000 FCFA", "70 000 FCFA", "2 / 3 rapports attendus", "1 200 000"):
        assert words in page, words
    assert "en partie provisoires" in page
    assert "1 mois" in page
    assert "999 999" not in page
    final = everybody.client_of("modibo").get(url).content.decode()
    assert "provisoire" not in final
    assert client.get(url, {"annee": "2027"}).status_code == 200
    assert client.get(url, {"annee": "n’importe"}).status_code == 200


def posted(everybody: Cast, asaco: Asaco, **more: Any) -> tuple[int, str]:
    seen = seen_words(0, Budget().said())
    answer = everybody.client_of("kadia").post(
        f"/asaco/{asaco.aire.code}/budget/2026/", {"seen": seen} | SAID | more
    )
    return answer.status_code, answer.content.decode()


def test_a_budget_is_typed(everybody: Cast, asaco: Asaco) -> None:
    assert posted(everybody, asaco)[0] == 302
    made = Budget.objects.get()
    assert (made.acts_in, made.grants_in, made.drugs_in, made.version) == (1_200_000, 0, None, 1)
    assert made.saved_by == everybody.person_of("kadia")
    status, page = posted(everybody, asaco, acts_in="5")  # from a page of before
    assert (status, CHANGED in page) == (422, True)
    assert Budget.objects.get().acts_in == 1_200_000


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"adopted_on": ""}, "Écrivez le jour où le budget a été adopté."),
        ({"adopted_on": "01 05 2026"}, "pas un jour à venir"),
        ({"adopted_on": "01 05 2021"}, "Un budget de 2026 s’adopte cette année-là"),
        ({"organ_words": ""}, "Écrivez quel organe l’a adopté."),
        ({"acts_in": "beaucoup"}, "Recettes"),
        ({"acts_in": "9" * 12}, "d’au plus"),
        ({"acts_in": "", "grants_in": "", "salaries_out": ""}, "Écrivez au moins un montant."),
    ],
)
def test_bad_input_is_told(everybody: Cast, asaco: Asaco, change: dict[str, str], sentence: str) -> None:
    status, page = posted(everybody, asaco, **change)
    assert status == 422
    assert sentence in page
    assert not Budget.objects.exists()


def test_far_years_have_no_budget(everybody: Cast, asaco: Asaco) -> None:
    client = everybody.client_of("kadia")
    answers = [client.get(f"/asaco/{asaco.aire.code}/budget/{y}/").status_code for y in (1999, 2027, 2028)]
    assert answers == [404, 200, 404]


def test_two_writers_of_a_budget(everybody: Cast, asaco: Asaco, budget: Budget) -> None:
    with pytest.raises(Stale):
        write_budget(asaco, 2026, budget.said(), everybody.scope_of("kadia"), version=0, scan=None)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("budget_says", {"acts_in": None}),
        ("budget_adopted", {"organ_words": ""}),
        ("budget_year", {"year": 1900}),
        ("budget_amounts", {"other_out": 10**12}),
    ],
)
def test_the_database_refuses(asaco: Asaco, rule: str, wrong: dict[str, Any]) -> None:
    first: dict[str, Any] = {
        "asaco": asaco, "year": 2026, "adopted_on": TODAY, "organ_words": "CA", "acts_in": 1
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Budget.objects.create(**first | wrong)
    Budget.objects.create(**first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.create(**first)

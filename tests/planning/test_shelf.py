"""Plans in their lists: who sees which; one begins, takes the lines of another, is amended."""

import pytest
import time_machine
from django.test import Client

from core.workflow import Refusal
from planning.beginning import begin, copy_lines
from planning.horizon import set_horizon
from planning.lines import write_line
from planning.models import Horizon, LineDiff, Plan
from tests.cast import Cast
from tests.planning.conftest import BLANK
from tests.planning.test_lines import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def kadia(everybody: Cast) -> Client:
    return everybody.client_of("kadia")


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_an_empty_shelf_says_what_will_stand_there(everybody: Cast) -> None:
    page = text_of(everybody.client_of("kadia"), "/plans/")
    assert "Aucun plan" in page
    assert "Plans de Samakélé" in page


@pytest.mark.parametrize(
    ("name", "state", "sees"),
    [
        ("fanta", "brouillon", True), ("nana", "brouillon", True), ("oumar", "brouillon", False),
        ("julie", "brouillon", False), ("julie", "approuve", True), ("sitan", "valide", False),
        ("sitan", "execution", True),
    ],
)  # fmt: skip
def test_who_sees_a_plan(plan: Plan, everybody: Cast, name: str, state: str, *, sees: bool) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=state)
    assert ("Plan 2027 de Samakélé" in text_of(everybody.client_of(name), "/plans/")) is sees


def test_the_list_is_narrowed_and_sums_each_plan(plan: Plan, everybody: Cast) -> None:
    """24 × 25 000 + 600 000 = 1 200 000."""
    fanta = everybody.client_of("fanta")
    assert "1\u202f200\u202f000" in text_of(fanta, "/plans/?annee=2027&etat=brouillon&lieu=samak")
    for asked in ("?etat=approuve", "?lieu=zzz"):
        assert "Aucun plan ne répond" in text_of(fanta, f"/plans/{asked}")
    assert "Plan 2027" in text_of(fanta, "/plans/?annee=1999&etat=faux")


def test_the_next_plan_begins_once(everybody: Cast, kadia: Client) -> None:
    address = f"/plans/{everybody.territory.aire.code}/"
    assert "Commencer le plan 2027" in text_of(kadia, address)
    answer = kadia.post(address, {"annee": "2027"})
    assert answer.headers["Location"] == f"{address}2027/1/lignes/"
    assert "Commencer le plan 2027" not in text_of(kadia, address)
    assert kadia.post(address, {"annee": "2027"}).status_code == 422
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("year", ["2028", "2025", "20270", "MMXXVII", "", "-2027"])
def test_another_year_is_refused(everybody: Cast, kadia: Client, year: str) -> None:
    answer = kadia.post(f"/plans/{everybody.territory.aire.code}/", {"annee": year})
    assert answer.status_code == 422
    assert "Un plan se prépare pour 2027 ou 2026" in answer.content.decode()


def test_whoever_only_reads_does_not_begin(everybody: Cast) -> None:
    address = f"/plans/{everybody.territory.aire.code}/"
    fanta = everybody.client_of("fanta")
    assert "Commencer" not in text_of(fanta, address)
    assert fanta.post(address, {"annee": "2027"}).status_code == 403


def test_the_horizon_of_the_region(everybody: Cast, kadia: Client) -> None:
    nana = everybody.client_of("nana")
    assert "à confirmer" in text_of(nana, "/plans/horizon/")
    region = everybody.territory.region
    sent = {"region": region.pk, "horizon": "0", "source": "Lettre du 12 septembre 2026"}
    assert nana.post("/plans/horizon/", sent).status_code == 302
    page = text_of(kadia, f"/plans/{everybody.territory.aire.code}/")
    assert "Commencer le plan 2026" in page
    assert "2027" not in page
    with pytest.raises(Refusal, match="2026"):
        begin(everybody.territory.aire, 2027, everybody.scope_of("kadia"))
    for wrong in ({"horizon": "3"}, {"source": ""}, {"region": "0"}):
        assert nana.post("/plans/horizon/", sent | wrong).status_code == 422
    with pytest.raises(Refusal, match="direction régionale"):
        set_horizon(region, Horizon.NEXT, "x", everybody.scope_of("seydou"))


def test_last_year_s_lines_are_counted_then_taken_once(plan: Plan, everybody: Cast, kadia: Client) -> None:
    with time_machine.travel("2027-10-05T10:00:00+00:00", tick=False):
        kadia = everybody.client_of("kadia")
        answer = kadia.post(f"/plans/{plan.aire.code}/", {"annee": "2028"})
        following = Plan.objects.get(year=2028)
        assert answer.headers["Location"] == url(following, "reprendre/")
        assert "Reprendre 2 lignes" in text_of(kadia, url(following, "reprendre/"))
        for _ in range(2):
            kadia.post(url(following, "reprendre/"), {"source": plan.pk})
        assert [line.key for line in following.activities.all()] == [
            line.key for line in plan.activities.all()
        ]
        assert LineDiff.objects.filter(plan=following).count() == 2
        assert "déjà reprises" in text_of(kadia, url(following, "reprendre/"))


def test_lines_of_another_aire_are_not_taken(plan: Plan, everybody: Cast, kadia: Client) -> None:
    oumar = everybody.scope_of("oumar")
    other = begin(everybody.territory.second_aire, 2026, oumar)
    write_line(other, oumar, BLANK)
    assert kadia.post(url(plan, "reprendre/"), {"source": other.pk}).status_code == 422
    with pytest.raises(Refusal, match="même aire"):
        copy_lines(other, plan, everybody.scope_of("kadia"))
    assert plan.activities.count() == 2


def test_an_approved_plan_is_amended(plan: Plan, kadia: Client) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="approuve")
    assert kadia.post(url(plan, "amender/"), {"reason": " "}).status_code == 422
    answer = kadia.post(url(plan, "amender/"), {"reason": "L’ANICT paie la moto"})
    assert answer.headers["Location"] == f"/plans/{plan.aire.code}/2027/2/lignes/"
    made = Plan.objects.get(edition=2)
    assert (made.amends_id, made.activities.count()) == (plan.pk, 2)
    assert kadia.post(url(plan, "amender/"), {"reason": "Encore"}).status_code == 422


def test_a_draft_is_not_amended(plan: Plan, kadia: Client) -> None:
    answer = kadia.post(url(plan, "amender/"), {"reason": "Pour voir"})
    assert answer.status_code == 422
    assert "les autres se corrigent" in answer.content.decode()

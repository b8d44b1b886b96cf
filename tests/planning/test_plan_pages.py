"""The pages of a plan: what waits, what changed, each act read again then done once, with its receipt."""

import re

import pytest
import time_machine
from django.test import Client

from core.models import ActLog
from planning.lines import look, write_line
from planning.models import Look, Opinion, Plan
from planning.workflow import CIRCUIT
from tests.cast import Cast
from tests.planning.conftest import BLANK
from tests.planning.moves import DETAILS

AT = "/plans/{}/2027/1/{}"


def address(plan: Plan, rest: str = "") -> str:
    return AT.format(plan.aire.code, rest)


def text_of(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def walk(plan: Plan, cast: Cast, *acts: tuple[str, str]) -> None:
    """Each (first name, act), done one after the other."""
    for name, act in acts:
        CIRCUIT.apply(
            plan,
            act,
            cast.scope_of(name),
            version=plan.version,
            comment="Dit ainsi.",
            details=DETAILS.get(act),
        )


def test_who_is_awaited_and_since_when(plan: Plan, everybody: Cast, october: time_machine.Traveller) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    october.move_to("2026-10-14T10:00:00+00:00")
    page = text_of(everybody.client_of("seydou"), address(plan))
    assert "En attente de l’avis du maire de Banamba (Fanta Keïta) depuis 9 jours." in page
    assert "L’acte attendu n’est pas le vôtre" in page
    mine = text_of(everybody.client_of("fanta"), address(plan))
    assert "Vous êtes ici" in mine
    assert "votre acte" in mine


def test_never_read_then_read_then_what_changed(plan: Plan, everybody: Cast) -> None:
    client = everybody.client_of("moussa")
    assert "Vous n’avez pas encore lu ce plan" in text_of(client, address(plan))
    client.post(address(plan, "lu/"))
    assert "Rien n’a changé." in text_of(client, address(plan))
    line = plan.activities.get(rank=1)
    changed = BLANK | {"quantity": 30, "by_asaco": 550_000}
    write_line(plan, everybody.scope_of("awa"), changed, key=line.key, seen=line.version)
    page = text_of(client, address(plan))
    assert "Ce qui a changé depuis votre lecture" in page
    assert "quantité 24 30" in page.replace(" : ", " ").replace("\u00a0", " ")


def test_an_act_of_mine_is_a_reading(plan: Plan, everybody: Cast) -> None:
    client = everybody.client_of("moussa")
    client.post(address(plan, "adopter/"), {"version": plan.version, "etape": "faire", "text": ""})
    plan.refresh_from_db()
    assert Look.objects.get(person=everybody.person_of("moussa")).version == plan.version


def test_an_approval_is_read_again_then_done_once(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"), ("fanta", "avis"), ("seydou", "valider"))
    client, url = everybody.client_of("nana"), address(plan, "approuver_reserves/")
    said = {"version": plan.version, "text": "Trouver 200 000 FCFA."}
    check = client.post(url, said | {"etape": "relire"})
    assert (check.status_code, ActLog.objects.count()) == (200, 3)
    assert "Relisez avant de signer" in check.content.decode()
    first = client.post(url, said | {"etape": "faire"})
    again = client.post(url, said | {"etape": "faire"})
    log = ActLog.objects.get(act="approuver_reserves")
    assert first.headers["Location"] == again.headers["Location"] == address(plan, f"actes/{log.pk}/")
    receipt = text_of(client, first.headers["Location"])
    assert f"A-2026-{log.pk}" in receipt
    assert "Nana Touré, direction régionale de la santé" in receipt


def test_one_s_own_plan_is_not_approved(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"), ("fanta", "avis"), ("seydou", "valider"))
    Plan.objects.filter(pk=plan.pk).update(created_by=everybody.person_of("nana"))
    client, url = everybody.client_of("nana"), address(plan, "approuver/")
    assert "une autre personne doit en décider" in text_of(client, url)
    answer = client.post(url, {"version": plan.version, "text": "", "etape": "faire"})
    assert answer.status_code == 422
    assert not ActLog.objects.filter(act="approuver").exists()


def test_a_version_that_changed_comes_back_with_the_difference(plan: Plan, everybody: Cast) -> None:
    seen = plan.version
    line = plan.activities.get(rank=1)
    changed = BLANK | {"text": "Tenir trois sorties par mois"}
    write_line(plan, everybody.scope_of("awa"), changed, key=line.key, seen=line.version)
    typed = {"version": seen, "text": "Adopté en session ordinaire.", "etape": "faire"}
    answer = everybody.client_of("moussa").post(address(plan, "adopter/"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Tenir trois sorties par mois" in page
    assert "Adopté en session ordinaire." in page
    assert f'name="version" value="{plan.version}"' in page
    assert not ActLog.objects.exists()


def test_the_commune_engages_line_by_line(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    client, url = everybody.client_of("fanta"), address(plan, "avis/")
    form = client.get(url).content.decode()
    keys = [f"p.{line.key}" for line in plan.activities.all()]
    assert form.count('value="200\u202f000"') == 2  # proposed as it is asked
    said = {"version": plan.version, "kind": "reserves", "text": "Budget voté.", "etape": "faire"}
    done = client.post(url, said | {keys[0]: "150 000", keys[1]: ""})
    opinion = Opinion.objects.get()
    assert [(one.planned, one.amount) for one in opinion.pledges.all()] == [(200_000, 150_000)]
    page = text_of(client, done.headers["Location"])
    assert "150 000 FCFA" in page.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": "reserves", "text": " "}, "dites pourquoi"),
        ({"text": "Sans choix."}, "Dites si l’avis"),
        ({"kind": "favorable", "text": "a" * 2001}, "Texte trop long"),
        ({"kind": "favorable", "p.": "1"}, ""),
    ],
)
def test_bad_opinions_come_back(said: dict[str, str], why: str, plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    key = plan.activities.get(rank=1).key
    body = {"version": plan.version, "etape": "faire", f"p.{key}": "-5" if not why else "5", **said}
    answer = everybody.client_of("fanta").post(address(plan, "avis/"), body)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Opinion.objects.exists()


def test_a_return_says_why_and_what_is_done_again(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"), ("fanta", "avis"))
    client, url = everybody.client_of("seydou"), address(plan, "renvoyer_csref/")
    said = {"version": plan.version, "text": "Chiffrer par village.", "etape": "faire"}
    assert client.post(url, said).status_code == 422
    client.post(url, said | {"reason": "chiffrage", "redo_from": "avis"})
    plan.refresh_from_db()
    assert (plan.state, plan.redo_from) == ("renvoye", "avis")
    page = text_of(everybody.client_of("kadia"), address(plan))
    assert "Chiffrer par village." in page
    assert "chiffrage à revoir" in page


def test_who_may_not_act_is_told_who_may(plan: Plan, everybody: Cast) -> None:
    page = text_of(everybody.client_of("kadia"), address(plan, "adopter/"), 403)
    assert "président de l’ASACO" in page


def test_a_stranger_meets_nothing(plan: Plan, everybody: Cast) -> None:
    for rest in ("", "adopter/", "papier/adopter/", "actes/1/"):
        assert everybody.client_of("oumar").get(address(plan, rest)).status_code == 404


def test_the_neighbour_opines_beside(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    client = everybody.client_of("drissa")
    page = text_of(client, address(plan))
    assert "Donner l’avis d’une commune touchée" in page
    assert "Donner l’avis de la commune" not in page
    assert "L’avis attendu est celui" in text_of(client, address(plan, "avis/"))


def test_an_act_of_another_plan_is_not_shown_here(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    log = ActLog.objects.get()
    ActLog.objects.filter(pk=log.pk).update(object_id="999999")
    assert everybody.client_of("moussa").get(address(plan, f"actes/{log.pk}/")).status_code == 404


def test_reading_costs_the_same_whatever_the_acts(
    plan: Plan, everybody: Cast, django_assert_max_num_queries: object
) -> None:
    client = everybody.client_of("nana")
    look(plan, everybody.person_of("nana").pk)
    walk(plan, everybody, ("moussa", "adopter"), ("fanta", "avis"), ("seydou", "valider"))
    for n in range(4):
        CIRCUIT.apply(plan, "diverger", everybody.scope_of("awa"), version=plan.version, comment=f"Non, {n}.")
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        client.get(address(plan))

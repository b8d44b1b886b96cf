"""Tokens: one for a password, listed by their owner alone, ended by whatever ends them."""

import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from jobs.registry import brooms
from jobs.tasks import sweep
from mandates import tasks, tokens
from mandates.models import ApiToken, Mandate
from mandates.scopes import scope_of_user
from tests.api.program import JSON, Program, faults, problem
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
DOOR, MINE, ME = "/api/v1/connexion/", "/api/v1/jetons/", "/api/v1/moi/"
PAGE = "/mes-jetons/"


def sign_in(name: str, password: str = PASSWORD, **more: object) -> Any:
    body = {"nom": name, "mot_de_passe": password, "libelle": "Tableur"} | more
    return Client().post(DOOR, body, JSON)


def me(secret: str) -> Any:
    return Client().get(ME, headers={"authorization": f"Bearer {secret}"})


@pytest.mark.parametrize("name", ["kadia", " KADIA ", "70 00 01 00"])
def test_a_password_becomes_a_token(everybody: Cast, name: str) -> None:
    answer = sign_in(name)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert (body["libelle"], body["debut"], body["servi_le"]) == ("Tableur", body["jeton"][:7], None)
    assert me(body["jeton"]).json()["nom"] == "Kadia Traoré"
    assert not ApiToken.objects.filter(hashed__contains=body["jeton"]).exists()
    assert "sessionid" not in answer.cookies


def test_a_wrong_name_reads_as_a_wrong_password(everybody: Cast) -> None:
    User.objects.filter(username="awa").update(is_active=False)
    bodies = [
        problem(sign_in(*pair), 401) for pair in (("kadia", "faux"), ("personne", "faux"), ("awa", PASSWORD))
    ]
    assert bodies[0] == bodies[1] == bodies[2]
    page = Client().post("/connexion/", {"username": "kadia", "password": "faux"})
    assert bodies[0]["detail"] in page.content.decode()


def test_failures_are_counted_with_those_of_the_page(everybody: Cast) -> None:
    for _ in range(3):
        sign_in("kadia", "faux")
        Client().post("/connexion/", {"username": "70 00 01 00", "password": "faux"})
    locked = sign_in("kadia")
    assert "minutes" in problem(locked, 429)["detail"]
    assert locked.headers["Retry-After"] == "900"
    assert Client().post("/connexion/", {"username": "kadia", "password": PASSWORD}).status_code == 429
    assert sign_in("moussa").status_code == 200
    assert "faux" not in "".join(f"{row.post_data}{row.get_data}" for row in AccessAttempt.objects.all())


def test_who_has_no_mandate_gets_no_token(everybody: Cast) -> None:
    everybody.end_mandate_of("kadia")
    assert "mandat" in problem(sign_in("kadia"), 403)["detail"]
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({}, {"/nom", "/mot_de_passe", "/libelle"}),
        ({"nom": 3, "mot_de_passe": True, "libelle": None}, {"/nom", "/mot_de_passe", "/libelle"}),
        ({"nom": "k", "mot_de_passe": "x", "libelle": "y" * 61}, {"/libelle"}),
        ({"nom": "k", "mot_de_passe": "x" * 201, "libelle": "y", "code": "z"}, {"/code"}),
    ],
)
def test_a_door_of_another_shape_is_told(everybody: Cast, body: object, paths: set[str]) -> None:
    answer = Client().post(DOOR, body, JSON)
    assert set(faults(answer)) == paths
    assert "xxxx" not in answer.content.decode()


def test_one_lists_one_s_own_alone(everybody: Cast) -> None:
    kadia = Program(everybody, "kadia")
    Program(everybody, "moussa")
    tokens.issue(everybody.user_of("kadia"), "Tablette", scope_of_user(everybody.user_of("kadia")), 30)
    found = kadia.get(MINE).json()["resultats"]
    assert [(one["libelle"], one["celui_ci"]) for one in found] == [("Tablette", False), ("Essai", True)]
    assert all("jeton" not in one for one in found)
    by_session = everybody.client_of("kadia").get(MINE).json()["resultats"]
    assert [one["celui_ci"] for one in by_session] == [False, False]


def test_a_token_makes_no_more_than_itself(everybody: Cast) -> None:
    user = everybody.user_of("kadia")
    secret, parent = tokens.issue(user, "Parent", scope_of_user(user), 10)
    held = everybody.mandate_of("kadia")
    Mandate.objects.create(person=user.person, role="tresorier", aire=held.aire, starts_on="2020-01-01")
    client = Client(headers={"authorization": f"Bearer {secret}"})
    made = client.post(MINE, {"libelle": "Enfant", "jours": 365}, JSON).json()
    child = ApiToken.objects.get(pk=made["id"])
    assert set(child.mandates.all()) == {held}
    assert child.expires_at == parent.expires_at
    whole = everybody.client_of("kadia").post(MINE, {"libelle": "Entier"}, JSON).json()
    assert ApiToken.objects.get(pk=whole["id"]).mandates.count() == 2
    tokens.revoke(parent)
    problem(me(made["jeton"]), 401)
    assert me(whole["jeton"]).status_code == 200


def test_one_revokes_one_s_own_alone(everybody: Cast) -> None:
    kadia, moussa = Program(everybody, "kadia"), Program(everybody, "moussa")
    for number in (moussa.token.pk, 2**63, 10**30):
        problem(kadia.post(f"{MINE}{number}/revoquer/", {}), 404)
    assert me(moussa.secret).status_code == 200
    assert kadia.post(f"{MINE}{kadia.token.pk}/revoquer/", {}).json() == {"resultats": []}
    problem(kadia.get(MINE), 401)


def test_there_are_ten_at_most(everybody: Cast) -> None:
    kadia = everybody.client_of("kadia")
    statuses = [kadia.post(MINE, {"libelle": str(n)}, JSON).status_code for n in range(11)]
    assert statuses == [200] * 10 + [409]
    problem(sign_in("kadia"), 409)


def test_a_new_password_ends_them(everybody: Cast) -> None:
    kadia = Program(everybody, "kadia")
    new = "Un autre mil 27"
    form = {"old_password": PASSWORD, "new_password": new, "again": new}
    assert everybody.client_of("kadia").post(reverse("password_change"), form).status_code == 302
    problem(kadia.get(ME), 401)
    assert not tokens.in_force(User.objects.get(username="kadia")).exists()


def test_the_long_dead_are_forgotten(everybody: Cast) -> None:
    revoked, alive = Program(everybody, "kadia"), Program(everybody, "moussa")
    tokens.revoke(revoked.token)
    assert tasks.__name__ == "mandates.tasks"  # read, so that its brooms are known
    assert tokens.forget_dead_tokens in brooms()
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        sweep()
        assert ApiToken.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        sweep()
        assert list(ApiToken.objects.all()) == [alive.token]


def test_no_log_holds_a_secret(everybody: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = sign_in("kadia").json()["jeton"]
    me(secret)
    problem(me("jk_" + "x" * 43), 401)
    sign_in("kadia", "secret faux")
    told = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert secret not in told
    assert "jk_xxx" not in told
    assert "secret faux" not in told
    assert PASSWORD not in told


def test_the_page_shows_a_secret_once(everybody: Cast) -> None:
    browser = everybody.client_of("kadia")
    assert "Aucun jeton" in browser.get(PAGE).content.decode()
    made = browser.post(PAGE, {"name": "Tableur du CSRéf", "days": "90"})
    assert made.headers["Cache-Control"] == "no-store"
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert me(secret).status_code == 200
    listed = browser.get(PAGE).content.decode()
    assert secret not in listed
    assert "Tableur du CSRéf" in listed
    assert secret[:7] in listed
    assert PAGE in browser.get("/mes-droits/").content.decode()


def test_the_page_asks_before_revoking(everybody: Cast) -> None:
    browser, program = everybody.client_of("kadia"), Program(everybody, "kadia")
    url = f"{PAGE}{program.token.pk}/revoquer/"
    assert "Essai" in browser.get(url).content.decode()
    assert me(program.secret).status_code == 200
    assert everybody.client_of("moussa").post(url).status_code == 404
    assert me(program.secret).status_code == 200
    assert "révoqué" in browser.post(url, follow=True).content.decode()
    problem(me(program.secret), 401)


@pytest.mark.parametrize(
    "form",
    [{}, {"name": "  ", "days": "90"}, {"name": "x", "days": "4000"}, {"name": "é" * 61, "days": "30"}],
)
def test_a_wrong_form_makes_nothing(everybody: Cast, form: dict[str, str]) -> None:
    assert everybody.client_of("kadia").post(PAGE, form).status_code == (200 if not form else 422)
    assert not ApiToken.objects.exists()

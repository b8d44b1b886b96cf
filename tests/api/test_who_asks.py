"""By token or by session, the same person with the same rights; every trouble is a problem in French."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from mandates import tokens
from mandates.models import Mandate
from mandates.scopes import scope_of_user
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ME = "/api/v1/moi/"


def token_of(user: User) -> str:
    return tokens.issue(user, "Tableur", scope_of_user(user))[0]


def asked(secret: str, url: str = ME) -> Any:
    return Client().get(url, headers={"authorization": f"Bearer {secret}"})


def problem(response: Any, status: int) -> dict[str, Any]:
    """The body of a problem, whose outside is checked."""
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("application/problem+json")
    body: dict[str, Any] = json.loads(response.content)
    assert body["status"] == status
    assert body["detail"]
    return body


def test_a_token_and_a_session_say_the_same(everybody: Cast) -> None:
    by_token = asked(token_of(everybody.user_of("kadia"))).json()
    assert by_token == everybody.client_of("kadia").get(ME).json()
    assert by_token["mandats"][0]["fonction"] == "secretaire"


def test_nobody_is_asked_who_they_are(everybody: Cast) -> None:
    answer = Client().get(ME)
    assert "jeton" in problem(answer, 401)["detail"]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("shown", ["Bearer jk_unknown", "Bearer", "Basic a2FkaWE6eA==", "Bearer \udc80é"])
def test_what_is_no_token_is_refused(everybody: Cast, shown: str) -> None:
    shown = shown.encode("utf-8", "surrogatepass").decode("latin-1")
    problem(Client().get(ME, headers={"authorization": shown}), 401)


def test_a_wrong_token_is_not_covered_by_a_session(everybody: Cast) -> None:
    problem(everybody.client_of("kadia").get(ME, headers={"authorization": "Bearer jk_unknown"}), 401)


def test_a_token_dies_with_its_mandates(everybody: Cast) -> None:
    secret = token_of(everybody.user_of("kadia"))
    everybody.end_mandate_of("kadia")
    assert "mandats" in problem(asked(secret), 401)["detail"]


def test_a_mandate_given_later_does_not_revive_a_token(everybody: Cast) -> None:
    secret = token_of(everybody.user_of("kadia"))
    ended = Mandate.objects.get(person=everybody.person_of("kadia"))
    everybody.end_mandate_of("kadia")
    Mandate.objects.create(
        person=ended.person, role=ended.role, aire=ended.aire, starts_on="2020-01-01", ends_on=None
    )
    problem(asked(secret), 401)


def test_a_revoked_token_opens_nothing(everybody: Cast) -> None:
    secret, token = tokens.issue(
        everybody.user_of("kadia"), "Tableur", scope_of_user(everybody.user_of("kadia"))
    )
    assert asked(secret).status_code == 200
    tokens.revoke(token)
    problem(asked(secret), 401)


def test_a_token_opens_no_page(everybody: Cast) -> None:
    answer = asked(token_of(everybody.user_of("kadia")), "/mes-droits/")
    assert answer.headers["Location"].startswith("/connexion/")


def test_an_unknown_address_is_a_problem_too(everybody: Cast) -> None:
    problem(everybody.client_of("kadia").get("/api/v1/rien/"), 404)


def test_a_get_may_not_be_posted(everybody: Cast) -> None:
    headers = {"authorization": f"Bearer {token_of(everybody.user_of('kadia'))}"}
    problem(Client().post(ME, "{}", content_type="application/json", headers=headers), 405)

"""The administrator's pages: reference data alone, nothing deleted, no password chosen for another."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Person, User
from mandates.models import Mandate
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def mandate_form(everybody: Cast, **more: Any) -> dict[str, Any]:
    place = everybody.territory
    empty = dict.fromkeys(("region", "cercle", "district", "commune", "aire", "ends_on"), "")
    return empty | {
        "person": everybody.person_of("kadia").pk,
        "role": "conseiller",
        "commune": place.host.pk,
        "starts_on": "01/01/2026",
        "reference": "PV n° 4",
        **more,
    }


@pytest.mark.parametrize("who", ["kadia", "salif", "nana", "fanta"])
def test_nobody_else_comes_in(everybody: Cast, who: str) -> None:
    assert everybody.client_of(who).get("/administration/", follow=True).status_code == 403


def test_a_visitor_goes_to_the_one_door() -> None:
    answer = Client().get("/administration/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/connexion/?next=")


def test_the_administrator_comes_in(everybody: Cast) -> None:
    client = everybody.client_of("yaya")
    assert client.get("/administration/").status_code == 200
    assert client.get("/administration/login/").headers["Location"] == "/administration/"
    for page in ("accounts/person/", "accounts/user/", "mandates/mandate/", "mandates/mandate/add/"):
        assert client.get(f"/administration/{page}").status_code == 200


def test_an_account_is_born_without_a_password(everybody: Cast) -> None:
    person = Person.objects.create(first_name="Zan", last_name="Dao", sex="M")
    fields = {"username": "z.dao", "person": person.pk, "phone": "+223 66 00 00 01", "is_active": "on"}
    assert everybody.client_of("yaya").post("/administration/accounts/user/add/", fields).status_code == 302
    made = User.objects.get(username="z.dao")
    assert made.phone == "66000001"
    assert not made.has_usable_password()


def test_a_mandate_is_given_then_ended(everybody: Cast) -> None:
    client = everybody.client_of("yaya")
    assert client.post("/administration/mandates/mandate/add/", mandate_form(everybody)).status_code == 302
    given = Mandate.objects.get(reference="PV n° 4")
    page = f"/administration/mandates/mandate/{given.pk}/change/"
    assert client.post(page, mandate_form(everybody, ends_on="31/12/2026")).status_code == 302
    given.refresh_from_db()
    assert str(given.ends_on) == "2026-12-31"
    assert given.history.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"commune": ""}, "s’exerce à un autre niveau"),
        ({"ends_on": "31/12/2025"}, "La fin du mandat doit suivre son début"),
    ],
)
def test_what_must_never_be_is_said_in_french(everybody: Cast, wrong: dict[str, str], said: str) -> None:
    answer = everybody.client_of("yaya").post(
        "/administration/mandates/mandate/add/", mandate_form(everybody, **wrong)
    )
    assert said in answer.content.decode()
    assert not Mandate.objects.filter(reference="PV n° 4").exists()


@pytest.mark.parametrize("name", ["mandates/mandate", "accounts/person", "accounts/user"])
def test_nothing_is_deleted(everybody: Cast, name: str) -> None:
    rows: dict[str, Any] = {
        "mandates/mandate": everybody.mandate_of("kadia"),
        "accounts/person": everybody.person_of("kadia"),
        "accounts/user": everybody.user_of("kadia"),
    }
    row, client = rows[name], everybody.client_of("yaya")
    assert client.post(f"/administration/{name}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    asked = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    client.post(f"/administration/{name}/", asked)
    assert type(row)._default_manager.filter(pk=row.pk).exists()

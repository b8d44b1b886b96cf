"""The door: who comes in, how, and where they go then."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import PASSWORD, Cast

DOOR = "/connexion/"
REFUSED = "ne vont pas ensemble"


def come_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> str:
    """The page one lands on, or the words of the door when it stays shut."""
    answer = client.post(DOOR, {"username": username, "password": password, **more})
    return answer.headers.get("Location") or answer.content.decode()


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "typed",
    ["kadia", "KADIA ", "70000100", "70 00 01 00", "+223 70 00 01 00", "0022370000100", "70.00.01.00"],
)
def test_a_name_or_a_phone_however_written(everybody: Cast, client: Client, typed: str) -> None:
    assert come_in(client, typed) == "/"
    assert client.session["_auth_user_id"] == str(everybody.user_of("kadia").pk)


@pytest.mark.parametrize("typed", ["kadia", "nobody", "70 99 99 99"])
def test_one_sentence_whether_or_not_the_account_exists(everybody: Cast, client: Client, typed: str) -> None:
    page = come_in(client, typed, "Un secret faux")
    assert REFUSED in page
    assert "<title>Erreur\u00a0: Se connecter" in page
    assert "autofocus" in page
    assert f'value="{typed}"' in page
    assert "Un secret faux" not in page
    assert not signed_in(client)


def test_a_closed_account_stays_out(everybody: Cast, client: Client) -> None:
    User.objects.filter(username="kadia").update(is_active=False)
    assert REFUSED in come_in(client, "kadia")


def test_a_closed_account_goes_out_at_once(everybody: Cast) -> None:
    client = everybody.client_of("kadia")
    User.objects.filter(username="kadia").update(is_active=False)
    assert client.get("/mes-droits/").headers["Location"] == "/connexion/?next=/mes-droits/"


def test_what_is_missing_is_said_beside_its_field(client: Client, db: None) -> None:
    page = client.post(DOOR, {"username": "", "password": ""}).content.decode()
    assert "Il y a 2 erreurs" in page
    assert page.count("Écrivez votre mot de passe.") == 2
    assert 'href="#id_password"' in page


@pytest.mark.parametrize("wanted", ["/avis/", "/personnes/?q=a&page=2"])
def test_one_goes_on_where_one_was_going(everybody: Cast, client: Client, wanted: str) -> None:
    assert come_in(client, "kadia", next=wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "///ailleurs.example",
        "/\\ailleurs.example",
        "http:ailleurs.example",
        "javascript:alert(1)",
        "\thttps://ailleurs.example",
        "",
    ],
)
def test_never_to_another_site(everybody: Cast, client: Client, wanted: str) -> None:
    assert come_in(client, "kadia", next=wanted) == "/"
    other = Client()
    other.force_login(everybody.user_of("awa"))
    assert other.get(DOOR, {"next": wanted}).headers["Location"] == "/"


def test_the_page_carries_the_way_on(client: Client, db: None) -> None:
    assert 'name="next" value="/avis/"' in client.get("/connexion/?next=/avis/").content.decode()


def test_a_shared_computer_forgets(everybody: Cast, client: Client) -> None:
    come_in(client, "kadia")
    assert client.cookies["sessionid"]["max-age"] == ""


def test_my_own_device_remembers_thirty_days(everybody: Cast, client: Client) -> None:
    come_in(client, "kadia", own_device="on")
    assert client.session.get_expiry_age() == pytest.approx(timedelta(days=30).total_seconds(), abs=5)
    assert int(client.cookies["sessionid"]["max-age"]) == pytest.approx(30 * 86400, abs=5)


def test_going_out_is_an_act(everybody: Cast) -> None:
    client = everybody.client_of("kadia")
    assert client.get("/deconnexion/").status_code == 405
    assert signed_in(client)
    answer = client.post("/deconnexion/")
    assert answer.headers["Location"] == DOOR
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not signed_in(client)
    assert "Vous êtes déconnecté" in client.get(DOOR).content.decode()


def test_a_form_needs_its_token(everybody: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(DOOR, {"username": "kadia", "password": PASSWORD}).status_code == 403

"""A new password for oneself."""

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast

PAGE = "/mon-compte/mot-de-passe/"
NEW = "trois calebasses bleues"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> tuple[int, str]:
    answer = client.post(
        PAGE, {"old_password": old, "new_password": new, "again": new if again is None else again}
    )
    return answer.status_code, answer.content.decode()


def opens(name: str, password: str) -> bool:
    return Client().post("/connexion/", {"username": name, "password": password}).status_code == 302


def test_the_new_one_opens_and_the_old_one_no_longer(everybody: Cast) -> None:
    here, elsewhere = everybody.client_of("kadia"), everybody.client_of("kadia")
    assert change(here)[0] == 302
    assert opens("kadia", NEW)
    assert not opens("kadia", PASSWORD)
    assert here.get("/mes-droits/").status_code == 200
    assert elsewhere.get("/mes-droits/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("faux", NEW, NEW, "pas votre mot de passe actuel"),
        (PASSWORD, NEW, NEW + "x", "ne sont pas les mêmes"),
        (PASSWORD, "court", "court", "8 caractères"),
        (PASSWORD, "password", "password", "trop courant"),
        (PASSWORD, "", "", "Choisissez un nouveau mot de passe"),
    ],
)
def test_what_is_refused_and_why(everybody: Cast, old: str, new: str, again: str, said: str) -> None:
    status, page = change(everybody.client_of("kadia"), old, new, again)
    assert status == 200
    assert said in page
    assert "Erreur\u00a0: Changer mon mot de passe" in page
    for typed in (old, new):
        assert not typed or f'value="{typed}"' not in page
    assert opens("kadia", PASSWORD)


def test_guessing_the_old_one_is_throttled(everybody: Cast) -> None:
    client = everybody.client_of("kadia")
    assert [change(client, "faux")[0] for _ in range(6)][-1] == 429
    assert change(client)[0] == 429
    assert opens("awa", PASSWORD)

"""Too many wrong tries: the door closes for a while, for that account and that place alone."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD, Cast

DOOR = "/connexion/"
SPELLINGS = ["kadia", "70 00 01 00", "KADIA", "+223 70000100", "70.00.01.00", " kadia"]


def try_in(client: Client, username: str, password: str = "faux mot", address: str = "196.200.0.1") -> int:
    return client.post(DOOR, {"username": username, "password": password}, REMOTE_ADDR=address).status_code


def shut(client: Client) -> None:
    assert [try_in(client, typed) for typed in SPELLINGS] == [200, 200, 200, 200, 200, 429]


def test_six_tries_however_the_name_is_written(everybody: Cast, client: Client) -> None:
    shut(client)
    answer = client.post(DOOR, {"username": "kadia", "password": PASSWORD}, REMOTE_ADDR="196.200.0.1")
    assert answer.status_code == 429
    assert "15 minutes" in answer.content.decode()
    assert answer.headers["Retry-After"] == "900"
    assert "_auth_user_id" not in client.session


def test_the_neighbours_are_not_locked_out(everybody: Cast, client: Client) -> None:
    shut(client)
    assert try_in(client, "awa", PASSWORD) == 302
    assert try_in(Client(), "kadia", PASSWORD, "196.200.0.2") == 302


def test_it_opens_again_after_a_quarter_of_an_hour(everybody: Cast, client: Client) -> None:
    shut(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=14), tick=False):
        assert try_in(client, "kadia", PASSWORD) == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert try_in(client, "kadia", PASSWORD) == 302


def test_coming_in_forgets_the_tries(everybody: Cast, client: Client) -> None:
    for _ in range(5):
        try_in(client, "kadia")
    assert try_in(client, "kadia", PASSWORD) == 302
    assert [try_in(Client(), "kadia") for _ in range(5)] == [200] * 5


def test_an_unknown_name_is_throttled_alike(client: Client, db: None) -> None:
    assert [try_in(client, "personne") for _ in range(6)][-1] == 429


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        (DOOR, {"username": "kadia", "password": "canari-1"}),
        (
            "/connexion/code/",
            {
                "username": "kadia",
                "code": "canari-2",
                "new_password": "canari-3 long",
                "again": "canari-3 long",
            },
        ),
    ],
)
def test_nothing_secret_is_kept_of_a_failure(
    everybody: Cast, client: Client, page: str, fields: dict[str, str]
) -> None:
    client.post(page, fields)
    kept = AccessAttempt.objects.get()
    assert kept.username == "kadia"
    assert "canari" not in f"{kept.post_data}{kept.get_data}{kept.path_info}"


def test_a_whole_office_behind_one_address_comes_in(everybody: Cast) -> None:
    """Forty people at eight o'clock, two of their three tries wrong: nobody waits."""
    for number in range(40):
        for _ in range(2):
            assert try_in(Client(), f"personne{number}") == 200
    assert try_in(Client(), "kadia", PASSWORD) == 302

"""Whoever asks too often gets a French page that says how long to wait, and keeps what was typed."""

import pytest
from django.conf import settings as of_the_house
from django.test import Client
from django.urls import get_resolver
from pytest_django.fixtures import Settings

from core.models import LimitCount
from jobs.models import Job
from tests.cast import PASSWORD, Cast
from tests.house.test_routes import routes


@pytest.fixture(autouse=True)
def _tight(settings: Settings) -> None:
    settings.RATE_LIMITS = {bucket: (2, per) for bucket, (_, per) in of_the_house.RATE_LIMITS.items()}


def door(client: Client, name: str, address: str = "196.200.0.1") -> int:
    typed = {"username": name, "password": "faux mot", "next": "/avis/"}
    return client.post("/connexion/", typed, REMOTE_ADDR=address).status_code


def test_one_address_cannot_try_every_name(everybody: Cast, client: Client) -> None:
    assert [door(client, name) for name in ("kadia", "awa", "fanta", "nana")] == [200, 200, 429, 429]
    right = client.post("/connexion/", {"username": "sitan", "password": PASSWORD}, REMOTE_ADDR="196.200.0.1")
    assert right.status_code == 429
    assert "_auth_user_id" not in client.session
    assert door(client, "awa", "196.200.0.2") == 200


def test_the_page_says_how_long_and_keeps_what_was_typed(everybody: Cast, client: Client) -> None:
    for _ in range(2):
        door(client, "kadia")
    typed = {"username": "70 00 01 00", "password": "faux mot", "next": "/avis/"}
    answer = client.post("/connexion/", typed, REMOTE_ADDR="196.200.0.1")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Attendez 15 minutes" in page.replace("\u00a0", " ")
    assert 'name="username" value="70 00 01 00"' in page
    assert 'name="next" value="/avis/"' in page
    assert "faux mot" not in page


def test_codes_are_not_tried_without_end(everybody: Cast, client: Client) -> None:
    body = {"username": "kadia", "code": "ABCD2345", "new_password": "canari long", "again": "canari long"}
    assert [client.post("/connexion/code/", body).status_code for _ in range(3)] == [200, 200, 429]
    assert "canari" not in client.post("/connexion/code/", body).content.decode()


def test_the_present_password_is_not_guessed_without_end(everybody: Cast) -> None:
    body = {"old_password": "faux", "new_password": "trois calebasses", "again": "trois calebasses"}
    page = "/mon-compte/mot-de-passe/"
    here, elsewhere = everybody.client_of("kadia"), everybody.client_of("kadia")
    assert [client.post(page, body).status_code for client in (here, elsewhere, here)] == [200, 200, 429]
    assert everybody.client_of("awa").post(page, body).status_code == 200


def test_searching(everybody: Cast) -> None:
    client = everybody.client_of("kadia")
    assert [client.get("/recherche/", {"q": "Ban"}).status_code for _ in range(3)] == [200, 200, 429]
    assert 'href="/recherche/?q=Ban"' in client.get("/recherche/", {"q": "Ban"}).content.decode()
    assert everybody.client_of("awa").get("/recherche/", {"q": "Ban"}).status_code == 200


def test_papers(everybody: Cast) -> None:
    client, page = (
        everybody.client_of("salif"),
        f"/communes/{everybody.territory.host.code}/rapport-trimestriel/",
    )
    answers = [client.post(page, {"trimestre": "2020-T1"}).status_code for _ in range(3)]
    assert answers[-1] == 429
    assert 429 not in answers[:2]
    assert client.get(page).status_code == 200
    before = Job.objects.count()
    kept = client.post(page, {"trimestre": "2020-T1"}).content.decode()
    assert 'name="trimestre" value="2020-T1"' in kept
    assert Job.objects.count() == before


def test_every_limit_has_its_route() -> None:
    used = {getattr(pattern.callback, "limited", None) for _, pattern in routes(get_resolver().url_patterns)}
    assert used - {None} == set(of_the_house.RATE_LIMITS)


def test_counting_a_page_that_only_reads(everybody: Cast) -> None:
    """The count stands outside the reading view, which may write nothing."""
    assert everybody.client_of("kadia").get("/recherche/").status_code == 200
    assert LimitCount.objects.get().bucket == "place_search"

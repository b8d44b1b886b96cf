"""The one door to a file."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.http import FileResponse
from django.test import Client

from core.access import Action, PlaceKind
from files.models import StoredFile
from files.store import path_of, store
from tests.cast import Cast, cast
from tests.territory import small_territory

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7 canari"


def keep(everybody: Cast, name: str = "rapport.pdf", action: Action = Action.DOCUMENT_SEE) -> StoredFile:
    return store(
        CONTENT,
        name=name,
        mime="application/pdf",
        action=action,
        place_kind=PlaceKind.COMMUNE,
        where=everybody.territory.host.where(),
        created_by=everybody.person_of("fanta"),
    )


def fetch(client: Client, stored: StoredFile) -> tuple[Mapping[str, str], bytes]:
    """The headers, the bytes; read to the end, the file is closed."""
    answer: Any = client.get(f"/fichiers/{stored.pk}/")
    assert isinstance(answer, FileResponse)
    return answer.headers, b"".join(answer)


@pytest.mark.parametrize("who", ["fanta", "binta", "salif", "nana", "ramata"])
def test_those_of_the_place_open_it(everybody: Cast, who: str) -> None:
    stored = keep(everybody)
    headers, content = fetch(everybody.client_of(who), stored)
    assert content == CONTENT
    assert headers["Content-Length"] == str(len(CONTENT))
    assert headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("who", ["drissa", "yaya", "kadia", "oumar", "boubacar", "julie"])
def test_the_neighbours_do_not_know_of_it(everybody: Cast, who: str) -> None:
    stored = keep(everybody)
    answer = everybody.client_of(who).get(f"/fichiers/{stored.pk}/")
    assert answer.status_code == 404
    assert stored.name.encode() not in answer.content


def test_nor_another_region_nor_a_visitor(everybody: Cast) -> None:
    stored = keep(everybody)
    other = cast(small_territory("ML03", "Sikasso"))
    for who in ("fanta", "salif", "nana"):
        assert other.client_of(who).get(f"/fichiers/{stored.pk}/").status_code == 404
    assert Client().get(f"/fichiers/{stored.pk}/").headers["Location"].startswith("/connexion/")


def test_the_same_place_with_another_act(everybody: Cast) -> None:
    """Fanta reads documents of her commune; a file that asks for the administrator stays shut."""
    stored = keep(everybody, action=Action.REFERENCE_ADMIN)
    assert everybody.client_of("fanta").get(f"/fichiers/{stored.pk}/").status_code == 404
    assert fetch(everybody.client_of("yaya"), stored)[1] == CONTENT


def test_the_right_is_asked_again_each_time(everybody: Cast) -> None:
    stored = keep(everybody)
    client = everybody.client_of("fanta")
    etag = fetch(client, stored)[0]["ETag"]
    everybody.end_mandate_of("fanta")
    assert client.get(f"/fichiers/{stored.pk}/", headers={"If-None-Match": etag}).status_code == 302


def test_its_content_can_do_nothing_here(everybody: Cast) -> None:
    headers, _ = fetch(everybody.client_of("fanta"), keep(everybody))
    assert headers["Content-Disposition"] == 'attachment; filename="rapport.pdf"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["ETag"] == f'"{hashlib.sha256(CONTENT).hexdigest()}"'


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ('un "guillemet".pdf', 'attachment; filename="un \\"guillemet\\".pdf"'),
        ("PV d’août.pdf", "attachment; filename*=utf-8''PV%20d%E2%80%99ao%C3%BBt.pdf"),
        ("Ɲɛna; x=1.pdf", "attachment; filename*=utf-8''%C6%9D%C9%9Bna%3B%20x%3D1.pdf"),
    ],
)
def test_names_with_quotes_and_accents(everybody: Cast, name: str, header: str) -> None:
    headers, _ = fetch(everybody.client_of("fanta"), keep(everybody, name))
    assert headers["Content-Disposition"] == header


def test_what_the_reader_has_is_not_sent_again(everybody: Cast) -> None:
    stored, client = keep(everybody), everybody.client_of("fanta")
    etag = fetch(client, stored)[0]["ETag"]
    answer = client.get(f"/fichiers/{stored.pk}/", headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_asking_for_the_headers_alone(everybody: Cast) -> None:
    answer: Any = everybody.client_of("fanta").head(f"/fichiers/{keep(everybody).pk}/")
    assert b"".join(answer) == b""
    assert answer.headers["Content-Length"] == str(len(CONTENT))


def test_a_file_the_disk_lost_is_said_and_logged(everybody: Cast, caplog: pytest.LogCaptureFixture) -> None:
    stored = keep(everybody)
    Path(path_of(stored)).unlink()
    answer = everybody.client_of("fanta").get(f"/fichiers/{stored.pk}/")
    assert answer.status_code == 404
    assert "manque sur le serveur" in answer.content.decode()
    assert str(stored.pk) in caplog.text


def test_only_a_get(everybody: Cast) -> None:
    assert everybody.client_of("fanta").post(f"/fichiers/{keep(everybody).pk}/").status_code == 405

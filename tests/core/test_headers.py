"""Refusals, breakdowns, files for everybody carry the headers of the house too; HTTPS adds its own."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cast import PASSWORD, Cast
from tests.headers import faults

YEAR = "max-age=31536000; includeSubDomains"
TROUBLES: dict[str, tuple[int, str, dict[str, Any]]] = {
    "a NUL byte": (400, "/aide/?q=%00", {}),
    "an unknown host": (400, "/aide/", {"headers": {"Host": "ailleurs.example"}}),
    "no such page": (404, "/nulle-part/", {}),
    "no such page of the API": (404, "/api/v1/nulle-part/", {}),
    "not by GET": (405, "/deconnexion/", {}),
    "no such file": (404, "/static/nulle-part.css", {}),
}


@pytest.mark.parametrize("what", TROUBLES)
def test_trouble(db: None, client: Client, what: str) -> None:
    status, url, more = TROUBLES[what]
    response = client.get(url, **more)
    assert response.status_code == status
    assert faults(response) == []
    assert "ailleurs" not in response.headers.get("Location", "")


def test_a_refused_form(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/connexion/", {"username": "kadia"})
    assert response.status_code == 403
    assert faults(response) == []


def test_something_too_heavy(db: None, client: Client, settings: Settings) -> None:
    response = client.post("/connexion/", {"username": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    assert response.status_code == 413
    assert faults(response) == []


def test_too_often(db: None, client: Client, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"sign_in": (0, settings.RATE_LIMITS["sign_in"][1])}
    response = client.post("/connexion/", {"username": "kadia", "password": "faux"})
    assert response.status_code == 429
    assert faults(response) == []


def test_a_breakdown(db: None, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.core.test_trace"
    response = Client(raise_request_exception=False).post("/panne/")
    assert response.status_code == 500
    assert faults(response) == []


@pytest.mark.parametrize("file", ["css/screen.css", "img/sign.svg", "js/form.js", "admin/css/base.css"])
def test_files_for_everybody(db: None, settings: Settings, file: str) -> None:
    """A drawing opened alone is a page too: it may run nothing."""
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    response = Client().get(f"/static/{file}")
    b"".join(response)
    response.close()
    assert response.status_code == 200
    assert faults(response, shared=True) == []


@pytest.fixture
def _https(settings: Settings) -> None:
    """As the settings are when HTTPS=1 (that they are so is proved by ``check --deploy``)."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


@pytest.mark.usefixtures("_https")
@pytest.mark.parametrize("url", ["/connexion/", "/nulle-part/", "/static/nulle-part.css", "/aide/?q=%00"])
def test_https_alone(db: None, client: Client, url: str) -> None:
    assert client.get(url, secure=True).headers["Strict-Transport-Security"] == YEAR
    plain = client.get(url)
    assert "Strict-Transport-Security" not in plain.headers
    assert plain.status_code in {301, 400}


@pytest.mark.usefixtures("_https")
def test_cookies(everybody: Cast, client: Client) -> None:
    typed = {"username": "kadia", "password": PASSWORD}
    given = [client.get("/connexion/", secure=True).cookies["csrftoken"]]
    given.append(client.post("/connexion/", typed, secure=True).cookies["sessionid"])
    for cookie in given:
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert cookie["domain"] == ""

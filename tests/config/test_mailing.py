"""By which server e-mails leave, as the environment says it; faults told in French, without a password."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mailing import MailServer, mail_server, site_url

SITE = "https://jekabaara.example"
SENDER = "jekabaara@jekabaara.example"
NAMES = ("URL", "HOST", "PORT", "USER", "PASSWORD", "SECURITY", "FROM")


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*(f"EMAIL_{name}" for name in NAMES), "EMAIL_URL_FILE", "EMAIL_PASSWORD_FILE", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_nothing_said_nothing_offered() -> None:
    assert site_url() == ""
    assert mail_server("").host == ""


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://relais", MailServer(SENDER, "relais", 25)),
        ("smtps://relais", MailServer(SENDER, "relais", 465, ssl=True)),
        (
            "smtp+tls://qui%40x:p%40ss@relais:2587",
            MailServer(SENDER, "relais", 2587, "qui@x", "p@ss", tls=True),
        ),
    ],
)
def test_one_address(monkeypatch: pytest.MonkeyPatch, url: str, server: MailServer) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    assert mail_server(SITE) == server


def test_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"HOST": "relais", "USER": "qui", "PASSWORD": "mot", "FROM": "a@b.ml"}.items():
        monkeypatch.setenv(f"EMAIL_{name}", value)
    assert mail_server(SITE) == MailServer("a@b.ml", "relais", 587, "qui", "mot", tls=True)
    monkeypatch.setenv("EMAIL_SECURITY", "smtp")
    monkeypatch.setenv("EMAIL_PORT", "1025")
    assert mail_server(SITE) == MailServer("a@b.ml", "relais", 1025, "qui", "mot")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("imap://u:secret@relais", "EMAIL_URL.*attendu smtp"),
        ("smtp://u:secret@:25", "ne nomme pas de serveur"),
        ("smtp://u:secret@relais:port", "ne se lit pas"),
    ],
)
def test_a_wrong_address_stops_the_start(monkeypatch: pytest.MonkeyPatch, url: str, words: str) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match=words) as told:
        mail_server(SITE)
    assert "secret" not in str(told.value)


def test_an_e_mail_must_lead_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_HOST", "relais")
    with pytest.raises(ImproperlyConfigured, match="SITE_URL manque"):
        mail_server("")


@pytest.mark.parametrize("site", ["jekabaara.example", "ftp://jekabaara.example", "https://"])
def test_a_site_is_a_whole_address(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    monkeypatch.setenv("SITE_URL", site)
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        site_url()


def test_the_last_slash_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", f"{SITE}/")
    assert site_url() == SITE

"""What the environment says: secrets from files, addresses made from their parts, faults told in French."""

from pathlib import Path

import dj_database_url
import pytest
from django.core.exceptions import ImproperlyConfigured
from redis import Redis

from config import environment

NAMES = (
    "DATABASE_URL", "DATABASE_HOST", "DATABASE_PORT", "DATABASE_NAME", "DATABASE_USER", "DATABASE_PASSWORD",
    "REDIS_URL", "REDIS_HOST", "REDIS_PORT", "REDIS_DB", "REDIS_PASSWORD",
)  # fmt: skip
AWKWARD = "p@ss:w/o?r#d %é"


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


def test_a_secret_kept_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = tmp_path / "key"
    kept.write_text(" a key with spaces \n", encoding="utf-8")
    monkeypatch.setenv("ESSAI_FILE", str(kept))
    assert environment.secret("ESSAI") == " a key with spaces "


def test_a_secret_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESSAI", "told")
    assert (environment.secret("ESSAI"), environment.secret("AUTRE")) == ("told", "")


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "ne se lit pas (FileNotFoundError)"), (b"\n", "est vide"), (b"\xff", "Unicode")],
)
def test_a_file_that_holds_no_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, said: str
) -> None:
    kept = tmp_path / "key"
    if content is not None:
        kept.write_bytes(content)
    monkeypatch.setenv("ESSAI_FILE", str(kept))
    with pytest.raises(ImproperlyConfigured, match="ESSAI_FILE") as told:
        environment.secret("ESSAI")
    assert said in str(told.value)


def test_a_secret_told_twice_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ESSAI", "one")
    monkeypatch.setenv("ESSAI_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="toutes les deux"):
        environment.secret("ESSAI")


def test_a_database_in_parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = tmp_path / "password"
    kept.write_text(AWKWARD + "\n", encoding="utf-8")
    for name, value in (("HOST", "db"), ("USER", "app/1"), ("NAME", "jè ka"), ("PASSWORD_FILE", str(kept))):
        monkeypatch.setenv(f"DATABASE_{name}", value)
    found = dj_database_url.parse(environment.database_url("sqlite://:memory:"))
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["HOST"], found["PORT"], found["USER"]) == ("db", 5432, "app/1")
    assert (found["PASSWORD"], found["NAME"]) == (AWKWARD, "jè ka")


def test_a_database_through_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_HOST", "/run/postgresql")
    assert dj_database_url.parse(environment.database_url(""))["HOST"] == "/run/postgresql"


def test_a_redis_in_parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = tmp_path / "password"
    kept.write_text(AWKWARD, encoding="utf-8")
    for name, value in (("HOST", "redis"), ("DB", "3"), ("PASSWORD_FILE", str(kept))):
        monkeypatch.setenv(f"REDIS_{name}", value)
    found = Redis.from_url(environment.redis_url()).connection_pool.connection_kwargs
    assert (found["host"], found["port"], found["db"], found["password"]) == ("redis", 6379, 3, AWKWARD)


def test_nothing_told_is_the_embedded_way() -> None:
    assert environment.database_url("sqlite:///x") == "sqlite:///x"
    assert environment.redis_url() == ""


def test_a_whole_address_goes_before_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that works on another base, as a restoration does, says so in one word."""
    for kind in ("DATABASE", "REDIS"):
        monkeypatch.setenv(f"{kind}_URL", f"{kind}://here/x")
        monkeypatch.setenv(f"{kind}_HOST", "there")
    assert (environment.database_url(""), environment.redis_url()) == ("DATABASE://here/x", "REDIS://here/x")


@pytest.mark.parametrize(
    ("word", "meant"), [("1", True), ("Oui", True), ("0", False), ("", False), ("non", False)]
)
def test_flags(monkeypatch: pytest.MonkeyPatch, word: str, meant: bool) -> None:
    monkeypatch.setenv("ESSAI", word)
    assert environment.flag("ESSAI") is meant


def test_a_misspelt_flag_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """« HTTPS=yes » must not quietly open the site without HTTPS."""
    monkeypatch.setenv("ESSAI", "yes")
    with pytest.raises(ImproperlyConfigured, match="1 ou 0"):
        environment.flag("ESSAI")


@pytest.mark.parametrize("word", ["-1", "1.5", "dix", "²"])
def test_a_number_that_is_none(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("ESSAI", word)
    with pytest.raises(ImproperlyConfigured, match="nombre entier"):
        environment.number("ESSAI", 3)


def test_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESSAI", " a.ml, b.ml  c.ml,")
    assert environment.names("ESSAI") == ["a.ml", "b.ml", "c.ml"]
    assert environment.names("AUTRE", "x,y") == ["x", "y"]

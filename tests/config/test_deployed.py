"""A deployed site is told its secrets, or says in French why it does not start; Django has no remark."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

KEY = "une clé tirée au sort, longue de plus de cinquante signes : 7f3a91c277de"
PRODUCTION = {
    "DATABASE_URL": "postgresql://jekabaara@127.0.0.1:5432/nulle_part",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "SECRET_KEY": KEY,
    "HTTPS": "1",
    "ALLOWED_HOSTS": "jekabaara.example",
}
OURS = {
    *("DATABASE_URL", "DATABASE_HOST", "REDIS_URL", "REDIS_HOST", "SECRET_KEY", "SECRET_KEY_FILE", "HTTPS"),
    *("DEBUG", "ALLOWED_HOSTS", "JEKABAARA_DEMO", "LOG_FORMAT"),
}


def manage(var: Path, told: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command of manage.py, with this environment; no base is opened."""
    kept = {
        key: value for key, value in os.environ.items() if key not in OURS and not key.startswith("PYTEST")
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=kept | {"JEKABAARA_VAR": str(var), "PYTHONUTF8": "1"} | told,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_django_has_no_remark_on_a_deployed_site(tmp_path: Path) -> None:
    done = manage(tmp_path, PRODUCTION, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues (1 silenced)" in done.stdout + done.stderr
    assert not (tmp_path / "secret_key").exists()


def test_the_check_sees(tmp_path: Path) -> None:
    """The same, where HTTPS is not said: the remarks are there."""
    done = manage(tmp_path, PRODUCTION | {"HTTPS": ""}, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 1
    assert "security.W004" in done.stderr
    assert "security.W012" in done.stderr


def test_one_check_is_silenced() -> None:
    """W021, HSTS preload: whoever owns the domain asks browsers for it, for the whole domain."""
    assert settings.SILENCED_SYSTEM_CHECKS == ["security.W021"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY manque."),
        ({"SECRET_KEY": "courte"}, "SECRET_KEY est trop courte\u00a0: il faut au moins 32 caractères"),
        ({"DEBUG": "1"}, "DEBUG et HTTPS ne vont pas ensemble"),
    ],
)
def test_what_does_not_start(tmp_path: Path, told: dict[str, str], said: str) -> None:
    done = manage(tmp_path, PRODUCTION | told, "check")
    assert done.returncode != 0
    assert said in done.stderr
    assert not (tmp_path / "secret_key").exists()


def test_on_one_s_own_machine_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    for _ in range(2):
        assert manage(tmp_path, {}, "check").returncode == 0
    kept = tmp_path / "secret_key"
    assert len(kept.read_text()) > 50
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("told", "style"),
    [(PRODUCTION, "json"), ({}, "readable"), (PRODUCTION | {"LOG_FORMAT": "readable"}, "readable")],
)
def test_how_the_log_is_written(tmp_path: Path, told: dict[str, str], style: str) -> None:
    done = manage(
        tmp_path, told, "shell", "-c", "from django.conf import settings; print(settings.LOG_FORMAT)"
    )
    assert done.stdout.strip().splitlines()[-1] == style

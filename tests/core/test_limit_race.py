"""Twenty threads at once never pass a limit, and lose no question: on a SQLite file, on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from core.models import LimitCount
from tests.core.limit_crowd import CROWD, EACH, LIMIT


def run(*command: str, environment: dict[str, str]) -> str:
    """One Python program of the project; what it printed."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": "."} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_on_a_file(tmp_path: Path) -> None:
    """As in the demonstration: a file on disk, which the tests' own base in memory is not."""
    place = {"JEKABAARA_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'base.sqlite3'}"}
    run("manage.py", "migrate", "core", "--verbosity", "0", environment=place)
    assert run("tests/core/limit_crowd.py", environment=place) == str(LIMIT)


@pytest.mark.deployed
@pytest.mark.django_db(transaction=True)
def test_on_postgresql(tmp_path: Path) -> None:
    base = settings.DATABASES["default"]
    host, port = base["HOST"] or "127.0.0.1", base["PORT"] or 5432
    name = connection.settings_dict["NAME"]
    url = f"postgresql://{base['USER']}:{base['PASSWORD']}@{host}:{port}/{name}"
    place = {"JEKABAARA_VAR": str(tmp_path), "DATABASE_URL": url, "SECRET_KEY": settings.SECRET_KEY}
    assert run("tests/core/limit_crowd.py", environment=place) == str(LIMIT)
    assert LimitCount.objects.get().asked == CROWD * EACH

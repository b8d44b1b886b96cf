"""What the children of these tests need: a folder, static files, the key that signs sessions."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.jobs.worker import environment


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collected once, as when deploying: without them no page can name its style sheet."""
    home = tmp_path_factory.mktemp("collected")
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    env = os.environ | {"JEKABAARA_VAR": str(home), "SECRET_KEY": settings.SECRET_KEY}
    subprocess.run(command, cwd=settings.BASE_DIR, env=env, check=True, timeout=120)
    return home / "static"


@pytest.fixture
def env(tmp_path: Path, static_files: Path, transactional_db: None) -> dict[str, str]:
    """The environment of children that meet on the base of the run."""
    assert connection.vendor == "postgresql", "a base of this process alone: no child could meet us there"
    (tmp_path / "static").symlink_to(static_files)
    return environment(tmp_path, redis="") | {"SECRET_KEY": settings.SECRET_KEY}

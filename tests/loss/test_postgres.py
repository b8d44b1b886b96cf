"""kill -9 of PostgreSQL while twenty people type: what was acknowledged was on the disk."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.loss.children import OwnPostgres, Web
from tests.loss.ledger import nothing_lost_nothing_twice
from tests.loss.storm import storm
from tests.loss.world import Desk

pytestmark = pytest.mark.deployed

PREPARE = """
import json, django
django.setup()
from dataclasses import asdict
from tests.loss.world import make_desk
print(json.dumps(asdict(make_desk())))
"""


@pytest.fixture
def postgres() -> Iterator[OwnPostgres]:
    """A PostgreSQL that may be killed."""
    if OwnPostgres.missing():
        pytest.skip("no PostgreSQL programs on this machine")
    with tempfile.TemporaryDirectory() as folder, OwnPostgres(Path(folder)) as own:
        yield own


def test_the_database_dies_twice(env: dict[str, str], postgres: OwnPostgres) -> None:
    mine = env | {"DATABASE_URL": postgres.url}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=settings.BASE_DIR, env=mine, check=True, timeout=300)
    made = subprocess.run(
        [sys.executable, "-c", PREPARE],
        cwd=settings.BASE_DIR,
        env=mine,
        check=True,
        capture_output=True,
        timeout=60,
    )
    desk = Desk(**json.loads(made.stdout.splitlines()[-1]))

    def disturb() -> None:
        postgres.kill()
        postgres.start()

    with Web(mine, workers=1) as web:
        told = storm(web.port, desk, disturb, at=(10, 35))
    assert told.retries > 0  # the deaths were felt
    nothing_lost_nothing_twice(postgres.url, told)

"""One installation is prepared for the run, each test gets a copy."""

import itertools
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from backup.postgres import Postgres
from backup.site import engine_of
from backup.sqlite import Sqlite
from tests.backup.server import Server
from tests.backup.sites import Place, place_at, sow

OWNER = "commune"  # an ordinary role: it may create databases, nothing more
NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL for these tests alone, where a role like a deployed one's owns its base."""
    if Server.missing():
        pytest.skip("no PostgreSQL programs on this machine")
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as own:
        own.order(f"CREATE ROLE {OWNER} LOGIN CREATEDB NOSUPERUSER")
        own.order("CREATE ROLE reader LOGIN")
        own.order(f"CREATE DATABASE model OWNER {OWNER}")
        yield own


@pytest.fixture(scope="session")
def model(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Place:
    """Prepared once, from the empty tables of the run: on SQLite, or on PostgreSQL when it is deployed."""
    var = tmp_path_factory.mktemp("model")
    engine: Sqlite | Postgres = Sqlite(var / "jekabaara.sqlite3")
    # Unless a test asks for the base of the run (``pytestmark``), this would be somebody's own.
    assert re.match("test_|file:memory", str(connection.settings_dict["NAME"]))
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            engine = Postgres("model", access(request.getfixturevalue("server")))
            run = engine_of(connection.settings_dict)
            assert isinstance(run, Postgres)
            run.tool("pg_dump", ["--format=custom", "--no-owner", f"--file={var / 'tables'}"])
            engine.tool("pg_restore", ["--no-owner", "--dbname=model", str(var / "tables")])
        else:
            connection.ensure_connection()
            with closing(sqlite3.connect(var / "jekabaara.sqlite3")) as copy:
                connection.connection.backup(copy)
    place = place_at(var, engine)
    sow(place)
    return place


@pytest.fixture
def place(request: pytest.FixtureRequest, model: Place, tmp_path: Path) -> Iterator[Place]:
    """An installation on the engine of the run."""
    var = tmp_path / "var"
    shutil.copytree(model.site.var, var)
    if isinstance(model.site.engine, Sqlite):
        yield place_at(var, Sqlite(var / "jekabaara.sqlite3"))
        return
    own: Server = request.getfixturevalue("server")
    name = f"site{next(NUMBERS)}"
    own.order(f"CREATE DATABASE {name} TEMPLATE model OWNER {OWNER}")
    yield place_at(var, Postgres(name, access(own)))
    own.order(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def untouched(place: Place) -> Iterator[Callable[[], None]]:
    """At its call, and at the end of the test, all is as it was: rows, files, no remains."""
    before = place.state()

    def check() -> None:
        assert place.state() == before
        assert place.leftovers() == []

    yield check
    check()


def access(own: Server) -> dict[str, str]:
    return {"user": OWNER, "host": "127.0.0.1", "port": str(own.port)}

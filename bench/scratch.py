"""Databases of the measure's own, dropped when it ends."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from ops.places import ROOT, Places, Problem
from ops.suites import postgres_user

POSTGRESQL, SQLITE = "postgresql", "sqlite"
ENGINES = (POSTGRESQL, SQLITE)
# Files of pages that are not measured: compressing them takes half a minute.
UNSEEN = ("-i", "admin", "-i", "rest_framework", "-i", "drf_spectacular*")


@dataclass(frozen=True, slots=True)
class Scratch:
    """A folder, a database, and the environment that leads programs to them."""

    engine: str
    var: Path
    environment: dict[str, str]


@contextmanager
def scratch(engine: str) -> Iterator[Scratch]:
    """An empty, migrated database of ``engine`` with its static files gathered."""
    var = Places.from_environment().var / f"bench-{os.getpid()}-{engine}"
    var.mkdir(parents=True)
    dropped = ("DATABASE_URL", "REDIS_URL", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "JEKABAARA_DEMO")
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    environment = kept | {
        "JEKABAARA_VAR": str(var),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(ROOT),
    }
    try:
        if engine == POSTGRESQL:
            environment["DATABASE_URL"] = _made(f"jekabaara_bench_{os.getpid()}")
        if engine == SQLITE:
            environment["DATABASE_URL"] = f"sqlite:///{var / 'bench.sqlite3'}"
        _manage(["migrate"], environment)
        _manage(["collectstatic", "--noinput", *UNSEEN], environment)
        yield Scratch(engine, var, environment)
    finally:
        if engine == POSTGRESQL and "DATABASE_URL" in environment:
            _drop(environment["DATABASE_URL"])
        shutil.rmtree(var, ignore_errors=True)


def _manage(arguments: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments, "--verbosity", "0"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Problem(f"manage.py {arguments[0]} s’est arrêté.\n{done.stderr[-2_000:]}")


def _server() -> str:
    """The server of DATABASE_URL, else the one of this machine."""
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith("postgres"):
        return urlunsplit(urlsplit(named)._replace(path="/postgres"))
    return f"postgresql://{postgres_user(Path(sys.executable))}@127.0.0.1:5432/postgres"


def _made(name: str) -> str:
    server = _server()
    _tell(server, f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _drop(url: str) -> None:
    name = urlsplit(url).path.lstrip("/")
    _tell(_server(), f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _tell(server: str, order: str) -> None:
    connection = psycopg2.connect(server, connect_timeout=5)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(order)
    finally:
        connection.close()

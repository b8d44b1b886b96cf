"""A small installation of its own for each test: a base on disk, files, nothing shared."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings

from backup.keys import Key, Lock, throwaway
from backup.making import Made, Say, make
from backup.manifest import Snapshot
from backup.postgres import Postgres
from backup.restoring import Restored, restore
from backup.site import Site, workshop
from backup.sqlite import Sqlite

SEED = """
import django
django.setup()
from accounts.models import User
from core.access import Where
from mandates import codes, tokens
from mandates.scopes import scope_of_person
from tests.loss.world import make_desk
from tests.backup.writers import keep_one
make_desk()
kadia, nana = (User.objects.get(username=name) for name in ("kadia", "nana"))
tokens.issue(kadia, "Tableur", scope_of_person(kadia.person))
codes.issue_code(kadia, scope_of_person(nana.person), Where())
for number in range(5):
    keep_one(f"document {number}")
"""


@dataclass(frozen=True)
class Place:
    """An installation: its parts, what its programs are told."""

    site: Site
    env: Mapping[str, str]

    def manage(self, *arguments: str, timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        """One command, as it is typed."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.env, capture_output=True, text=True, timeout=timeout,
            check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def back_up(self, lock: Lock, say: Say | None = None) -> Made:
        """An archive in the usual folder."""
        with workshop(self.site) as work:
            return make(self.site, self.site.archives, lock, work, say or quiet)

    def archive(self) -> tuple[Path, Key]:
        """An archive with what opens it."""
        lock, key = throwaway()
        return self.back_up(lock).path, key

    def restore(self, archive: Path, key: Key, *, replace: bool = True) -> Restored:
        """The restore, in this process."""
        return restore(self.site, archive, key, replace=replace, say=quiet)

    def state(self) -> tuple[Snapshot, dict[str, str]]:
        """All that must not change when a restore is refused: rows, files by their sums."""
        files = {str(p.relative_to(self.site.files)): digest(p) for p in self.site.files.glob("??/??/*")}
        return self.site.engine.snapshot(), files

    def leftovers(self) -> list[str]:
        """What interrupted or refused work left behind."""
        found = [path.name for path in self.site.former.glob("*") if path.name != "verrou"]
        found += [path.name for path in self.site.archives.glob("*.part")]
        if isinstance(self.site.engine, Postgres):
            like = self.site.engine.database + "\\_%"
            found += [
                name for (name,) in self.rows(f"SELECT datname FROM pg_database WHERE datname LIKE '{like}'")
            ]
        return found

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What SQL answers."""
        engine = self.site.engine
        if isinstance(engine, Sqlite):
            with closing(sqlite3.connect(engine.path)) as connection:
                return connection.execute(query).fetchall()
        with closing(psycopg2.connect(engine.url())) as server, server.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())


def quiet(_line: str) -> None:
    """Nobody listens."""


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def environment(var: Path, url: str) -> dict[str, str]:
    """What the programs of an installation are told."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "JEKABAARA"))}
    return kept | {
        "DATABASE_URL": url,
        "REDIS_URL": "",
        "SECRET_KEY": settings.SECRET_KEY,
        "JEKABAARA_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "PYTHONUNBUFFERED": "1",
    }


def place_at(var: Path, engine: Sqlite | Postgres) -> Place:
    """An installation whose base is there."""
    return Place(Site(engine, var / "files", var), environment(var, engine.url()))


def sow(place: Place) -> None:
    """In empty tables: a month to type in, a session, a token, a one-time code, five stored files."""
    command = [sys.executable, "-c", SEED]
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env=place.env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr

"""What is saved here: one database, one folder of files."""

import fcntl
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from backup.engines import Engine
from backup.pgtools import VARIABLES
from backup.postgres import Postgres
from backup.refused import Refused
from backup.sqlite import Sqlite

BUSY = "Une sauvegarde ou une restauration est déjà en cours ici. Attendez sa fin."


@dataclass(frozen=True)
class Site:
    """``files``: the folder of stored files; ``var``: where the rest is written."""

    engine: Engine
    files: Path
    var: Path

    @property
    def archives(self) -> Path:
        """Where archives go, unless one says otherwise."""
        return self.var / "sauvegardes"

    @property
    def public_key(self) -> Path:
        """For whom archives are closed, unless one says otherwise."""
        return self.var / "sauvegarde.pub"

    @property
    def former(self) -> Path:
        """Where what a restore replaced is kept."""
        return self.var / "aside"


def here() -> Site:
    """What the settings name; Django's own connections are closed, so that we may be alone."""
    connections.close_all()
    return Site(engine_of(settings.DATABASES["default"]), Path(settings.FILES_ROOT), Path(settings.VAR))


def engine_of(base: dict[str, object]) -> Engine:
    """The engine of Django's settings of one database."""
    name = str(base["NAME"])
    if str(base["ENGINE"]).endswith("sqlite3"):
        return Sqlite(Path(name))
    options = base.get("OPTIONS")
    told = options if isinstance(options, dict) else {}
    access = {key: base.get(key.upper()) for key in ("user", "password", "host", "port")}
    access |= {key: value for key, value in told.items() if key in VARIABLES}
    return Postgres(name, {key: str(value) for key, value in access.items() if value})


@contextmanager
def workshop(site: Site) -> Iterator[Path]:
    """An empty folder, for one at a time, removed at the end; what an interrupted one left is cleaned first.

    Raises Refused when another is at work.
    """
    site.former.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = site.former / "en-cours"
    with (site.former / "verrou").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(BUSY) from None
        try:
            site.engine.clean()
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def product() -> str:
    """The version of the product."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])

"""What a database must know how to do to be saved, rebuilt aside, replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from backup.manifest import Snapshot
from files.models import StoredFile

FILES_TABLE = StoredFile._meta.db_table
FILES_QUERY = f"SELECT path, size, sha256 FROM {FILES_TABLE} ORDER BY path"  # noqa: S608
MIGRATIONS = "django_migrations"
MIGRATIONS_QUERY = f"SELECT app, name FROM {MIGRATIONS} ORDER BY app, name"  # noqa: S608

NOT_OURS = "Cette base n’est pas celle de Jèkabaara, ou elle n’a jamais été préparée (migrate)."
STILL_THERE = (
    "Des programmes se servent encore de la base. Arrêtez le site, le programme de fond et l’horloge "
    "(web, worker, beat), puis relancez la même commande."
)


@dataclass(frozen=True)
class Dump:
    """A copy of the rows in one file; ``unpacked``: octets once unpacked; ``snapshot``: what it holds."""

    path: Path
    unpacked: int
    snapshot: Snapshot


class Engine(Protocol):
    """A database, the living one or one rebuilt aside."""

    @property
    def name(self) -> str:
        """Its kind, as the manifest tells it."""

    @property
    def dump_name(self) -> str:
        """The name of its dump in an archive."""

    def url(self) -> str:
        """Its DATABASE_URL."""

    def dump(self, folder: Path) -> Dump:
        """Copy all rows of one instant in ``folder``, while others write."""

    def snapshot(self) -> Snapshot:
        """Count what it holds now."""

    def is_empty(self, but: Sequence[str]) -> bool:
        """Is there no row in any table, those named apart?"""

    def check_alone(self) -> None:
        """Raise Refused when others are connected."""

    def clean(self) -> None:
        """Remove what an interrupted ``load`` left."""

    def load(self, dump: Path, unpacked: int) -> Self:
        """Rebuild a dump aside, of ``unpacked`` octets at most; the living one is not touched."""

    def run(self, orders: Sequence[str]) -> None:
        """Execute SQL, all or nothing."""

    def replace_by(self, aside: Self, kept: Path) -> str:
        """Take the rows of ``aside`` in one act, keep the former ones; where they are kept."""

    def drop(self) -> None:
        """Remove this database, one rebuilt aside."""

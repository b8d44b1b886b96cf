"""A database in one file: copied by SQLite's online backup, replaced in one transaction."""

import gzip
import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from backup.engines import FILES_QUERY, FILES_TABLE, MIGRATIONS, MIGRATIONS_QUERY, NOT_OURS, STILL_THERE, Dump
from backup.manifest import Kept, Snapshot, Table
from backup.refused import Refused
from backup.tape import TORN, read_file
from files.store import sync

PATIENCE = 5.0  # seconds to wait for those who leave
COPY, REBUILT = "copie.sqlite3", "reprise.sqlite3"
LIVE_COPY_PATIENCE = 60.0
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


@dataclass(frozen=True)
class Sqlite:
    """One file, with its companions -wal, -shm, -journal while it is used."""

    path: Path
    name: str = "sqlite"
    dump_name: str = "base.sqlite3.gz"

    def url(self) -> str:
        """Its DATABASE_URL."""
        return f"sqlite:///{self.path}"

    def dump(self, folder: Path) -> Dump:
        """One step of the online backup: one read transaction, writers go on in the journal."""
        copy, packed = folder / COPY, folder / self.dump_name
        with closing(_connect(self.path, timeout=LIVE_COPY_PATIENCE)) as live, closing(_connect(copy)) as out:
            live.backup(out)
            out.execute("PRAGMA journal_mode=DELETE")
        with closing(_connect(copy)) as connection:
            snapshot = _snapshot(connection)
        with copy.open("rb") as plain, gzip.open(packed, "wb", compresslevel=6) as out:
            out.writelines(read_file(plain))
        size = copy.stat().st_size
        copy.unlink()
        return Dump(packed, size, snapshot)

    def snapshot(self) -> Snapshot:
        """Count what it holds now."""
        with closing(_connect(self.path)) as connection:
            return _snapshot(connection)

    def is_empty(self, but: Sequence[str]) -> bool:
        """Is there no row in any table, those named apart?"""
        if not self.path.exists():
            return True
        with closing(_connect(self.path)) as connection:
            names = [name for name in _tables(connection) if name not in but]
            return all(_first(connection, f"SELECT 1 FROM {_quoted(name)}") is None for name in names)  # noqa: S608

    def check_alone(self) -> None:
        """Raise Refused when others are connected."""
        if self.path.exists():
            with _alone(self.path):
                pass

    def clean(self) -> None:
        """Nothing to do: all stands in a folder that its owner empties."""

    def load(self, dump: Path, unpacked: int) -> "Sqlite":
        """Unpack, then let SQLite read every page."""
        rebuilt = Sqlite(dump.with_name(REBUILT))
        size = 0
        try:
            with gzip.open(dump, "rb") as source, rebuilt.path.open("xb") as out:
                for chunk in read_file(source):  # type: ignore[arg-type]
                    size += len(chunk)
                    if size > unpacked:
                        raise Refused(TORN)
                    out.write(chunk)
        except (OSError, EOFError) as error:
            raise Refused(f"La base de l’archive ne se décompresse pas\u00a0: {error}") from None
        rebuilt.path.chmod(0o600)
        try:
            with closing(_connect(rebuilt.path)) as connection:
                sound = _first(connection, "PRAGMA integrity_check") == "ok"
                sound = sound and connection.execute("PRAGMA foreign_key_check").fetchone() is None
        except sqlite3.DatabaseError:
            sound = False
        if not sound:
            raise Refused("La base de l’archive est abîmée\u00a0: SQLite ne la lit pas entièrement.")
        return rebuilt

    def run(self, orders: Sequence[str]) -> None:
        """Execute SQL, all or nothing."""
        with closing(_connect(self.path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for order in orders:
                connection.execute(order)
            connection.execute("COMMIT")

    def replace_by(self, aside: "Sqlite", kept: Path) -> str:
        """The former rows go to ``kept``; then the pages change in one transaction, or not at all.

        The file stays the same file: whoever opens it at this moment waits, then reads the new rows.
        """
        copy = kept / self.path.name
        with _alone(self.path) as live, closing(_connect(aside.path)) as source:
            with closing(_connect(copy)) as out:
                live.backup(out)
            copy.chmod(0o600)
            sync(copy)
            source.backup(live)
        return str(copy)

    def drop(self) -> None:
        """Remove the file, its companions."""
        for path in self.path.parent.glob(f"{self.path.name}*"):
            path.unlink()


def _connect(path: Path, timeout: float = PATIENCE) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=timeout, isolation_level=None)
    connection.text_factory = bytes
    connection.execute("PRAGMA synchronous=FULL")
    return connection


@contextmanager
def _alone(path: Path) -> Iterator[sqlite3.Connection]:
    """The file for us alone until the end: leaving the shared journal works only when nobody holds it."""
    with closing(_connect(path)) as connection:
        try:
            if _first(connection, "PRAGMA journal_mode=DELETE") != "delete":
                raise Refused(STILL_THERE)
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError:
            raise Refused(STILL_THERE) from None
        yield connection


def _tables(connection: sqlite3.Connection) -> list[str]:
    return sorted(name.decode() for (name,) in connection.execute(TABLES))


def _snapshot(connection: sqlite3.Connection) -> Snapshot:
    names = _tables(connection)
    if not {MIGRATIONS, FILES_TABLE} <= set(names):
        raise Refused(NOT_OURS)
    return Snapshot(
        tables={name: _table(connection, name) for name in names},
        migrations=[f"{app.decode()}.{name.decode()}" for app, name in connection.execute(MIGRATIONS_QUERY)],
        files=[
            Kept(path.decode(), size, sha.decode()) for path, size, sha in connection.execute(FILES_QUERY)
        ],
    )


def _table(connection: sqlite3.Connection, name: str) -> Table:
    columns = list(connection.execute(f"PRAGMA table_info({_quoted(name)})"))
    key = [_quoted(c[1].decode()) for c in sorted(columns, key=lambda c: c[5]) if c[5]]
    digest = hashlib.sha256(repr([c[1] for c in columns]).encode())
    rows = 0
    for row in connection.execute(f"SELECT * FROM {_quoted(name)} ORDER BY {', '.join(key) or 'rowid'}"):  # noqa: S608
        digest.update(repr(row).encode())
        rows += 1
    return Table(rows, digest.hexdigest())


def _first(connection: sqlite3.Connection, query: str) -> str | int | None:
    row = connection.execute(query).fetchone()
    if row is None:
        return None
    return row[0].decode() if isinstance(row[0], bytes) else row[0]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

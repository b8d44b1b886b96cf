"""A PostgreSQL database: dumped from an exported snapshot, rebuilt under another name, renamed at the end."""

import hashlib
import io
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg2
from psycopg2 import errors
from psycopg2.extensions import quote_ident

from backup.engines import FILES_QUERY, FILES_TABLE, MIGRATIONS, MIGRATIONS_QUERY, NOT_OURS, STILL_THERE, Dump
from backup.manifest import Kept, Snapshot, Table
from backup.pgtools import run_tool
from backup.refused import Refused

MAINTENANCE = "postgres"  # where one stands to rename another
STEM_LENGTH = 40  # of the 63 that a name may have
REBUILT = "_reprise_"
# The same octets whatever the settings of server and role.
PLAIN = (
    "SET TIME ZONE 'UTC'",
    "SET DateStyle TO 'ISO, YMD'",
    "SET IntervalStyle TO 'postgres'",
    "SET extra_float_digits TO 1",
    "SET bytea_output TO 'hex'",
    "SET client_encoding TO 'UTF8'",
    "SET statement_timeout TO 0",
    "SET idle_in_transaction_session_timeout TO 0",
)
TABLES = """
    SELECT c.relname,
           array_agg(a.attname::text ORDER BY a.attnum),
           coalesce(array_agg(a.attname::text || CASE WHEN a.attcollation <> 0 THEN ' C' ELSE '' END
                              ORDER BY array_position(i.indkey::int2[], a.attnum))
                    FILTER (WHERE a.attnum = ANY (i.indkey::int2[])), '{}')
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    GROUP BY c.oid, c.relname ORDER BY c.relname
"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = %s AND pid <> pg_backend_pid() AND usename IS NOT NULL
"""
NO_RIGHT = (
    "Le rôle PostgreSQL n’a pas le droit de créer ou de renommer une base. Donnez-le-lui une fois, en "
    "administrateur\u00a0: ALTER ROLE … CREATEDB\u202f; la base doit lui appartenir."
)


@dataclass(frozen=True)
class Postgres:
    """A database of a server; ``access``: what libpq needs but its name."""

    database: str
    access: Mapping[str, str]
    name: str = "postgresql"
    dump_name: str = "base.pgdump"

    def url(self) -> str:
        """Its DATABASE_URL."""
        more = {k: v for k, v in self.access.items() if k not in {"user", "password", "host", "port"}}
        who = quote(self.access.get("user", ""), safe="")
        if password := self.access.get("password"):
            who += f":{quote(password, safe='')}"
        where = quote(self.access.get("host", ""), safe="") + ":" + self.access.get("port", "5432")
        query = f"?{urlencode(more)}" if more else ""
        return f"postgresql://{who}@{where}/{quote(self.database, safe='')}{query}"

    def dump(self, folder: Path) -> Dump:
        """Rows, counts, digests of one instant: pg_dump reads in the snapshot of our transaction."""
        path = folder / self.dump_name
        with self.connected() as connection, connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            shared = cursor.fetchone()[0]
            told = ["--format=custom", "--compress=6", "--no-owner", "--no-privileges"]
            self.tool("pg_dump", [*told, f"--snapshot={shared}", f"--file={path}"])
            snapshot = _snapshot(cursor)
            cursor.execute("SELECT pg_database_size(current_database())")
            return Dump(path, cursor.fetchone()[0], snapshot)

    def snapshot(self) -> Snapshot:
        """Count what it holds now."""
        with self.connected() as connection, connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return _snapshot(cursor)

    def is_empty(self, but: Sequence[str]) -> bool:
        """Is there no row in any table, those named apart?"""
        with self.connected() as connection, connection.cursor() as cursor:
            cursor.execute(TABLES)
            for table, _, _ in cursor.fetchall():
                cursor.execute(f"SELECT 1 FROM {_quoted(cursor, table)} LIMIT 1")  # noqa: S608
                if table not in but and cursor.fetchone():
                    return False
            return True

    def check_alone(self) -> None:
        """Raise Refused when others are connected."""
        with self.connected() as connection, connection.cursor() as cursor:
            cursor.execute(OTHERS, [self.database])
            if cursor.fetchone()[0]:
                raise Refused(STILL_THERE)

    def clean(self) -> None:
        """Remove what an interrupted ``load`` left."""
        with self._maintenance() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self._prefix()])
            for (name,) in cursor.fetchall():
                Postgres(name, self.access).drop()

    def load(self, dump: Path, unpacked: int) -> "Postgres":
        """A new database like the living one, filled by pg_restore."""
        # A name of its own: the pg_restore of one that was killed may still be looking for the former.
        aside = Postgres(self._prefix() + secrets.token_hex(4), self.access)
        with self._maintenance() as cursor:
            cursor.execute(
                "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database "
                "WHERE datname = %s",
                [self.database],
            )
            encoding, collate, ctype = cursor.fetchone()
            try:
                cursor.execute(
                    f"CREATE DATABASE {_quoted(cursor, aside.database)} TEMPLATE template0 "
                    "ENCODING %s LC_COLLATE %s LC_CTYPE %s",
                    [encoding, collate, ctype],
                )
            except errors.InsufficientPrivilege:
                raise Refused(NO_RIGHT) from None
        try:
            told = ["--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={aside.database}"]
            aside.tool("pg_restore", [*told, str(dump)])
            with aside.connected() as connection, connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        except BaseException:
            aside.drop()
            raise
        return aside

    def run(self, orders: Sequence[str]) -> None:
        """Execute SQL, all or nothing."""
        with self.connected() as connection, connection.cursor() as cursor:
            cursor.execute("BEGIN")
            for order in orders:
                cursor.execute(order)
            cursor.execute("COMMIT")

    def replace_by(self, aside: "Postgres", kept: Path) -> str:
        """Both names change in one transaction; PostgreSQL refuses while anybody is connected."""
        former = f"{self.database[:STEM_LENGTH]}_{kept.name.replace('-', '_')}"  # as free as its folder's
        with self._maintenance() as cursor:
            try:
                cursor.execute("BEGIN")
                for old, new in ((self.database, former), (aside.database, self.database)):
                    cursor.execute(f"ALTER DATABASE {_quoted(cursor, old)} RENAME TO {_quoted(cursor, new)}")
                cursor.execute("COMMIT")
            except errors.ObjectInUse:
                raise Refused(STILL_THERE) from None
            except errors.InsufficientPrivilege:
                raise Refused(NO_RIGHT) from None
        return f"base PostgreSQL «\u00a0{former}\u00a0»"

    def drop(self) -> None:
        """Remove this database, one rebuilt aside."""
        if REBUILT not in self.database:
            raise ValueError(f"{self.database} was not rebuilt aside")
        with self._maintenance() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(cursor, self.database)} WITH (FORCE)")

    def _prefix(self) -> str:
        return self.database[:STEM_LENGTH] + REBUILT

    def tool(self, program: str, arguments: Sequence[str]) -> None:
        """Run pg_dump or pg_restore on this database."""
        run_tool(program, arguments, {**self.access, "dbname": self.database}, self._major())

    def _major(self) -> int:
        with self.connected() as connection:
            return int(connection.server_version) // 10_000

    @contextmanager
    def connected(self) -> Iterator[Any]:
        """A connection of its own, without an open transaction."""
        try:
            connection = psycopg2.connect(dbname=self.database, **self.access)
        except psycopg2.OperationalError as error:
            raise Refused(f"PostgreSQL ne répond pas\u00a0: {str(error).strip()}") from None
        with closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                for order in PLAIN:
                    cursor.execute(order)
            yield connection

    @contextmanager
    def _maintenance(self) -> Iterator[Any]:
        with (
            Postgres(MAINTENANCE, self.access).connected() as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("SET client_min_messages TO warning")
            yield cursor


class _Digesting(io.RawIOBase):
    """Takes what COPY sends; its text form ends each row, and nothing else, by a line feed."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.rows, self.sum = 0, hashlib.sha256(repr(list(columns)).encode())

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, chunk: Any) -> int:
        """Count, digest, forget."""
        self.rows += chunk.count(b"\n")
        self.sum.update(chunk)
        return len(chunk)


def _snapshot(cursor: Any) -> Snapshot:
    cursor.execute(TABLES)
    found = cursor.fetchall()
    if not {MIGRATIONS, FILES_TABLE} <= {name for name, _, _ in found}:
        raise Refused(NOT_OURS)
    tables = {name: _table(cursor, name, columns, key) for name, columns, key in found}
    cursor.execute(MIGRATIONS_QUERY)
    migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
    cursor.execute(FILES_QUERY)
    return Snapshot(tables, migrations, [Kept(*row) for row in cursor.fetchall()])


def _table(cursor: Any, name: str, columns: Sequence[str], key: Sequence[str]) -> Table:
    """Ordered by the primary key, texts by their octets: languages sort differently from server to server."""
    digesting = _Digesting(columns)
    listed = ", ".join(_quoted(cursor, column) for column in columns)
    order = ", ".join(_ordering(cursor, column) for column in key) or 't::text COLLATE "C"'
    rows = f"SELECT {listed} FROM {_quoted(cursor, name)} t ORDER BY {order}"  # noqa: S608
    cursor.copy_expert(f"COPY ({rows}) TO STDOUT", digesting)
    return Table(digesting.rows, digesting.sum.hexdigest())


def _ordering(cursor: Any, column: str) -> str:
    """« id », or « name C » for a text."""
    bare = column.removesuffix(" C")
    return _quoted(cursor, bare) + (' COLLATE "C"' if column != bare else "")


def _quoted(cursor: Any, name: str) -> str:
    return str(quote_ident(name, cursor))

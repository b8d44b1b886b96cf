"""Rows that a loader of the house wrote in this database once, put back as they were by SQL alone."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

Row = tuple[Any, ...]


class Again:
    """``load`` works the first time; later, in an empty database, its rows come back with their numbers.

    ``tables``: all that ``load`` fills, those that are pointed at first. Where rows stand already,
    ``load`` works as anybody's.
    """

    def __init__(self, load: Callable[[], object], tables: Sequence[type[models.Model]]) -> None:
        self.load, self.tables = load, tables
        self.kept: dict[str, list[tuple[str, list[Row]]]] = {}

    def __call__(self) -> None:
        name = str(connection.settings_dict["NAME"])
        if any(table._default_manager.exists() for table in self.tables):
            self.load()
        elif name in self.kept:
            self._put_back(self.kept[name])
        else:
            self.load()
            self.kept[name] = [self._read(table) for table in self.tables]

    def _read(self, table: type[models.Model]) -> tuple[str, list[Row]]:
        columns = ", ".join(connection.ops.quote_name(field.column) for field in table._meta.concrete_fields)
        where = connection.ops.quote_name(table._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {where} ORDER BY 1")
            rows = cursor.fetchall()
        return f"INSERT INTO {where} ({columns}) VALUES", rows

    def _put_back(self, kept: list[tuple[str, list[Row]]]) -> None:
        with connection.cursor() as cursor:
            for insert, rows in kept:
                _write(cursor, insert, rows)


def _write(cursor: CursorWrapper, insert: str, rows: list[Row]) -> None:
    if not rows:
        return
    one = f"({', '.join(['%s'] * len(rows[0]))})"
    if connection.vendor == "postgresql":
        inner: Any = cursor.cursor
        values = ", ".join(inner.mogrify(one, row).decode() for row in rows)
        inner.execute(f"{insert} {values}")
    else:
        cursor.executemany(f"{insert} {one}", rows)

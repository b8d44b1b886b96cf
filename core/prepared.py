"""Queries that Django writes once: afterwards their values alone are sent to the database.

Writing the SQL of a small query costs more than its answer. Nothing is kept of what was read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """A value that is told at each reading; of a list, the one at ``at``."""

    def __init__(self, name: str, field: "Field[Any, Any]", at: int | None = None) -> None:
        super().__init__(output_field=field)
        self.name, self.at = name, at

    def as_sql(self, *_: Any) -> tuple[str, list[Any]]:
        """Itself as its own parameter: ``Prepared`` puts the value there."""
        return "%s", [self]

    def of(self, values: Mapping[str, Any]) -> Any:
        """The value, as the engine takes it."""
        value = values[self.name] if self.at is None else values[self.name][self.at]
        return self.output_field.get_db_prep_value(value, connection)


@dataclass(frozen=True, slots=True)
class _Written:
    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, Sequence[Callable[..., Any]], Any], ...]


class Prepared:
    """Made by ``prepared``: called with its values by name, it gives the rows."""

    def __init__(
        self, build: Callable[..., "QuerySet[Any, Any]"], fields: Mapping[str, "Field[Any, Any]"]
    ) -> None:
        self.build, self._fields = build, fields
        self._written: dict[tuple[Any, ...], _Written | None] = {}

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows (one query). A list may be of any length: each length is written once."""
        lengths = (len(v) if isinstance(v, list | tuple) else None for v in values.values())
        key = (connection.vendor, *zip(values, lengths, strict=True))
        if key not in self._written:
            self._written[key] = self._write(values)
        written = self._written[key]
        if written is None:
            return []
        params = [one.of(values) if isinstance(one, Given) else one for one in written.params]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return _converted(rows, written) if written.converters else rows

    def _write(self, values: Mapping[str, Any]) -> _Written | None:
        query = self.build(**{name: _given(name, self._fields[name], v) for name, v in values.items()}).query
        compiler = query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        columns = [column for column, *_ in (compiler.select or [])[: compiler.col_count]]
        found = compiler.get_converters(columns)
        return _Written(sql, tuple(params), tuple((i, *converters) for i, converters in found.items()))


def prepared(**fields: "Field[Any, Any]") -> Callable[[Callable[..., "QuerySet[Any, Any]"]], Prepared]:
    """For a function that makes a ``values_list`` of what it is given, whatever that is: no ``if`` on a
    value, no clock, nothing of the request but its arguments. Each is named here with its field.
    """
    return lambda build: Prepared(build, fields)


def _given(name: str, field: "Field[Any, Any]", value: Any) -> Given | list[Given]:
    if isinstance(value, list | tuple):
        return [Given(name, field, at) for at in range(len(value))]
    return Given(name, field)


def _converted(rows: Sequence[Sequence[Any]], written: _Written) -> list[tuple[Any, ...]]:
    found = [list(row) for row in rows]
    for at, converters, column in written.converters:
        for row in found:
            for convert in converters:
                row[at] = convert(row[at], column, connection)
    return [tuple(row) for row in found]

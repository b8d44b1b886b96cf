"""Read with SQL alone what stands in a base after the storm, beside what was acknowledged."""

import json
from typing import Any

import psycopg2

from tests.loss.storm import ROUNDS, TYPISTS, Told

SAVES = "SELECT operation::text, before, after, version FROM monitoring_reportdiff ORDER BY version"
REPORTS = "SELECT values, version FROM monitoring_monthlyreport"


def read(dsn: str, query: str) -> list[tuple[Any, ...]]:
    """The rows, on a connection of its own."""
    connection = psycopg2.connect(dsn)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())
    finally:
        connection.close()


def json_of(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def nothing_lost_nothing_twice(dsn: str, told: Told) -> None:
    """Each acknowledged save is there once, with what was typed; nothing else is; they follow one another."""
    assert len(told) == TYPISTS * ROUNDS
    saves = read(dsn, SAVES)
    kept = {operation: json_of(after) for operation, _, after, _ in saves}
    assert len(kept) == len(saves)
    assert kept == {one.operation: {one.cell: one.value} for one in told.sent}
    assert [version for *_, version in saves] == list(range(1, len(saves) + 1))
    values: dict[str, int | None] = {}
    for _, before, after, _ in saves:
        assert json_of(before) == {cell: values.get(cell) for cell in json_of(after)}
        values |= json_of(after)
    [(now, version)] = read(dsn, REPORTS)
    assert json_of(now) == values
    assert version == len(saves)

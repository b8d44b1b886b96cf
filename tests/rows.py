"""Rows of a database read with SQL alone, whatever Django thinks of it."""

import json
from typing import Any

import psycopg2


def read(dsn: str, query: str) -> list[tuple[Any, ...]]:
    """The rows, on a connection of its own. Raises OperationalError when nobody answers."""
    connection = psycopg2.connect(dsn, connect_timeout=5)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())
    finally:
        connection.close()


def json_of(value: Any) -> Any:
    """psycopg2 gives JSON read already, or as text."""
    return json.loads(value) if isinstance(value, str) else value

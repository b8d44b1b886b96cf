"""Some keys of a JSON column as one list: the column is unpacked once a row, however many keys are asked."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Func, JSONField
from django.db.models.sql.compiler import SQLCompiler

MOST_KEYS = 60  # SQLite takes a hundred arguments
NO_KEY = "$._"  # SQLite gives a list from two paths on


class Picked(Func):
    """``[column[key], …]`` in the order of ``keys``, None where the key is absent.

    A value taken key by key is unpacked as many times as there are keys: five times slower on PostgreSQL,
    twice on SQLite. SQLite's list may be longer than ``keys``.
    """

    output_field = JSONField()

    def __init__(self, column: str, keys: Sequence[str], **extra: Any) -> None:
        super().__init__(F(column), **extra)
        self.keys = tuple(keys)

    def as_sqlite(self, compiler: SQLCompiler, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        column, before = compiler.compile(self.source_expressions[0])
        paths = [*(f"$.{json.dumps(key)}" for key in self.keys), NO_KEY, NO_KEY]
        return f"JSON_EXTRACT({column}, {', '.join(['%s'] * len(paths))})", [*before, *paths]

    def as_postgresql(self, compiler: SQLCompiler, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        if not self.keys:
            return "'[]'::jsonb", []  # an empty array would have no type
        column, before = compiler.compile(self.source_expressions[0])
        picks = ", ".join(["unpacked.whole -> %s"] * len(self.keys))
        # Joining it with nothing unpacks the value; OFFSET keeps the planner from undoing it.
        unpacked = f"({column} || '{{}}'::jsonb) AS whole OFFSET 0"
        return (
            f"(SELECT to_jsonb(ARRAY[{picks}]) FROM (SELECT {unpacked}) AS unpacked)",  # noqa: S608
            [*self.keys, *before],
        )

"""Read with SQL alone what stands in a base after the storm, beside what was acknowledged."""

from tests.loss.storm import ROUNDS, TYPISTS, Told
from tests.rows import json_of, read

SAVES = "SELECT operation::text, before, after, version FROM monitoring_reportdiff ORDER BY version"
REPORTS = "SELECT values, version FROM monitoring_monthlyreport"


def nothing_lost_nothing_twice(dsn: str, told: Told) -> None:
    """Each acknowledged save is there once, with what was typed; nothing else is; they follow one another."""
    assert len(told) == TYPISTS * ROUNDS
    saves = read(dsn, SAVES)
    kept = {operation: json_of(after) for operation, _, after, _ in saves}
    assert len(kept) == len(saves)
    assert kept == {one.operation: one.cells for one in told.sent}
    assert [version for *_, version in saves] == list(range(1, len(saves) + 1))
    values: dict[str, int | None] = {}
    for _, before, after, _ in saves:
        assert json_of(before) == {cell: values.get(cell) for cell in json_of(after)}
        values |= json_of(after)
    [(now, version)] = read(dsn, REPORTS)
    assert json_of(now) == {cell: value for cell, value in values.items() if value is not None}
    last = {cell: value for one in told.sent for cell, value in one.cells.items()}
    assert {cell: json_of(now).get(cell) for cell in last} == last
    assert version == len(saves)

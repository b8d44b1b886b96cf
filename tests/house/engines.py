"""On PostgreSQL, what touches no database is left out: it ran on SQLite already."""

import pytest
from django.db import connection

# Of the code, the commands, the deployment: no engine changes them.
ONCE = frozenset({"bench", "deploy", "house", "run", "vendor"})
# Their databases are not pytest's: they open their own, or the whole folder shares one.
LIVE = frozenset({"access", "backup", "browser", "chaos", "jobs", "loss", "trip"})

MADE = frozenset({"db", "transactional_db", "django_db_setup"})


def asked_once(item: pytest.Item) -> bool:
    """Would this test say the same whatever the engine?"""
    if item.get_closest_marker("deployed"):
        return False
    folder = item.path.parent.name
    if folder in ONCE:
        return True
    touches = item.get_closest_marker("django_db") or MADE & set(getattr(item, "fixturenames", ()))
    return not touches and folder not in LIVE


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave them out of the suite on PostgreSQL."""
    if connection.vendor == "sqlite":
        return
    if left := [item for item in items if asked_once(item)]:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]

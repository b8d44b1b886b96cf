"""What PostgreSQL is asked again: all that touches a database, of many cases of one test every second one."""

import os
from collections import Counter
from collections.abc import Iterable

import pytest
from django.db import connection

# Of the code, the commands, the deployment: no engine changes them.
ONCE = frozenset({"bench", "deploy", "house", "run", "vendor"})
# What a renderer makes of words: the tests of each paper ask both engines for what it tells.
DRAWN = frozenset({"reports/test_accessible.py", "reports/test_hostile.py"})
# Their databases are not pytest's: they open their own, or the whole folder shares one.
LIVE = frozenset({"access", "backup", "browser", "chaos", "jobs", "loss", "trip"})
# What an engine may refuse, lock, order or add in a way of its own: every case, on both.
REFUSED = ("bad_input", "constraints", "fuzz", "hostile", "nasties")
WHOLE = (*REFUSED, "machine", "race", "sync", "together", "totals")
FEW = 4  # cases of one test, all asked
MADE = frozenset({"db", "transactional_db", "django_db_setup"})


def asked_once(item: pytest.Item) -> bool:
    """Would this test say the same whatever the engine?"""
    if item.get_closest_marker("deployed"):
        return False
    folder = item.path.parent.name
    if folder in ONCE or f"{folder}/{item.path.name}" in DRAWN:
        return True
    touches = item.get_closest_marker("django_db") or MADE & set(getattr(item, "fixturenames", ()))
    return not touches and folder not in LIVE


def second_cases(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Of each test of more than ``FEW`` cases, every second one, the first left out.

    None when the run is a long one, none of what an engine may take in its own way.
    """
    if os.environ.get("JEKABAARA_LONG"):
        return []
    asked = [item for item in items if not any(word in item.path.stem for word in WHOLE)]
    cases = Counter(_test_of(item) for item in asked)
    seen: Counter[str] = Counter()
    left = []
    for item in sorted(asked, key=lambda item: item.nodeid):
        seen[_test_of(item)] += 1
        if cases[_test_of(item)] > FEW and seen[_test_of(item)] % 2:
            left.append(item)
    return left


def _test_of(item: pytest.Item) -> str:
    return item.nodeid.split("[", 1)[0]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the rest out of the suite on PostgreSQL; a test asked by its name is asked."""
    if connection.vendor == "sqlite":
        return
    left = {item for item in items if asked_once(item)}
    if not any("::" in asked for asked in config.args):
        left |= set(second_cases(item for item in items if item not in left))
    if left:
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]

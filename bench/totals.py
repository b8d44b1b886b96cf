"""How long totals take: ``python -m bench.totals [--aires 200] [--months 30]``.

A test database is made beside that of DATABASE_URL, then dropped. One line a measure.
"""

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.test.runner import DiscoverRunner  # noqa: E402 - Django must be ready first

from bench.country import measure  # noqa: E402


@contextmanager
def timed(what: str, count: int = 1, unit: str = "") -> Iterator[None]:
    """Print how long the block takes, and how long for each ``unit``."""
    start = time.perf_counter()
    yield
    took = time.perf_counter() - start
    each = f"{took / count * 1000:10.2f} ms a {unit}" if unit else ""
    print(f"{what:<44}{took:8.2f} s{each}")


def main() -> None:
    """Make a database, fill it, measure, drop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aires", type=int, default=200)
    parser.add_argument("--months", type=int, default=30)
    arguments = parser.parse_args()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    before = runner.setup_databases()
    try:
        measure(arguments.aires, arguments.months, timed)
    finally:
        runner.teardown_databases(before)


if __name__ == "__main__":
    main()

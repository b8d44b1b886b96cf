"""Twenty threads that ask at once: how many were let through, printed. Run by ``test_limit_race.py``."""

import sys
from datetime import timedelta

import django

from tests.together import at_once

CROWD, EACH, LIMIT = 20, 5, 30


def ask_at_once() -> int:
    """How many of the hundred questions were allowed."""
    from core.limits import Allowed, allow  # noqa: PLC0415 - after django.setup()

    def some() -> list[bool]:
        return [
            isinstance(allow("foule", "une clé", LIMIT, timedelta(hours=1)), Allowed) for _ in range(EACH)
        ]

    return sum(sum(answers) for answers in at_once([some] * CROWD) if isinstance(answers, list))


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(str(ask_at_once()))

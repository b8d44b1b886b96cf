"""Who is asked on which engine: every address on both, each player on one, unless the run is a long one."""

import os
from collections.abc import Iterable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
ENGINES = ("sqlite", "postgresql")


def here(players: Iterable[T]) -> list[T]:
    """Every second one, those of this engine; what is refused to a person is refused by Python alone."""
    names = list(players)
    if os.environ.get("JEKABAARA_LONG"):
        return names
    return names[ENGINES.index(connection.vendor) :: len(ENGINES)]

"""Who took a promise up: higher apps are named by the settings, the page of the line asks them."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from django.conf import settings
from django.utils.module_loading import import_string

from core.access import Scope
from followup.models import Followup

Taker: TypeAlias = Callable[[Followup, Scope], Iterable[tuple[str, str]]]


def takers_of(line: Followup, scope: Scope) -> list[tuple[str, str]]:
    """(words, address) of everything that took the line up and that this reader sees."""
    takers: list[Taker] = [import_string(path) for path in settings.FOLLOWUP_TAKERS]
    return [found for taker in takers for found in taker(line, scope)]

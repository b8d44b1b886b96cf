"""Interests that people declared: the settings name the apps above that tell them, pages of people ask."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.conf import settings
from django.utils.module_loading import import_string

from core.access import Scope


@dataclass(frozen=True, slots=True)
class Declared:
    """What one person declared that day: its words, what they did; in which act, at which address."""

    person: int
    on: date
    words: str
    part: str
    act: str
    where: str
    url: str


Teller: TypeAlias = Callable[[Sequence[int], Scope], Iterable[Declared]]


def declared(people: Iterable[int], scope: Scope) -> dict[int, list[Declared]]:
    """Person → what they declared in acts that this reader reads, the latest first. One query a teller."""
    asked = list(people)
    tellers: list[Teller] = [import_string(path) for path in settings.INTEREST_TELLERS]
    found: dict[int, list[Declared]] = {person: [] for person in asked}
    for one in sorted(
        (one for teller in tellers for one in teller(asked, scope)), key=lambda one: one.on, reverse=True
    ):
        found[one.person].append(one)
    return found

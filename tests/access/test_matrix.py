"""Every address × method × player × position answers what the hand-written table says; undecided fails."""

from collections.abc import Iterable

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.asking import Askers, questions
from tests.access.expected import PLAYERS, RIGHTS, ROLES, ROUTES

ADMIN = "administration/"


def named(patterns: Iterable[URLPattern | URLResolver]) -> Iterable[str]:
    """The names of every address of ours."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if not str(pattern.pattern).startswith(ADMIN):
                yield from named(pattern.url_patterns)
        else:
            yield str(pattern.name)


def test_every_route_is_decided() -> None:
    """A new page fails here until somebody has said, by hand, who may read it."""
    assert set(named(get_resolver().url_patterns)) == set(ROUTES)


def test_every_right_is_decided_for_every_role() -> None:
    assert all(set(row) == set(ROLES) for row in RIGHTS.values())
    assert {role for role, _ in PLAYERS.values()} == set(ROLES)


@pytest.mark.parametrize("player", PLAYERS)
def test_answers(askers: Askers, player: str) -> None:
    wrong = [
        f"{asked.method} {asked.route} {asked.target}: {found}, expected {answer}"
        for name in ROUTES
        for asked, answer in questions(player, name)
        if (found := askers.ask(player, asked).found) != answer
    ]
    assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize("player", PLAYERS)
def test_answers_at_every_position(askers: Askers, player: str) -> None:
    wrong = [
        f"{asked.method} {asked.route} {asked.target}"
        for name in ROUTES
        for asked, answer in questions(player, name, every=True)
        if askers.ask(player, asked).found != answer
    ]
    assert wrong == []

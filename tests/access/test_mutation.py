"""Blank or widen any cell of the policy, and the matrix notices: no line of it is there for nothing."""

from collections.abc import Iterator

import pytest

from core.access import Action, Reach, Role
from mandates.policy import TABLE
from tests.access.asking import Askers, questions
from tests.access.expected import PLAYERS, ROUTES
from tests.access.probes import wrong_probes
from django.urls import get_resolver

# Actions that no address declares: a page asks them of itself, a probe proves each.
PROBED = {
    Action.CLINICAL_SEE: ("clinical figures",),
    Action.MANAGEMENT_SEE: ("management figures",),
    Action.TOTALS_PROVISIONAL: ("provisional figures",),
    Action.CLINICAL_ENTER: ("clinical entry",),
    Action.MANAGEMENT_ENTER: ("management entry",),
    Action.REFERENCE_ADMIN: ("administration",),
}
PLAYER_OF = {role: name for name, (role, _) in reversed(list(PLAYERS.items()))}


def declared() -> dict[Action, list[str]]:
    """Action → the addresses that declare it, read from the resolver."""
    found: dict[Action, list[str]] = {}
    lookup = get_resolver().reverse_dict
    for name in ROUTES:
        assert lookup.getlist(name)
    for pattern in _patterns(get_resolver().url_patterns):
        if pattern.name in ROUTES:
            found.setdefault(pattern.callback.access, []).append(pattern.name)
    return found


def _patterns(patterns: list) -> Iterator:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern


def noticed(askers: Askers, player: str, action: Action, routes: list[str]) -> bool:
    """Does any question about ``action`` now answer otherwise than the table says?"""
    asked = any(
        askers.ask(player, question).found != answer
        for name in routes
        for question, answer in questions(player, name)
    )
    return asked or bool(wrong_probes(askers, player, PROBED.get(action, ())))


def mutants(role: Role) -> Iterator[tuple[Action, Reach, Reach]]:
    """Each cell of one role: emptied when it held something, opened to all when it did not reach everywhere."""
    for (held_by, action), reach in sorted(TABLE.items()):
        if held_by == role:
            if reach != Reach.NONE:
                yield action, reach, Reach.NONE
            if reach != Reach.NATION:
                yield action, reach, Reach.NATION


@pytest.mark.parametrize("role", [r for r in Role if r != Role.ANONYME])
def test_every_cell_of_the_policy_is_needed(
    askers: Askers, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_action, unnoticed = declared(), []
    for action, reach, changed in mutants(role):
        monkeypatch.setitem(TABLE, (role, action), changed)
        if not noticed(askers, PLAYER_OF[role], action, by_action.get(action, [])):
            unnoticed.append(f"{action}: {reach} → {changed}")
        monkeypatch.setitem(TABLE, (role, action), reach)
    assert unnoticed == []

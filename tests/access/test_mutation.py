"""Blank or widen any cell of the policy, and the matrix notices: no line of it is there for nothing."""

from collections.abc import Iterable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from core.access import Action, Reach, Role
from mandates.policy import TABLE
from tests.access.asking import Askers, questions
from tests.access.engines import here
from tests.access.expected import PLAYERS
from tests.access.probes import wrong_probes

# What an address does not tell by its status: parts of a page, lists, entry. A probe proves each.
PROBED = {
    Action.CLINICAL_SEE: ("clinical figures",),
    Action.MANAGEMENT_SEE: ("management figures",),
    Action.TOTALS_PROVISIONAL: ("provisional figures",),
    Action.INTERPRET: ("comments of figures",),
    Action.COUNTS_EXACT: ("comments read",),
    Action.DEATH_SEE: ("declared deaths",),
    Action.CLINICAL_ENTER: ("clinical entry",),
    Action.MANAGEMENT_ENTER: ("management entry",),
    Action.COMPLETENESS_SEE: ("completeness",),
    Action.REPORT_VALIDATE: ("queue",),
    Action.DOCUMENT_BATCH: ("batch",),
    Action.FOLLOWUP_SEE: ("lines read",),
    Action.FOLLOWUP_EDIT: ("lines kept",),
    Action.ORGAN_SEE: ("organs read",),
    Action.CUMUL_SEE: ("cumuls read",),
    Action.MEETING_SEE: ("papers of meetings",),
    Action.REFERENCE_ADMIN: ("administration",),
}
PLAYER_OF = {role: name for name, (role, _) in reversed(list(PLAYERS.items()))}


def declared() -> dict[Action, list[str]]:
    """Action → the addresses that declare it, read from the resolver."""
    found: dict[Action, list[str]] = {}
    for name, action in _accesses(get_resolver().url_patterns):
        found.setdefault(action, []).append(name)
    return found


def _accesses(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[tuple[str, Action]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _accesses(pattern.url_patterns)
        elif isinstance(action := getattr(pattern.callback, "access", None), Action):
            yield str(pattern.name), action


def noticed(askers: Askers, player: str, action: Action, routes: list[str]) -> bool:
    """Does any question about ``action`` now answer otherwise than the table says?"""
    asked = any(
        askers.ask(player, question).found != answer
        for name in routes
        for question, answer in questions(player, name)
    )
    return asked or bool(wrong_probes(askers, player, PROBED.get(action, ())))


# Opened to all, these show or give something by themselves; an act on what one cannot see stays out of hand.
ALONE = frozenset(
    {
        Action.ASACO_SEE,
        Action.TOTALS_SEE,
        Action.MANAGEMENT_SEE,
        Action.COMPLETENESS_SEE,
        Action.DOCUMENT_SEE,
        Action.DOCUMENT_BATCH,
        Action.FOLLOWUP_SEE,
        Action.MONITORAGE_SEE,
        Action.MEETING_SEE,
        Action.MANDATE_SEE,
        Action.ORGAN_SEE,
        Action.CAM_SEE,
        Action.CUMUL_SEE,
        Action.CODE_ISSUE,
        Action.REPORT_VALIDATE,
        Action.REFERENCE_ADMIN,
    }
)


def mutants(role: Role) -> Iterator[tuple[Action, Reach, Reach]]:
    """Each cell of one role: emptied when it held something; opened to all when that alone gives."""
    for (held_by, action), reach in sorted(TABLE.items()):
        if held_by == role:
            if reach != Reach.NONE:
                yield action, reach, Reach.NONE
            if reach != Reach.NATION and action in ALONE:
                yield action, reach, Reach.NATION


@pytest.mark.parametrize("role", here(r for r in Role if r != Role.ANONYME))
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

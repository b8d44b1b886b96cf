"""Every act × state × person of a meeting: what the table says, nothing else."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from django.core import serializers
from django.db import models

from concertation.models import Decision, Item, Meeting, Presence
from concertation.workflow import CIRCUIT
from core.access import Scope
from core.models import ActLog
from core.workflow import Refusal
from followup.models import Followup
from tests.cast import PARTS, Cast
from tests.concertation.conftest import TODAY, fresh, present

STATES = ("preparee", "reportee", "convoquee", "tenue", "close", "pv_envoye", "approuve", "annulee")
KEEPERS = ("kadia", "moussa")
# act → who may do it, from which states, to which.
TABLE: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str]] = MappingProxyType(
    {
        "convoquer": (KEEPERS, ("preparee", "reportee"), "convoquee"),
        "reporter": (KEEPERS, ("preparee", "reportee", "convoquee"), "reportee"),
        "annuler": (KEEPERS, ("preparee", "reportee", "convoquee"), "annulee"),
        "tenir": (KEEPERS, ("preparee", "reportee", "convoquee", "tenue"), "tenue"),
        "clore": (KEEPERS, ("tenue",), "close"),
        "envoyer": (KEEPERS, ("close",), "pv_envoye"),
        "reprendre": (KEEPERS, ("pv_envoye",), "close"),
        "approuver": (("moussa",), ("pv_envoye",), "approuve"),
    }
)
KEPT: tuple[type[models.Model], ...] = (Meeting, Item, Decision, Presence, Followup, ActLog)


def everything() -> str:
    return "".join(serializers.serialize("json", model._default_manager.order_by("pk")) for model in KEPT)


def put(meeting: Meeting, state: str, later: Meeting, sender: int) -> Meeting:
    """The meeting in this state, as if its circuit had brought it there."""
    there: dict[str, Any] = {"held_on": None, "seats": None, "quorum": None, "sent_on": None, "sent_by": None}
    there |= {"approved_on": None, "approved_in": None, "convened_on": TODAY, "minutes": "Dit ainsi."}
    if state in ("tenue", "close", "pv_envoye", "approuve"):
        there |= {"held_on": TODAY, "seats": 5, "quorum": 3}
    if state in ("pv_envoye", "approuve"):
        there |= {"sent_on": TODAY, "sent_by": sender}
    if state == "approuve":
        there |= {"approved_on": TODAY, "approved_in": later}
    Meeting.objects.filter(pk=meeting.pk).update(state=state, **there)
    meeting.items.exclude(kind="suivi").update(outcome="decide" if state == "tenue" else "")
    meeting.presences.all().delete()
    if state == "tenue":
        for seat in list(meeting.organ.seats.all())[:4]:
            Presence.objects.create(
                meeting=meeting, seat=seat, rank=1, function="membre", name="Un membre", status="present"
            )
    return fresh(meeting)


@pytest.fixture
def later(meeting: Meeting) -> Meeting:
    """A next meeting, open, with the minutes of the first on its agenda."""
    there = Meeting.objects.create(
        organ=meeting.organ, planned_on=date(2026, 10, 3), state="tenue", held_on=TODAY, seats=5, quorum=3
    )
    Item.objects.create(meeting=there, rank=1, kind="pv", title="Approbation du PV", about=meeting)
    for seat in list(meeting.organ.seats.all())[:4]:
        Presence.objects.create(
            meeting=there, seat=seat, rank=1, function="membre", name="Un membre", status="present"
        )
    return there


def test_the_table_is_the_one_of_the_design() -> None:
    assert {move.act for move in CIRCUIT.moves} == set(TABLE)


@pytest.mark.parametrize("act", TABLE)
def test_each_state_and_each_person(act: str, meeting: Meeting, later: Meeting, everybody: Cast) -> None:
    people, sources, to = TABLE[act]
    scopes = {name: everybody.scope_of(name) for name in PARTS}
    sender = everybody.person_of("kadia").pk
    for state in STATES:
        there = put(meeting, state, later, sender)
        before = everything()
        for name in PARTS:
            if name not in people or state not in sources:
                with pytest.raises(Refusal):
                    attempt(there, act, scopes[name], later)
        assert everything() == before, state
        for name in people if state in sources else ():
            there = put(meeting, state, later, sender)
            version = there.version
            log = attempt(there, act, scopes[name], later)
            there = fresh(there)
            assert (there.state, there.version) == (to, version + 1), (state, name)
            assert (log.act, log.person_name) == (act, str(everybody.person_of(name)))
            assert log.mandate_id == everybody.mandate_of(name).pk


def attempt(meeting: Meeting, act: str, scope: Scope, later: Meeting) -> ActLog:
    """The act as its page would ask for it."""
    details: dict[str, dict[str, Any]] = {
        "reporter": {"planned_on": "2026-11-02"},
        "tenir": {"held_on": "2026-10-05", "present": present(meeting)},
        "approuver": {"in": later.pk},
    }
    return CIRCUIT.apply(
        meeting, act, scope, version=meeting.version, comment="Dit ainsi.", details=details.get(act)
    )

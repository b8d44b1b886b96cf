"""A management committee of five seats at the first aire, one of them vacant; the day is 5 October 2026."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from concertation.models import Item, Meeting
from concertation.workflow import CIRCUIT
from concertation.writing import Decided, Framing, Point, begin, decide, write_item, write_minutes
from core.access import Scope
from core.models import ActLog
from mandates.models import Organ
from tests.cast import Cast
from tests.mandates.organs import hold, organ, seat

NOW = "2026-10-05T10:00:00+00:00"
TODAY = date(2026, 10, 5)
SEATS = (
    ("président", "moussa"), ("secrétaire administratif", "kadia"), ("trésorier", "sitan"), ("DTC", "awa"),
    ("organisation", ""),
)  # fmt: skip


@pytest.fixture(autouse=True)
def october() -> Iterator[time_machine.Traveller]:
    """Monday 5 October 2026."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def committee(everybody: Cast) -> Organ:
    """Of the first aire: Moussa presides."""
    made = organ(aire=everybody.territory.aire, sessions_a_year=12)
    for function, name in SEATS:
        place = seat(made, function, chair=function == "président")
        if name:
            hold(place, everybody.person_of(name))
    return Organ.objects.located().get(pk=made.pk)


@pytest.fixture
def kadia(everybody: Cast) -> Scope:
    return everybody.scope_of("kadia")


@pytest.fixture
def meeting(committee: Organ, kadia: Scope) -> Meeting:
    """Prepared for the 12th, with one item of its own."""
    made = begin(committee, Framing(date(2026, 10, 12), venue="CSCOM"), kadia)
    write_item(made, Point("Acheter des médicaments"), kadia, version=made.version)
    return fresh(made)


def fresh(meeting: Meeting) -> Meeting:
    """As the database has it now."""
    return Meeting.objects.located().get(pk=meeting.pk)


def present(meeting: Meeting, said: str = "ppppa") -> dict[str, Any]:
    """« ppre »: present, present, represented, excused; seats beyond are absent."""
    words = {"p": ["present", ""], "r": ["represente", "Un voisin"], "e": ["excuse", ""], "a": ["absent", ""]}
    seats = list(meeting.organ.seats.all())
    return {str(seat.pk): words[letter] for seat, letter in zip(seats, said, strict=False)}


def act(
    meeting: Meeting, name: str, scope: Scope, comment: str = "", into: Meeting | None = None, **details: Any
) -> ActLog:
    """One act on the meeting as it stands now; ``into``: the meeting that approves its minutes."""
    there = fresh(meeting)
    said = details | ({"in": into.pk} if into else {})
    return CIRCUIT.apply(there, name, scope, version=there.version, comment=comment, details=said or None)


def held(meeting: Meeting, scope: Scope, said: str = "ppppa", on: str = "2026-10-05") -> Meeting:
    """Held that day, with these people."""
    act(meeting, "tenir", scope, held_on=on, present=present(meeting, said))
    return fresh(meeting)


def subject(meeting: Meeting) -> Item:
    """Its own item."""
    return meeting.items.get(kind="point")


def decided(meeting: Meeting, scope: Scope, text: str = "Acheter 200 CTA", **said: Any) -> Meeting:
    """One decision on its own item."""
    values: dict[str, Any] = {"due_on": date(2026, 11, 5), "owner_words": "trésorier"}
    decide(meeting, subject(meeting), Decided(text, **values | said), scope, version=meeting.version)
    return fresh(meeting)


def sent(meeting: Meeting, scope: Scope) -> Meeting:
    """Held, decided, closed, its minutes sent."""
    there = decided(held(meeting, scope), scope)
    act(there, "clore", scope)
    there = fresh(there)
    write_minutes(there, "La réunion s’est ouverte à neuf heures.", scope, version=there.version)
    act(there, "envoyer", scope)
    return fresh(there)


def following(meeting: Meeting, scope: Scope, on: date = date(2026, 10, 6)) -> Meeting:
    """The next one of the same organ."""
    return fresh(begin(meeting.organ, Framing(on, venue="CSCOM"), scope))

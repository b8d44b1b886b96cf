"""On the home page of who keeps meetings: those to come, minutes that wait, seats to fill."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from concertation.models import Meeting
from concertation.pending import pending_for
from core.access import Scope
from mandates.models import Organ
from tests.cast import Cast
from tests.concertation.conftest import NOW, committee, following, held, kadia, meeting, sent
from tests.mandates.organs import organ

__all__ = ["committee", "kadia", "meeting"]
TODAY = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def october() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def part(everybody: Cast, name: str) -> str:
    """The words of the part, "" when the home has none."""
    page = everybody.client_of(name).get("/").content.decode()
    found = re.search(r">Les réunions</h2>(.*?)</section>", page, re.DOTALL)
    return re.sub(r"<[^>]*>|\s+", " ", found[1]) if found else ""


def test_what_comes_what_waits_what_is_empty(meeting: Meeting, kadia: Scope, everybody: Cast) -> None:
    sent(meeting, kadia)
    following(meeting, kadia, date(2026, 10, 19))
    words = part(everybody, "kadia")
    for said in ("À venir", "19 octobre 2026", "PV à finir", "PV envoyé, à approuver", "1 siège à pourvoir"):
        assert said in words, said
    assert "en retard" not in words
    assert part(everybody, "julie") == part(everybody, "oumar") == ""
    found = pending_for(kadia, TODAY)
    assert (len(found.coming), len(found.unfinished), found.empty) == (1, 1, 1)


def test_minutes_that_wait_too_long_are_late(meeting: Meeting, kadia: Scope, everybody: Cast) -> None:
    held(meeting, kadia)
    with time_machine.travel("2026-10-13T10:00:00+00:00", tick=False):
        words = part(everybody, "kadia")
    assert "tenue, à compléter, depuis 8 jours" in words
    assert "PV en retard" in words


def test_a_day_that_is_past_says_what_to_do(meeting: Meeting, everybody: Cast) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(planned_on=date(2026, 10, 2))
    assert "ce jour est passé" in part(everybody, "moussa")


def test_who_keeps_nothing_has_no_part(committee: Organ, everybody: Cast) -> None:
    organ(aire=everybody.territory.second_aire)
    assert part(everybody, "oumar") == ""  # no seat, no meeting: nothing is said
    assert not pending_for(Scope(), TODAY)

"""What an organ owes and holds in a year, how its seats attend, who is reminded of what."""

from datetime import date
from itertools import pairwise

import pytest

from concertation.figures import statistics_of
from concertation.models import Meeting
from concertation.reminding import remind_all
from concertation.timetable import slots_of, stretches
from concertation.writing import Framing, begin
from core.access import Scope
from followup.models import Followup
from mandates.delegating import delegate
from mandates.models import Organ
from notices.models import Notice
from tests.cast import Cast
from tests.concertation.conftest import TODAY, act, decided, fresh, held, sent


@pytest.mark.parametrize(
    ("times", "labels", "last"),
    [
        (12, ["janv. 2026", "févr. 2026"], date(2026, 1, 31)),
        (4, ["1er trimestre", "2e trimestre"], date(2026, 3, 31)),
        (2, ["1er semestre", "2e semestre"], date(2026, 6, 30)),
        (5, ["1er sur 5", "2e sur 5"], date(2026, 3, 14)),
    ],
)
def test_a_year_in_equal_parts(times: int, labels: list[str], last: date) -> None:
    parts = stretches(2026, times)
    assert ([label for label, _, _ in parts[:2]], parts[0][2], parts[-1][2]) == (
        labels, last, date(2026, 12, 31),
    )  # fmt: skip
    assert all((after[1] - before[2]).days == 1 for before, after in pairwise(parts))


def test_a_whole_year_is_one_part() -> None:
    assert stretches(2026, 1) == [("2026", date(2026, 1, 1), date(2026, 12, 31))]


def test_due_held_missing(committee: Organ, meeting: Meeting, kadia: Scope) -> None:
    past = begin(committee, Framing(date(2026, 9, 7)), kadia)
    held(past, kadia, on="2026-09-07")
    rows = list(Meeting.objects.filter(organ=committee))
    words = [slot.status[1] for slot in slots_of(committee, 2026, rows, TODAY)]
    assert words == [*["non tenue"] * 8, "tenue, PV à compléter", "prévue", "à prévoir", "à prévoir"]
    committee.opened_on, committee.sessions_a_year = date(2026, 8, 1), 12
    assert len(slots_of(committee, 2026, rows, TODAY)) == 5
    committee.sessions_a_year = None
    assert slots_of(committee, 2026, rows, TODAY) == []


def test_absent_seats_are_named(committee: Organ, everybody: Cast, kadia: Scope) -> None:
    for number, said in enumerate(("ppppa", "ppapa", "pprea"), 1):
        past = begin(committee, Framing(date(2026, 6 + number, 7)), kadia)
        held(past, kadia, said, on=f"2026-{6 + number:02}-07")
    stats = statistics_of(committee, TODAY, kadia)
    assert (stats.held, stats.met, len(stats.seats)) == (3, 3, 5)
    assert [(seat.function, seat.there, seat.meetings) for seat in stats.seats] == [
        ("président", 3, 3), ("secrétaire administratif", 3, 3), ("trésorier", 2, 3), ("DTC", 2, 3),
        ("organisation", 0, 3),
    ]  # fmt: skip
    assert stats.rate == pytest.approx(100 * 10 / 15)
    assert [seat.function for seat in stats.often_absent] == ["organisation"]


def test_decisions_kept_and_late(committee: Organ, meeting: Meeting, kadia: Scope, everybody: Cast) -> None:
    sent(meeting, kadia)
    Followup.objects.update(taken_on=date(2026, 9, 1), due_on=date(2026, 10, 1))
    stats = statistics_of(committee, TODAY, kadia)
    assert stats.decisions == {"taken": 1, "done": 0, "open": 1, "late": 1, "postponements": 0}
    assert statistics_of(committee, TODAY, everybody.scope_of("yaya")).decisions == {}


def test_a_meeting_that_comes_is_told_once(meeting: Meeting, kadia: Scope) -> None:
    act(meeting, "convoquer", kadia)
    Notice.objects.all().delete()
    assert remind_all(date(2026, 10, 8)) == 0
    assert (remind_all(date(2026, 10, 9)), remind_all(date(2026, 10, 10))) == (4, 0)


def test_minutes_that_wait_are_told_to_who_keeps_them(
    meeting: Meeting, kadia: Scope, everybody: Cast
) -> None:
    held(meeting, kadia)
    assert remind_all(date(2026, 10, 12)) == 0
    assert remind_all(date(2026, 10, 13)) == 2
    told = Notice.objects.filter(fact=f"reunion:{meeting.pk}:pv-attendu")
    assert {one.person for one in told} == {everybody.person_of("kadia"), everybody.person_of("moussa")}


def test_a_decision_is_recalled_to_its_owner_then_to_the_deputy(
    meeting: Meeting, kadia: Scope, everybody: Cast
) -> None:
    owner, deputy = everybody.person_of("moussa"), everybody.person_of("sitan")
    delegate(everybody.mandate_of("moussa"), deputy, date(2026, 10, 5), date(2026, 11, 30))
    there = decided(held(meeting, kadia), kadia, owner=owner, due_on=date(2026, 10, 20))
    act(fresh(there), "clore", kadia)
    Notice.objects.all().delete()
    assert remind_all(date(2026, 10, 12)) == 0
    remind_all(date(2026, 10, 13))
    told = Notice.objects.filter(fact__contains=":bientot:")
    assert {one.person for one in told} == {owner, deputy}
    remind_all(date(2026, 10, 21))
    told = Notice.objects.filter(fact__contains=":retard-suppleant:")
    assert {one.person for one in told} == {deputy}

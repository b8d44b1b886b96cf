"""What organs did over a quarter, counted by hand."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from concertation.models import Meeting
from concertation.record import Record, records_of, records_over
from concertation.writing import Framing, begin
from core.access import Scope
from followup.models import Followup, State
from mandates.models import Organ
from tests.cast import Cast
from tests.concertation.conftest import TODAY, decided, held, sent
from tests.mandates.organs import organ

SUMMER = (date(2026, 7, 1), date(2026, 9, 30))


def of_summer(*organs: Organ, today: date = TODAY) -> list[Record]:
    return [record for _, record in records_of(organs, *SUMMER, today)]


def test_meetings_of_due_and_who_came(committee: Organ, kadia: Scope, everybody: Cast) -> None:
    # Two in July, one in September, none in August: two stretches of three; 4 + 3 + 3 there of 15 seats.
    for day, said in (("2026-07-06", "ppppa"), ("2026-07-20", "ppapa"), ("2026-09-07", "pprea")):
        held(begin(committee, Framing(date.fromisoformat(day)), kadia), kadia, said, on=day)
    held(begin(committee, Framing(date(2026, 10, 2)), kadia), kadia, on="2026-10-02")
    [record] = of_summer(committee)
    assert record == Record(due=3, met=2, held=3, minuted=0, seats=15, there=10, absent=4)
    assert record.attendance == pytest.approx(100 * 10 / 15)


def test_a_semester_that_ends_in_the_quarter_was_met_before_it(
    committee: Organ, kadia: Scope, everybody: Cast
) -> None:
    held(begin(committee, Framing(date(2026, 2, 2)), kadia), kadia, on="2026-02-02")
    committee.sessions_a_year = 2
    spring = (date(2026, 4, 1), date(2026, 6, 30))
    [(_, record)] = records_of([committee], *spring, TODAY)
    assert (record.due, record.met, record.held, record.attendance) == (1, 1, 0, None)
    assert of_summer(committee)[0].due == 0, "a semester that ends in December is not due in September"


def test_decisions_taken_kept_open_late(meeting: Meeting, kadia: Scope, everybody: Cast) -> None:
    closed = sent(meeting, kadia)
    Followup.objects.update(taken_on=date(2026, 9, 1), due_on=date(2026, 10, 4))
    assert of_summer(closed.organ)[0] == Record(due=3, taken=1, open=1, late=1)
    assert of_summer(closed.organ, today=date(2026, 10, 4))[0].late == 0, "the last day is not late"
    Followup.objects.update(state=State.DONE, settled_on=date(2026, 9, 30))
    assert of_summer(closed.organ)[0] == Record(due=3, taken=1, kept=1)


def test_several_stretches_at_once_say_what_each_says_alone(
    meeting: Meeting, kadia: Scope, everybody: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    organs = [sent(meeting, kadia).organ]
    Followup.objects.update(taken_on=date(2026, 9, 1), due_on=date(2026, 10, 4))
    october, before = (date(2026, 10, 1), date(2026, 10, 31)), (date(2025, 7, 1), date(2025, 9, 30))
    stretches = [SUMMER, october, before]
    with django_assert_num_queries(3):
        found = records_over(organs, stretches, TODAY)
    assert found == [records_of(organs, *days, TODAY) for days in stretches]
    summer, autumn = (records[0][1] for records in found[:2])
    assert (summer.held, summer.taken, autumn.held, autumn.taken) == (0, 1, 1, 0)


def test_what_is_decided_but_not_closed_does_not_count(
    meeting: Meeting, kadia: Scope, everybody: Cast
) -> None:
    decided(held(meeting, kadia), kadia)
    october = (date(2026, 10, 1), date(2026, 10, 31))
    [(_, record)] = records_of([meeting.organ], *october, TODAY)
    assert (record.held, record.taken, record.open) == (1, 0, 0)


def test_an_organ_that_did_not_stand_is_left_out(committee: Organ) -> None:
    committee.opened_on = date(2026, 10, 1)
    assert of_summer(committee) == []


def test_sums(committee: Organ, meeting: Meeting, kadia: Scope, everybody: Cast) -> None:
    assert sum((Record(due=1, seats=4, there=3), Record(seats=6, there=1)), Record()).attendance == 40.0


def test_three_queries_however_many_organs(
    committee: Organ, everybody: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    more = [organ(aire=everybody.territory.aire, name=f"Comité {n}") for n in range(5)]
    with django_assert_num_queries(3):
        assert len(of_summer(committee, *more)) == 6

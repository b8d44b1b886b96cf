"""Mandates that end are told 180 days before, 90 days before, on the day: each once, to whom it concerns."""

from datetime import date, timedelta

import pytest
import time_machine

from mandates.models import Organ, SeatHold
from mandates.organs.lines import line_of
from mandates.organs.reminding import stage_of
from mandates.tasks import tell_terms
from notices.models import Notice
from tests.cast import Cast
from tests.mandates.organs import hold, organ, person, seat
from tests.territory import SmallTerritory

pytestmark = pytest.mark.django_db
END = date(2027, 6, 1)


@pytest.fixture
def bureau(territory: SmallTerritory, everybody: Cast) -> Organ:
    made = organ(aire=territory.aire)
    hold(seat(made, "président", chair=True), end=END)
    hold(seat(made, "trésorière"), everybody.person_of("awa"), end=END)
    return made


def told(everybody: Cast, days: int, name: str) -> list[str]:
    """What this person is told on the day that lies so many days before the end; new notices only."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with time_machine.travel(f"{END - timedelta(days=days)}T08:00:00+00:00", tick=False):
        tell_terms()
        tell_terms()  # every hour, to nobody twice
    new = Notice.objects.exclude(pk__in=before).filter(person=everybody.person_of(name))
    return [notice.text.replace("\u00a0", " ") for notice in new]


@pytest.mark.parametrize(
    ("days", "stage"), [(181, None), (180, 180), (91, 180), (90, 90), (1, 90), (0, 0), (-400, 0)]
)
def test_the_three_moments(days: int, stage: int | None) -> None:
    assert stage_of(END, END - timedelta(days=days)) == stage


def test_each_moment_is_told_once(everybody: Cast, bureau: Organ) -> None:
    assert told(everybody, 181, "kadia") == []
    (half,) = told(everybody, 180, "kadia")
    assert "2 mandats finissent dans moins de 180 jours, dernier jour le 31 mai 2027" in half
    assert told(everybody, 120, "kadia") == []
    assert "moins de 90 jours" in told(everybody, 90, "kadia")[0]
    assert "2 mandats échus depuis le 1er juin 2027, à pourvoir" in told(everybody, 0, "kadia")[0]
    assert told(everybody, -30, "kadia") == []


def test_it_is_told_to_who_keeps_and_to_who_holds(everybody: Cast, bureau: Organ) -> None:
    assert "votre mandat finit le 31 mai 2027" in told(everybody, 90, "awa")[0]
    people = set(Notice.objects.values_list("person", flat=True))
    holder = SeatHold.objects.get(seat__function="président").person_id
    assert people == {everybody.person_of(name).pk for name in ("kadia", "moussa", "awa")} | {holder}


def test_what_is_filled_or_ended_is_not_told(everybody: Cast, bureau: Organ) -> None:
    first, second = bureau.seats.all()
    hold(first, first=END)
    SeatHold.objects.filter(seat=second).update(ending="demission", ends_on=date(2027, 3, 1))
    assert told(everybody, 30, "kadia") == []


def test_another_end_is_another_fact(everybody: Cast, bureau: Organ) -> None:
    told(everybody, 90, "kadia")
    SeatHold.objects.update(ends_on=END + timedelta(days=60))
    assert "2 mandats finissent" in told(everybody, 40, "kadia")[0]


def test_a_transitional_organ_has_its_end_told(everybody: Cast, territory: SmallTerritory) -> None:
    organ(aire=territory.aire, name="Comité transitoire", transitional=True, closed_on=END)
    assert "cet organe transitoire finit le 31 mai 2027" in told(everybody, 90, "moussa")[0]
    assert "a pris fin le 31 mai 2027" in told(everybody, -2, "moussa")[0]
    assert told(everybody, 90, "fanta") == []


def test_a_seat_on_a_day(bureau: Organ) -> None:
    """Held, ending, at its term; a relay that is known takes the alarm away."""
    one = bureau.seats.get(chair=True)
    held = list(one.holds.all())
    stages = [line_of(one, held, END - timedelta(days=n)).stage for n in (200, 180, 90, 0)]
    assert stages == [None, 180, 90, 0]
    after = SeatHold(seat=one, person=person("Bah"), starts_on=END)
    assert line_of(one, [*held, after], END - timedelta(days=10)).stage is None
    assert line_of(one, [*held, after], END - timedelta(days=10)).words == "pourvu"

"""A convention that ends is told 180 days before, 90 days before, on the day: each once, to both parties."""

from datetime import date, timedelta

import pytest
import time_machine

from conventions.models import Cam
from conventions.tasks import watch
from conventions.terms import after, stage
from notices.models import Notice
from tests.cast import Cast
from tests.conventions.forced import in_force


def told(everybody: Cast, day: date, name: str = "fanta") -> list[str]:
    """What this person is newly told of ends on that day."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with time_machine.travel(f"{day.isoformat()}T08:00:00+00:00", tick=False):
        watch()
        watch()  # each hour, to nobody twice
    new = Notice.objects.exclude(pk__in=before).filter(
        person=everybody.person_of(name), fact__contains="echeance"
    )
    return [notice.text.replace("\u00a0", " ") for notice in new]


@pytest.mark.parametrize(
    ("starts_on", "months", "ends_on"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2023, 3, 1), 12, date(2024, 2, 29)), (date(2024, 3, 1), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)), (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 1, 1), 60, date(2029, 12, 31)), (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 31), 1, date(2025, 4, 30)), (date(2025, 11, 30), 3, date(2026, 2, 28)),
    ],
)  # fmt: skip
def test_the_last_day(starts_on: date, months: int, ends_on: date) -> None:
    assert after(starts_on, months) == ends_on


@pytest.mark.parametrize(
    ("ends_on", "half", "quarter"),
    [
        # 180 and 90 days before, counted by hand: February has 29 days in 2028, 28 in 2027.
        (date(2028, 2, 29), date(2027, 9, 2), date(2027, 12, 1)),
        (date(2028, 3, 31), date(2027, 10, 3), date(2028, 1, 1)),
        (date(2027, 3, 31), date(2026, 10, 2), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 7, 4), date(2026, 10, 2)),
    ],
)
def test_the_three_moments(ends_on: date, half: date, quarter: date) -> None:
    one = timedelta(days=1)
    assert [stage(ends_on, day) for day in (half - one, half)] == [None, 180]
    assert [stage(ends_on, day) for day in (quarter - one, quarter)] == [180, 90]
    assert [stage(ends_on, day) for day in (ends_on - one, ends_on, ends_on + one)] == [90, 0, 0]


def test_each_moment_is_told_once(everybody: Cast) -> None:
    """Its last day is 29 February 2028."""
    cam = in_force(everybody, starts_on=date(2024, 12, 17), months=12, ends_on=date(2028, 2, 29))
    assert told(everybody, date(2027, 9, 1)) == []
    [half] = told(everybody, date(2027, 9, 2))
    assert half.startswith(
        f"Convention {cam.number} (Samakélé, Banamba) : elle finit dans moins de 180 jours"
    )
    assert half.endswith("dernier jour le 29 février 2028. Pensez à la renouveler.")
    assert told(everybody, date(2027, 11, 30)) == []
    assert "moins de 90 jours" in told(everybody, date(2027, 12, 1))[0]
    assert told(everybody, date(2028, 2, 28)) == []
    assert "son dernier jour est le 29 février 2028" in told(everybody, date(2028, 2, 29))[0]
    assert told(everybody, date(2028, 5, 1)) == []
    cam.refresh_from_db()
    assert cam.told_of == 0


def test_to_both_parties_and_the_csref(everybody: Cast) -> None:
    in_force(everybody, starts_on=date(2025, 1, 1), months=12)
    told(everybody, date(2025, 12, 31))
    people = set(Notice.objects.values_list("person", flat=True))
    assert people == {everybody.person_of(name).pk for name in ("fanta", "issa", "moussa", "seydou")}
    assert Notice.objects.count() == 4, "a site that slept tells the last moment alone"


def test_a_term_that_moved_is_told_again(everybody: Cast) -> None:
    cam = in_force(everybody, starts_on=date(2025, 1, 1), months=24)
    assert len(told(everybody, date(2026, 7, 4))) == 1
    Cam.objects.filter(pk=cam.pk).update(ends_on=date(2026, 9, 30), told_of=None)
    assert "90 jours, dernier jour le 30 septembre" in told(everybody, date(2026, 7, 5))[0]


@pytest.mark.parametrize("state", ["remplacee", "visee", "retiree"])
def test_what_does_not_stand_is_not_told(everybody: Cast, state: str) -> None:
    in_force(everybody, starts_on=date(2025, 1, 1), months=12, state=state)
    assert told(everybody, date(2025, 12, 31)) == []

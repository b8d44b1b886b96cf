"""Months, quarters, semesters: their codes, their days, their neighbours."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.months import Month, Quarter, Semester

MONTHS = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))


@given(MONTHS, st.integers(-600, 600))
def test_going_and_coming_back(month: Month, by: int) -> None:
    assert month + by - by == month
    assert (month + by > month) == (by > 0)


@given(MONTHS)
def test_a_month_reads_its_own_code(month: Month) -> None:
    assert Month.parse(month.code) == month
    assert Month.of(month.first_day) == Month.of(month.last_day) == month
    assert (month + 1).first_day.toordinal() - month.last_day.toordinal() == 1
    assert month in month.quarter.months
    assert Quarter.parse(month.quarter.code) == month.quarter


def test_a_february_of_a_leap_year() -> None:
    assert Month(2028, 2).last_day == date(2028, 2, 29)
    assert Month(2026, 12) + 1 == Month(2027, 1)


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-1", "26-01", "2026-01-01", "", "2026-T1", " 2026-01"]
)
def test_what_is_not_a_month(text: str) -> None:
    with pytest.raises(ValueError, match="n’est pas un mois"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["2026-T5", "2026-T0", "2026-3", "T3-2026", ""])
def test_what_is_not_a_quarter(text: str) -> None:
    with pytest.raises(ValueError, match="n’est pas un trimestre"):
        Quarter.parse(text)


def test_a_quarter_in_words() -> None:
    assert Quarter(2026, 3).words == "3e trimestre 2026"
    assert Quarter(2027, 1).words == "1er trimestre 2027"


def test_from_one_month_to_another() -> None:
    assert Month(2026, 11).until(Month(2027, 2)) == [
        Month(2026, 11),
        Month(2026, 12),
        Month(2027, 1),
        Month(2027, 2),
    ]
    assert Month(2026, 2).until(Month(2026, 1)) == []


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 1, 1), "2025-T4"),
        (date(2026, 3, 31), "2025-T4"),
        (date(2026, 4, 1), "2026-T1"),
        (date(2026, 12, 31), "2026-T3"),
    ],
)
def test_the_last_quarter_that_is_over(day: date, code: str) -> None:
    assert Quarter.last_closed(day).code == code
    assert Quarter.last_closed(day).months[-1].last_day < day


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 1, 1), "2025-S2"),
        (date(2026, 6, 30), "2025-S2"),
        (date(2026, 7, 1), "2026-S1"),
        (date(2026, 12, 31), "2026-S1"),
    ],
)
def test_the_last_semester_that_is_over(day: date, code: str) -> None:
    found = Semester.last_closed(day)
    assert found.code == code
    assert found.last_day < day
    assert Semester.parse(code) == found


def test_a_semester_has_six_months_in_a_row() -> None:
    second = Semester(2025, 2)
    assert second.months == Month(2025, 7).until(Month(2025, 12))
    assert (second.words, second.before, Semester(2026, 1).before) == (
        "2e semestre 2025",
        Semester(2025, 1),
        second,
    )


@pytest.mark.parametrize("text", ["", "2026", "2026-S3", "2026-s1", "2026-T1", "26-S1"])
def test_what_is_no_semester(text: str) -> None:
    with pytest.raises(ValueError, match="semestre"):
        Semester.parse(text)


@pytest.mark.parametrize(
    ("code", "number", "day"),
    [("2026-02", 28, 28), ("2026-02", 31, 28), ("2028-02", 30, 29), ("2026-10", 1, 1)],
)
def test_a_day_that_a_month_lacks_is_its_last(code: str, number: int, day: int) -> None:
    month = Month.parse(code)
    assert month.day_at(number) == month.first_day.replace(day=day)

"""Last days, stages, due days: worked by hand around leap years, month ends."""

from datetime import date

import pytest

from conventions.models import Commitment
from conventions.terms import after, due_days, stage


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ("2026-01-01", 60, "2030-12-31"),
        ("2026-10-05", 60, "2031-10-04"),
        ("2026-03-01", 12, "2027-02-28"),
        ("2027-03-01", 12, "2028-02-29"),  # the year that ends there is a leap one
        ("2028-02-29", 12, "2029-02-28"),  # no 29th: the month ends
        ("2028-02-29", 48, "2032-02-28"),  # a 29th again: its eve
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-08-30", 6, "2027-02-28"),
        ("2026-08-28", 6, "2027-02-27"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-31", 2, "2026-03-30"),
        ("2026-12-31", 2, "2027-02-28"),
    ],
)
def test_the_last_day(first: str, months: int, last: str) -> None:
    assert after(date.fromisoformat(first), months) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2027-09-03", None),  # 181 days before
        ("2027-09-04", 180),
        ("2027-12-02", 180),  # 91
        ("2027-12-03", 90),
        ("2028-03-01", 90),  # 1
        ("2028-03-02", 0),  # its last day: 29 February lies between
        ("2028-03-03", 0),
        ("2029-01-01", 0),
    ],
)
def test_the_stage(today: str, found: int | None) -> None:
    assert stage(date(2028, 3, 2), date.fromisoformat(today)) == found


def days(first: str, last: str, **line: object) -> list[str]:
    made = Commitment(**line)
    return [str(day) for day in due_days(made, date.fromisoformat(first), date.fromisoformat(last))]


def test_each_year_by_the_end_of_its_month() -> None:
    assert days("2026-10-05", "2029-10-04", frequency="annuel", due_month=2) == [
        "2027-02-28",
        "2028-02-29",
        "2029-02-28",
    ]
    assert days("2026-10-05", "2029-10-04", frequency="annuel", due_month=10) == [
        "2026-10-31",
        "2027-10-31",
        "2028-10-31",
    ]
    assert days("2026-03-31", "2027-03-30", frequency="mensuel", due_month=3) == ["2026-03-31"]


def test_too_short_to_meet_its_month() -> None:
    assert days("2026-04-01", "2026-09-30", frequency="annuel", due_month=12) == ["2026-09-30"]


def test_what_is_done_once() -> None:
    inside = {"frequency": "une_fois", "due_month": 12}
    assert days("2026-01-01", "2030-12-31", due_on=date(2027, 6, 30), **inside) == ["2027-06-30"]
    assert days("2026-01-01", "2030-12-31", due_on=date(2031, 6, 30), **inside) == ["2030-12-31"]
    assert days("2026-01-01", "2030-12-31", due_on=date(2025, 6, 30), **inside) == ["2026-01-01"]

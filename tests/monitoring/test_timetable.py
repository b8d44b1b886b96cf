"""The calendar of months: the next one follows, no hole, no day twice, what a change moves is told."""

from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from core.months import Month
from monitoring.models import Period, Total
from monitoring.timetable import Dates, Untimely, change, following, open_month, proposed, reopen, usual
from monitoring.totals import open_period, verify
from tests.cast import Cast
from tests.reporting import complete_report, make_period, validated_report

pytestmark = pytest.mark.django_db


def period_of(starts: date, ends: date, due: date, validation: date, closes: date | None = None) -> Period:
    middle = starts + (ends - starts) / 2
    return Period.objects.create(
        year=middle.year,
        month=middle.month,
        starts_on=starts,
        ends_on=ends,
        due_on=due,
        validation_due_on=validation,
        closes_on=closes,
    )


@pytest.fixture
def shifted(now: time_machine.Traveller, catalogue: None) -> Period:
    """October, from the 28th of September to the 27th."""
    return period_of(
        date(2026, 9, 28), date(2026, 10, 27), date(2026, 11, 5), date(2026, 11, 15), date(2026, 12, 31)
    )


def told(dates: Dates, period: Period) -> dict[str, str]:
    """The faults of a change that is refused; nothing moved."""
    before = list(Period.objects.values_list("starts_on", "ends_on", "due_on", "closes_on"))
    with pytest.raises(Untimely) as refused:
        change(period, dates)
    assert list(Period.objects.values_list("starts_on", "ends_on", "due_on", "closes_on")) == before
    return refused.value.faults


# ---- What follows ----
def test_the_28th_follows_the_28th(shifted: Period) -> None:
    assert following(shifted) == Dates(
        date(2026, 10, 28), date(2026, 11, 27), date(2026, 12, 5), date(2026, 12, 15), date(2027, 1, 31)
    )


def test_a_whole_month_follows_a_whole_month_through_february(catalogue: None) -> None:
    january = make_period("2028-01")
    assert following(january).ends_on == date(2028, 2, 29)
    assert following(make_period("2028-02")).ends_on == date(2028, 3, 31)


def test_the_first_month_takes_the_usual_dates(catalogue: None) -> None:
    assert proposed(Month(2026, 10)) == usual(Month(2026, 10))
    assert usual(Month(2026, 12)).due_on == date(2027, 1, 5)


def test_a_month_left_out_fits_between_its_neighbours(shifted: Period) -> None:
    period_of(date(2026, 11, 29), date(2026, 12, 27), date(2027, 1, 5), date(2027, 1, 15))
    assert proposed(Month(2026, 11)).starts_on == date(2026, 10, 28)
    assert proposed(Month(2026, 11)).ends_on == date(2026, 11, 28)


def test_a_month_left_out_never_closes_before_it_is_validated(shifted: Period) -> None:
    """November would close on the 6th of December; it lasts until the 14th: it closes with its validation."""
    shifted.due_on = shifted.validation_due_on = shifted.closes_on = date(2026, 11, 6)
    shifted.save()
    period_of(date(2026, 12, 15), date(2027, 1, 14), date(2027, 1, 20), date(2027, 1, 25))
    Period.objects.filter(month=1).update(year=2026, month=12)
    dates = proposed(Month(2026, 11))
    assert (dates.ends_on, dates.due_on, dates.closes_on) == (date(2026, 12, 14),) * 3
    assert open_month(Month(2026, 11), dates).moved == ()


def test_the_command_says_why_a_month_finds_no_room(shifted: Period) -> None:
    Period.objects.filter(pk=shifted.pk).update(ends_on=date(2026, 11, 14), due_on=date(2026, 11, 14))
    period_of(date(2026, 11, 16), date(2026, 12, 27), date(2027, 1, 5), date(2027, 1, 15))
    with pytest.raises(CommandError, match=r"Le dernier jour suit le premier\. Rien n’a été écrit\."):
        call_command("open_months", "2026-11", "2026-11")


def test_the_command_follows_the_month_before(shifted: Period, everybody: Cast) -> None:
    call_command("open_months", "2026-10", "2026-12", stdout=StringIO())
    starts = Period.objects.order_by("starts_on").values_list("starts_on", flat=True)
    assert list(starts) == [date(2026, 9, 28), date(2026, 10, 28), date(2026, 11, 28)]
    assert Total.objects.get(period__month=12, place_kind="pays").expected_count == 2


# ---- What is refused ----
@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"starts_on": date(2026, 10, 16)}, "starts_on", "contient le 15 octobre 2026"),
        ({"starts_on": date(2026, 9, 15)}, "starts_on", "après le 15 septembre 2026"),
        ({"ends_on": date(2026, 10, 14)}, "ends_on", "il finit ce jour-là ou après"),
        ({"ends_on": date(2026, 11, 15)}, "ends_on", "avant le 15 novembre 2026"),
        ({"due_on": date(2026, 10, 26)}, "due_on", "avant le dernier jour"),
        ({"validation_due_on": date(2026, 11, 4)}, "validation_due_on", "avant le dépôt"),
        ({"closes_on": date(2026, 11, 14)}, "closes_on", "au plus tôt le dernier jour pour valider"),
        (
            {"closes_on": date(2062, 11, 30)},
            "closes_on",
            "Relisez l’année : le 30 novembre 2062 est trop loin",
        ),
        ({"due_on": date(2062, 11, 5)}, "due_on", "Relisez l’année"),
        ({"validation_due_on": date(9999, 12, 31)}, "validation_due_on", "Relisez l’année"),
    ],
)
def test_dates_that_cannot_be(shifted: Period, wrong: dict[str, date], field: str, words: str) -> None:
    dates = {name: getattr(shifted, name) for name in Dates.__slots__} | wrong
    assert words in told(Dates(**dates), shifted)[field].replace("\u00a0", " ")


def test_a_closed_neighbour_does_not_move(shifted: Period) -> None:
    september = period_of(
        date(2026, 8, 28), date(2026, 9, 27), date(2026, 10, 5), date(2026, 10, 15), date(2026, 10, 31)
    )
    dates = Dates(date(2026, 9, 27), *list(_dates(shifted))[1:])
    assert "Septembre 2026 est clos et finit le 27 septembre 2026" in told(dates, shifted)["starts_on"]
    september.closes_on = None
    september.save()
    assert change(shifted, dates).moved == (september,)


def test_a_neighbour_keeps_the_order_of_its_own_dates(shifted: Period) -> None:
    period_of(date(2026, 8, 28), date(2026, 9, 27), date(2026, 9, 27), date(2026, 10, 15))
    dates = Dates(date(2026, 10, 2), *list(_dates(shifted))[1:])
    assert "Septembre 2026 finirait le 1er octobre 2026" in told(dates, shifted)["starts_on"]


def test_the_database_knows_that_days_begin_and_end_once(shifted: Period) -> None:
    for name in ("starts_on", "ends_on"):
        other = Period(**{n: getattr(shifted, n) for n in Dates.__slots__}, year=2026, month=11)
        setattr(other, "starts_on" if name == "ends_on" else "ends_on", date(2026, 10, 20))
        with pytest.raises(IntegrityError), transaction.atomic():
            other.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.filter(pk=shifted.pk).update(closes_on=date(2026, 11, 14))


def test_a_month_opens_once(shifted: Period) -> None:
    with pytest.raises(Untimely, match="déjà ouvert"):
        open_month(Month(2026, 10), _dates_of(shifted))


# ---- What a change moves ----
def test_the_neighbours_follow_with_their_own_line_of_history(shifted: Period, everybody: Cast) -> None:
    november = open_month(Month(2026, 11), following(shifted)).period
    whole = Dates(date(2026, 9, 28), date(2026, 10, 31), *list(_dates(shifted))[2:])
    done = change(shifted, whole)
    november.refresh_from_db()
    assert done.moved == (november,)
    assert november.starts_on == date(2026, 11, 1)
    assert november.history.first().history_change_reason == "suit les dates d’octobre 2026"
    assert verify() == []


def test_timeliness_is_counted_again(cast_of_two: Cast, october: Period) -> None:
    """Declared on the 3rd: in time for the 5th, late for the 2nd; the totals stay those of the reports."""
    complete_report(cast_of_two, october)
    early = Dates(october.starts_on, october.ends_on, date(2026, 11, 2), date(2026, 11, 15))
    done = change(october, early)
    assert (done.timely_before, done.timely_after) == (1, 0)
    assert verify() == []
    done = change(october, Dates(october.starts_on, october.ends_on, date(2026, 11, 6), date(2026, 11, 15)))
    assert (done.timely_before, done.timely_after) == (0, 1)
    assert verify() == []


def test_an_act_after_a_change_counts_with_the_new_dates(
    cast_of_two: Cast, october: Period, now: time_machine.Traveller
) -> None:
    """The report was read before its month changed: what the act brings is in time all the same."""
    held = Period.objects.get(pk=october.pk)
    now.move_to("2026-11-08T10:00:00+00:00")
    change(october, Dates(october.starts_on, october.ends_on, date(2026, 11, 9), date(2026, 11, 15)))
    validated_report(cast_of_two, held)
    assert Total.objects.get(period=october, place_kind="pays").timely_count == 1
    assert verify() == []


# ---- Closing ----
def test_a_closed_month_changes_no_more_until_it_is_reopened(
    shifted: Period, now: time_machine.Traveller
) -> None:
    with pytest.raises(Untimely, match="n’est pas clos"):
        reopen(shifted, date(2027, 1, 31), "Trop tôt.")
    now.move_to("2027-01-02T10:00:00+00:00")
    assert "clos depuis le 1er janvier 2027" in told(_dates_of(shifted), shifted)[""]
    with pytest.raises(Untimely, match="aujourd’hui ou un jour à venir"):
        reopen(shifted, date(2027, 1, 1), "Hier.")
    with pytest.raises(Untimely, match="Relisez l’année"):
        reopen(shifted, date(9999, 12, 31), "Pour toujours.")
    reopen(shifted, date(2027, 1, 31), "Trois rapports papier retrouvés.")
    shifted.refresh_from_db()
    assert not shifted.shut(date(2027, 1, 31))
    assert shifted.history.first().history_change_reason == "Trois rapports papier retrouvés."
    change(shifted, _dates_of(shifted))


@pytest.fixture
def cast_of_two(everybody: Cast, october: Period) -> Iterator[Cast]:
    open_period(october)
    yield everybody
    assert verify() == []


def _dates(period: Period) -> Iterator[date]:
    return (getattr(period, name) for name in Dates.__slots__)


def _dates_of(period: Period) -> Dates:
    return Dates(*_dates(period))

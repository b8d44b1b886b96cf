"""Totals of several places in one query: as read alone, of whatever months."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.access import PlaceKind
from core.months import Month
from monitoring.aggregates import answers, asking_figures, asking_tables, place_of
from monitoring.models import Period
from monitoring.recent import REMEMBERED, dues
from monitoring.totals import rebuild
from tests.cast import Cast
from tests.monitoring.test_aggregates import OCTOBER, put
from tests.reporting import make_period

pytestmark = pytest.mark.django_db


def test_read_together_as_read_alone(cast: Cast, october: Period) -> None:
    """A commune on its provisional figures, its aires on validated ones, other months, other indicators."""
    t = cast.territory
    put(t.aire, october, {"CPN4": 17}, "complet")
    put(t.second_aire, october, {"CPN4": 9}, "valide")
    rebuild([october])
    months, ids = [OCTOBER - 1, OCTOBER], [t.aire.pk, t.second_aire.pk]
    ten = asking_figures(place_of(t.host), [OCTOBER], "provisional", mayor=True, today=date(2026, 11, 20))
    side = asking_tables(["I13", "I45"], PlaceKind.AIRE, ids, months, "final", today=date(2026, 11, 20))
    with CaptureQueriesContext(connection) as asked:
        together = answers(ten, side)
    assert sum("monitoring_total" in query["sql"] for query in asked) == 1
    assert together == (ten.read(), side.read())
    assert (together[0][2].value, together[1]["I13"][t.aire.pk].value) != (None, 0)
    counts = asking_tables(["I45"], PlaceKind.AIRE, ids, [OCTOBER], "final", today=date(2026, 11, 20))
    assert answers(counts, ten) == (counts.read(), ten.read())  # one of them asks no cell at all


def test_months_older_than_what_is_kept(cast: Cast) -> None:
    first = Month(2019, 1)
    for month in first.until(first + REMEMBERED):
        make_period(month.code)
    rows = {p.calendar: p.pk for p in Period.objects.all()}
    for asked in ([first], [first + 1, first + 3], [first - 1, first, first + REMEMBERED], []):
        assert {due.month: due.pk for due in dues(asked)} == {m: rows[m] for m in asked if m in rows}

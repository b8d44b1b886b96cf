"""The monthly report that counts a meeting of the comité de gestion looks for its minutes here."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from concertation.minuted import minuted
from concertation.models import Meeting
from core.access import Scope
from mandates.models import Organ
from monitoring.checking import checked
from monitoring.form import load_form
from monitoring.models import MonthlyReport, Period
from tests.cast import Cast
from tests.concertation.conftest import act, fresh, sent
from tests.reporting import good_values, make_period

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def findings(cast: Cast, meetings: int) -> list[str]:
    """The codes of what the controls say of October, when it counts so many meetings."""
    period = Period.objects.filter(year=2026, month=10).first() or make_period("2026-10")
    report = MonthlyReport(aire=cast.territory.aire, period=period)
    form = load_form(period.starts_on)
    return [one.rule_code for one in checked(report, form, {**good_values(form), "CG_TEN": meetings})]


def test_where_no_committee_is_kept_nothing_is_asked(catalogue: None, everybody: Cast) -> None:
    spot = (everybody.territory.aire.pk, *OCTOBER)
    assert minuted([spot]) == {spot: None}
    assert "V25" not in findings(everybody, 1)


def test_a_meeting_counted_asks_for_its_minutes(
    catalogue: None, everybody: Cast, meeting: Meeting, kadia: Scope
) -> None:
    assert "V25" in findings(everybody, 1)
    assert "V25" not in findings(everybody, 0)
    there = sent(meeting, kadia)
    assert "V25" not in findings(everybody, 2)
    act(there, "reprendre", kadia, "À compléter.")
    assert fresh(there).state == "close"
    assert "V25" in findings(everybody, 1)


def test_many_reports_two_queries(committee: Organ, everybody: Cast) -> None:
    aires = [aire.pk for aire in everybody.territory.aires]
    spots = [(aire, date(2026, month, 1), date(2026, month, 28)) for aire in aires for month in range(1, 10)]
    with CaptureQueriesContext(connection) as found:
        counted = minuted(spots)
    assert len(found) == 2
    assert {spot[0] for spot, count in counted.items() if count == 0} == {committee.aire_id}

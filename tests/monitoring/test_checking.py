"""One report or forty, the same check: its answers, what it asks of the database."""

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from core.months import Month
from monitoring.checking import Bench, checked
from monitoring.enums import ReportState
from monitoring.form import Form
from monitoring.models import DeathDeclaration, MonthlyReport, Period
from monitoring.periods import open_months
from tests.cast import Cast
from tests.reporting import good_values

pytestmark = pytest.mark.django_db


def reports(cast: Cast, form: Form) -> list[MonthlyReport]:
    """Two aires, twelve months, each month a little wilder than the one before."""
    months = Month(2025, 11).until(Month(2026, 10))
    open_months(months)
    periods = {period.calendar: period for period in Period.objects.all()}
    for number, aire in enumerate((cast.territory.aire, cast.territory.second_aire), 1):
        for at, month in enumerate(months):
            values = good_values(form) | {
                "CC_HA": 55 if at == 11 else 6 + number,
                "CPN4": 10 + at * 9,
                "DM.cscom": at % 2,
            }
            MonthlyReport.objects.create(
                aire=aire,
                period=periods[month],
                values=values,
                state=ReportState.COMPLETE,
                declared_at=f"{periods[month].due_on}T10:00:00Z",
            )
    return list(MonthlyReport.objects.located())


def test_many_are_checked_as_one_is(cast: Cast, form: Form, now: time_machine.Traveller) -> None:
    found = reports(cast, form)
    told = found[-1]
    DeathDeclaration.objects.create(report=told, died_on=told.period.starts_on, place="cscom")
    bench = Bench(found)
    for report in found:
        assert bench.findings(report, report.values) == checked(report, form, report.values)
    codes = {f.rule_code.partition(":")[0] for r in found for f in bench.findings(r, r.values)}
    assert {"V08", "V09c", "V13", "V13e", "V22", "V23"} <= codes


def test_the_queries_are_those_of_the_months_not_of_the_reports(
    cast: Cast, form: Form, now: time_machine.Traveller, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    october = [report for report in reports(cast, form) if report.period.code == "2026-10"]
    Bench(october).findings(october[0], october[0].values)
    for some in (october[:1], october):
        # catalogue: form, rules, indicators; past, deaths, meetings; population, shares
        with django_assert_num_queries(8):
            bench = Bench(some)
            for report in some:
                bench.findings(report, report.values)


def test_one_report_costs_what_it_is_compared_with(
    cast: Cast, form: Form, now: time_machine.Traveller, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report = next(r for r in reports(cast, form) if r.period.code == "2026-10")
    checked(report, form, report.values)
    # catalogue: rules, indicators, shares; past, deaths, meetings; population
    with django_assert_num_queries(7):
        checked(report, form, report.values)

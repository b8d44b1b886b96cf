"""Everybody at the same instant, on PostgreSQL: nothing lost, no deadlock, totals exact."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection

from cscom.models import Aire
from monitoring.entry import Saved, report_of, save_cells
from monitoring.form import load_form
from monitoring.models import MonthlyReport, Period, ReportDiff, Total
from monitoring.totals import open_period, rebuild, verify
from monitoring.workflow import CIRCUIT
from tests.cast import Cast
from tests.reporting import make_period, type_in
from tests.together import at_once

pytestmark = [pytest.mark.deployed, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgresql(db: None) -> None:
    """SQLite lets one writer in at a time: there is nothing to try there."""
    if connection.vendor != "postgresql":
        pytest.fail("run with ./run test --deployed")


def saver(
    cast: Cast, period: Period, cells: dict[str, int], operation: UUID | None = None
) -> Callable[[], object]:
    scope, form, aire = cast.scope_of("kadia"), load_form(period.starts_on), cast.territory.aire

    def save() -> Saved:
        report = report_of(aire, period)
        return save_cells(
            report, cells, form=form, scope=scope, base_version=0, operation=operation or uuid4()
        )

    return save


def test_eight_tabs_on_eight_cells_from_the_first_save(cast: Cast, october: Period) -> None:
    cells = ("CPN2", "CPN3", "CPN4", "SP1", "SP3", "FAF", "VAT2P", "CPN1_T1")
    results = at_once(saver(cast, october, {cell: i}) for i, cell in enumerate(cells))
    assert [getattr(r, "conflicts", r) for r in results] == [()] * 8
    report = MonthlyReport.objects.get()
    assert report.values == {cell: i for i, cell in enumerate(cells)}
    assert report.version == 8
    assert sorted(ReportDiff.objects.values_list("version", flat=True)) == list(range(1, 9))


def test_eight_values_for_one_cell_one_wins_seven_are_told(cast: Cast, october: Period) -> None:
    results = at_once(saver(cast, october, {"CPN2": i}) for i in range(8))
    won = [r for r in results if isinstance(r, Saved) and r.changed]
    told = [r.conflicts[0] for r in results if isinstance(r, Saved) and r.conflicts]
    assert (len(won), len(told)) == (1, 7)
    value = MonthlyReport.objects.get().values["CPN2"]
    assert {conflict.theirs for conflict in told} == {value}
    assert {conflict.mine for conflict in told} == set(range(8)) - {value}


def test_one_operation_sent_eight_times_is_done_once(cast: Cast, october: Period) -> None:
    operation = uuid4()
    results = at_once(saver(cast, october, {"CPN2": 5}, operation) for _ in range(8))
    assert sorted(getattr(r, "replayed", r) for r in results) == [False] + [True] * 7  # type: ignore[type-var]
    assert ReportDiff.objects.count() == MonthlyReport.objects.get().version == 1


def test_acts_and_rebuilds_together_leave_exact_totals(cast: Cast, october: Period) -> None:
    """Both aires declared and returned in four months while the totals are rebuilt and opened again."""
    periods = [october, *(make_period(f"2026-{n:02}") for n in (7, 8, 9))]
    open_period(october)  # the others are opened by their first act
    writers = {cast.territory.aire: "kadia", cast.territory.second_aire: "oumar"}
    for period in periods:
        for aire, name in writers.items():
            type_in(cast, name, aire, period, {"CPN2": 3, "BCG.nd": 4, "P1.nd": 9, "P3.nd": 8})

    def acts(aire: Aire, name: str) -> Callable[[], object]:
        writer, officer = cast.scope_of(name), cast.scope_of("salif")

        def run() -> None:
            for _ in range(3):
                for period in periods:
                    report = MonthlyReport.objects.get(aire=aire, period=period)
                    CIRCUIT.apply(report, "declarer", writer, version=report.version)
                    CIRCUIT.apply(report, "renvoyer", officer, version=report.version, comment="Encore.")
            for period in periods:
                report = MonthlyReport.objects.get(aire=aire, period=period)
                CIRCUIT.apply(report, "declarer", writer, version=report.version)

        return run

    def again() -> None:
        for _ in range(4):
            rebuild(periods)

    results = at_once([*(acts(aire, name) for aire, name in writers.items()), again, again])
    assert results == [None] * 4
    assert verify() == []
    received = Total.objects.filter(place_kind="pays").values_list("received_count", flat=True)
    assert list(received) == [2] * 4

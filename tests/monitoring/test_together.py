"""Everybody at the same instant, on PostgreSQL: nothing lost, no deadlock, totals exact."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from core.months import Month
from core.workflow import Refusal
from cscom.boundaries.plans import MoveVillages
from cscom.models import Aire, VillageAire
from monitoring.boundaries.acting import confirm
from monitoring.boundaries.comparing import compare
from monitoring.deaths import declare_death
from monitoring.entry import Saved, report_of, save_cells
from monitoring.form import load_form
from monitoring.models import CellNote, DeathDeclaration, Element, MonthlyReport, Period, ReportDiff, Total
from monitoring.notes import write_note
from monitoring.sight import sight_of
from monitoring.timetable import Changed, Dates, change, open_month, proposed
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


def test_a_month_opened_by_two_is_opened_once(cast: Cast, october: Period) -> None:
    november = Month(2026, 11)
    results = at_once([lambda: open_month(november, proposed(november))] * 2)
    assert sorted(type(one).__name__ for one in results) == ["Changed", "Untimely"]
    assert Period.objects.filter(year=2026, month=11).count() == 1
    assert verify() == []


def test_neighbours_changed_at_once_wait_for_each_other(cast: Cast) -> None:
    months = [make_period(f"2026-{number:02}") for number in range(6, 11)]
    later = {p.pk: replace(Dates.of(p), closes_on=date(2027, 1, 31)) for p in months}
    results = at_once([partial(change, period, later[period.pk]) for period in months for _ in range(2)])
    assert [one for one in results if not isinstance(one, Changed)] == []


def test_one_number_for_two_reports_at_once_serves_one(cast: Cast, october: Period) -> None:
    """Words and deaths: the other is refused in a sentence, nothing of it is kept."""
    scope, operation = cast.scope_of("awa"), uuid4()
    said = {"place": "cscom", "audit_on": None}
    reports = [
        type_in(cast, "kadia", cast.territory.aire, period, {"DM.cscom": 1}).report
        for period in (make_period("2026-09"), october)
    ]

    def note(report: MonthlyReport) -> object:
        return write_note(sight_of(report, scope), "DM.cscom", "Vu.", flag=None, operation=operation)

    def death(report: MonthlyReport) -> object:
        return declare_death(report, said | {"died_on": report.period.starts_on}, scope, operation)

    for deed, kind in ((note, CellNote), (death, DeathDeclaration)):
        results = at_once([partial(deed, report) for report in reports])
        assert sorted(type(one).__name__ for one in results) == [kind.__name__, "Refusal"]
        assert kind.objects.count() == 1


def test_acts_and_moves_of_villages_together_leave_exact_totals(cast: Cast, october: Period) -> None:
    """Reports declared and returned while two officers move two villages to and fro, and back again."""
    open_period(october)
    writers = {cast.territory.aire: "kadia", cast.territory.second_aire: "oumar"}
    for aire, name in writers.items():
        type_in(cast, name, aire, october, {"CPN2": 3, "BCG.nd": 4, "P1.nd": 9, "P3.nd": 8})

    def acts(aire: Aire, name: str) -> Callable[[], object]:
        writer, officer = cast.scope_of(name), cast.scope_of("salif")

        def run() -> None:
            for _ in range(6):
                report = MonthlyReport.objects.get(aire=aire, period=october)
                CIRCUIT.apply(report, "declarer", writer, version=report.version)
                CIRCUIT.apply(report, "renvoyer", officer, version=report.version, comment="Encore.")
            report = MonthlyReport.objects.get(aire=aire, period=october)
            CIRCUIT.apply(report, "declarer", writer, version=report.version)

        return run

    def moves(village: int) -> Callable[[], object]:
        scope, region = cast.scope_of("nana"), cast.territory.region.pk

        def run() -> int:
            made = 0
            for aire in (cast.territory.second_aire, cast.territory.aire) * 3:
                plan = MoveVillages(
                    october.starts_on, region, (cast.territory.villages[village].pk,), aire.pk
                )
                try:
                    confirm(plan, compare(plan), "Décret", scope)
                    made += 1
                except Refusal:
                    continue
            return made

        return run

    results = at_once([*(acts(aire, name) for aire, name in writers.items()), moves(2), moves(3)])
    assert results[:2] == [None, None]
    assert all(isinstance(made, int) and made for made in results[2:])
    assert verify() == []
    assert VillageAire.objects.filter(ends_on=None).count() == len(cast.territory.villages)


def test_two_writers_of_the_catalogue_both_count(cast: Cast, october: Period) -> None:
    """Each in a transaction of its own: they queue on the edition, and the next reading holds both."""
    before = load_form(october.starts_on).elements
    words = {"CPN2": "Deuxième contact", "CPN3": "Troisième contact"}

    def writer(code: str) -> Callable[[], object]:
        def write() -> int:
            with transaction.atomic():
                return sum(Element.objects.filter(code=code).update(label=words[code]) for _ in range(2))

        return write

    assert at_once(writer(code) for code in words) == [2, 2]
    after = load_form(october.starts_on).elements
    assert {code: after[code].label for code in words} == words != {c: before[c].label for c in words}


def test_a_change_is_seen_by_its_writer_alone_until_it_is_committed(cast: Cast, october: Period) -> None:
    def label() -> str:
        return load_form(october.starts_on).elements["CPN2"].label

    first = label()
    with transaction.atomic():
        Element.objects.filter(code="CPN2").update(label="Deuxième contact")
        assert label() == "Deuxième contact"
        assert at_once([label]) == [first]
    assert at_once([label]) == [label()] == ["Deuxième contact"]

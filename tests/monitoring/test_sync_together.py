"""Devices that send at the same instant, on PostgreSQL: all of it in, once."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from monitoring.models import MonthlyReport, Period, ReportDiff
from tests.cast import Cast
from tests.monitoring.pages import address, values_of
from tests.reporting import make_period, type_in
from tests.together import at_once

pytestmark = [pytest.mark.deployed, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgresql(db: None) -> None:
    """SQLite lets one writer in at a time: there is nothing to try there."""
    if connection.vendor != "postgresql":
        pytest.fail("run with ./run test --deployed")


def sender(
    cast: Cast, name: str, period: Period, cells: Mapping[str, str], operation: str = ""
) -> Callable[[], object]:
    """A device of this person, signed in already; what it is answered: status, body."""
    client, url = cast.client_of(name), address("sync_send", cast.territory.aire, period)
    body = {
        "operation": operation or str(uuid4()),
        "personne": cast.person_of(name).pk,
        "cases": dict(cells),
        "base": dict.fromkeys(cells),
    }

    def send() -> tuple[int, Any]:
        answer = client.post(url, json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    return send


def answered(results: list[object]) -> list[tuple[int, Any]]:
    """Each got an answer; an exception is told."""
    assert all(isinstance(one, tuple) for one in results), results
    return results  # type: ignore[return-value]


@pytest.mark.parametrize("begun", [False, True])
def test_two_devices_send_different_cells_both_are_in(cast: Cast, october: Period, begun: bool) -> None:
    if begun:
        type_in(cast, "kadia", cast.territory.aire, october, {"BCG.nd": 1})
    mine = {"CPN2": "1", "CPN3": "2", "CC_HA": "3"}
    theirs = {"CPN4": "4", "SP1": "5", "FAF": "6"}
    results = answered(at_once([sender(cast, "kadia", october, mine), sender(cast, "awa", october, theirs)]))
    assert [status for status, _ in results] == [200, 200]
    assert [set(told["recues"]) for _, told in results] == [set(mine), set(theirs)]
    whole = {key: int(text) for key, text in (mine | theirs).items()} | ({"BCG.nd": 1} if begun else {})
    assert values_of(cast.territory.aire, october) == whole
    assert MonthlyReport.objects.get().version == ReportDiff.objects.count() == 2 + begun


def test_the_same_sending_twice_at_once_counts_once(cast: Cast, october: Period) -> None:
    operation, cells = str(uuid4()), {"CPN2": "7", "CPN3": "8"}
    results = answered(at_once(sender(cast, "kadia", october, cells, operation) for _ in range(6)))
    assert [(status, sorted(told["recues"])) for status, told in results] == [(200, sorted(cells))] * 6
    assert ReportDiff.objects.count() == MonthlyReport.objects.get().version == 1


def test_two_devices_on_one_cell_one_is_in_the_other_is_told(cast: Cast, october: Period) -> None:
    results = answered(
        at_once(sender(cast, name, october, {"CPN2": text}) for name, text in (("kadia", "7"), ("awa", "9")))
    )
    assert sorted(status for status, _ in results) == [200, 409]
    value = values_of(cast.territory.aire, october)["CPN2"]
    (conflict,) = [told["conflits"]["CPN2"] for status, told in results if status == 409]
    assert conflict["valeur"] == value
    assert ReportDiff.objects.count() == 1


def test_one_number_on_two_reports_at_once_is_taken_by_one(cast: Cast, october: Period) -> None:
    """Each report's lock is its own: the number itself stands only once, and says so in words."""
    operation, months = str(uuid4()), [october, make_period("2026-09")]
    for _ in range(4):
        ReportDiff.objects.all().delete()
        MonthlyReport.objects.all().delete()
        results = answered(
            at_once(sender(cast, "kadia", month, {"CPN2": "7"}, operation) for month in months)
        )
        assert sorted(status for status, _ in results) == [200, 409]
        (refused,) = [told["refusees"]["CPN2"] for status, told in results if status == 409]
        assert refused == "Cette opération appartient à un autre rapport."
        assert ReportDiff.objects.count() == 1

"""What saving costs the database: a number of statements written here, the same for one cell and for all."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.form import Form
from monitoring.models import Period
from monitoring.workflow import MOVES
from tests.cast import Cast
from tests.monitoring.pages import address, send_cells, values_of
from tests.reporting import act, complete_report, good_values

# Session, account, mandates; aire, its shares, report with its month; the catalogue; the row held,
# the operation looked for, the row written, its difference.
STATEMENTS = 10
NUMBERS = (1, 20, 182)
MARKS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def statements(deed: Callable[[], Any]) -> tuple[list[str], Any]:
    """What the database was asked, the limits of transactions apart, and the answer."""
    with CaptureQueriesContext(connection) as told:
        answer = deed()
    return [q["sql"] for q in told.captured_queries if not q["sql"].startswith(MARKS)], answer


def cells(form: Form, count: int) -> dict[str, str]:
    """So many cells of the paper, filled so that nothing is to correct."""
    return {key: str(value) for key, value in list(good_values(form).items())[:count]}


def sending(cast: Cast, typed: dict[str, str]) -> str:
    body = {"operation": str(uuid4()), "personne": cast.person_of("kadia").pk, "cases": typed}
    return json.dumps(body | {"base": dict.fromkeys(typed)})


@pytest.fixture
def begun(cast: Cast, october: Period) -> Period:
    """October with one cell typed: the first save of a month also makes its row."""
    send_cells(cast.client_of("kadia"), cast.territory.aire, october, "pev", {"BCG.nd": "1"})
    return october


def test_a_whole_report_is_182_cells(form: Form) -> None:
    assert len(good_values(form)) == NUMBERS[-1]


@pytest.mark.parametrize("count", NUMBERS)
def test_a_sending_costs_the_same_whatever_its_cells(
    cast: Cast, begun: Period, form: Form, count: int
) -> None:
    typed, client = cells(form, count), cast.client_of("kadia")
    url, body = address("sync_send", cast.territory.aire, begun), sending(cast, cells(form, count))
    asked, answer = statements(lambda: client.post(url, body, content_type="application/json"))
    assert answer.status_code == 200
    assert len(answer.json()["recues"]) == len(typed) == count
    assert len(asked) == STATEMENTS, asked


@pytest.mark.parametrize("count", [1, 20])
def test_a_section_of_the_page_costs_the_same_whatever_its_cells(
    cast: Cast, begun: Period, form: Form, count: int
) -> None:
    part = max(form.sections, key=lambda section: len(section.cells))
    typed = {cell.key: "7" for cell in part.cells[:count]}
    client, aire = cast.client_of("kadia"), cast.territory.aire
    asked, answer = statements(lambda: send_cells(client, aire, begun, part.code, typed, version=1))
    assert answer.status_code == 302
    assert typed.keys() <= values_of(aire, begun).keys()
    assert len(asked) == STATEMENTS, asked


def test_the_same_sending_again_costs_less(cast: Cast, begun: Period, form: Form) -> None:
    client, body = cast.client_of("kadia"), sending(cast, cells(form, 20))
    url = address("sync_send", cast.territory.aire, begun)
    client.post(url, body, content_type="application/json")
    asked, answer = statements(lambda: client.post(url, body, content_type="application/json"))
    assert answer.status_code == 200
    assert len(asked) < STATEMENTS, asked


def test_a_report_sent_back_also_looks_for_its_stamps(cast: Cast, october: Period, form: Form) -> None:
    """A draft has none to erase: that no act comes back to it is what spares the question."""
    assert "brouillon" not in {move.to for move in MOVES}
    report = complete_report(cast, october)
    act(cast, "salif", report, "renvoyer", "Un chiffre est à revoir.")
    client, aire = cast.client_of("kadia"), cast.territory.aire
    typed = {"CPN2": "11"}
    asked, answer = statements(lambda: send_cells(client, aire, october, "cpn", typed))
    assert answer.status_code == 302
    assert any("monitoring_stamp" in one for one in asked)

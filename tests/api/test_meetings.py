"""Meetings by program: the same ones, the same decisions as on the page."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from concertation.models import Meeting
from concertation.writing import Point, write_item
from core.access import Scope
from mandates.models import Organ
from tests.api.program import Program, faults, problem
from tests.cast import Cast
from tests.concertation.conftest import NOW, committee, fresh, kadia, meeting, sent  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
URL = "/api/v1/reunions/"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_list_and_a_meeting_say_the_same(
    everybody: Cast,
    meeting: Meeting,  # noqa: F811 - a fixture
    kadia: Scope,  # noqa: F811
) -> None:
    sent(meeting, kadia)
    program = Program(everybody, "kadia")
    (listed,) = program.get(URL).json()["resultats"]
    whole = program.get(f"{URL}{meeting.pk}/").json()
    assert whole["reunion"] == listed
    assert (listed["etat"], listed["quorum"], listed["tenue_le"]) == ("pv_envoye", 3, "2026-10-05")
    assert (whole["presents_ou_representes"], len(whole["presences"])) == (4, 5)
    assert [(one["numero"], one["decision"], one["responsable"]) for one in whole["decisions"]] == [
        ("D1", "Acheter 200 CTA", "trésorier")
    ]
    assert whole["decisions"][0]["suivi"].startswith("S-2026-")


def test_each_reads_their_own(
    everybody: Cast,
    committee: Organ,  # noqa: F811
    meeting: Meeting,  # noqa: F811
    kadia: Scope,  # noqa: F811
) -> None:
    write_item(meeting, Point("Licenciement", "interne"), kadia, version=fresh(meeting).version)
    totals = {name: Program(everybody, name).get(URL).json()["total"] for name in ("fanta", "oumar", "julie")}
    assert totals == {"fanta": 1, "oumar": 0, "julie": 0}
    problem(Program(everybody, "oumar").get(f"{URL}{meeting.pk}/"), 404)
    points = Program(everybody, "fanta").get(f"{URL}{meeting.pk}/").json()["ordre_du_jour"]
    assert [one["point"] for one in points][-1] == "Point interne"


def test_what_is_asked_wrongly(everybody: Cast, meeting: Meeting) -> None:  # noqa: F811
    program = Program(everybody, "kadia")
    assert list(faults(program.get(f"{URL}?etat=autre"))) == ["etat"]
    assert program.get(f"{URL}?depuis={date(2026, 11, 1)}").json()["total"] == 0
    assert program.get(f"{URL}?organe={meeting.organ_id}&etat=preparee").json()["total"] == 1

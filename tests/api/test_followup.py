"""The follow-up by program: the same lines, the same rules, the same refusals as on the page."""

from datetime import date
from typing import Any

import pytest

from followup.models import Followup, State
from followup.promising import Origin, Promise, promise
from tests.api.program import Program, faults, problem
from tests.cast import Cast

pytestmark = pytest.mark.django_db
URL = "/api/v1/suivi/"


@pytest.fixture
def line(everybody: Cast) -> Followup:
    said = Promise("Réparer la moto", date(2026, 6, 15), date(2026, 5, 4), everybody.person_of("awa"))
    return promise(said, everybody.territory.aire, Origin("essai", "Monitorage"), by=None)


def post(program: Program, line: Followup, **body: Any) -> Any:
    return program.post(f"{URL}{line.pk}/avancement/", {"version": line.version} | body)


def test_a_list_and_a_line_say_the_same(everybody: Cast, line: Followup) -> None:
    kadia = Program(everybody, "kadia")
    listed = kadia.get(URL).json()["resultats"]
    assert listed == [kadia.get(f"{URL}{line.pk}/").json()]
    assert (listed[0]["numero"], listed[0]["responsable"], listed[0]["reports"]) == (
        line.number,
        "Awa Diarra",
        0,
    )


def test_filters(everybody: Cast, line: Followup) -> None:
    salif, here = Program(everybody, "salif"), everybody.territory
    for query, count in {
        "etat=fait": 0, "etat=non_fait": 1, "en_retard=true": 1, "a_moi=true": 0, f"aire={here.aire.code}": 1,
        f"aire={here.second_aire.code}": 0, f"commune={here.neighbour.code}": 1,
        f"district={here.district.code}": 1,
        "modifie_depuis=2000-01-01T00:00:00Z": 1,
    }.items():  # fmt: skip
        assert salif.get(f"{URL}?{query}").json()["total"] == count, query
    assert list(faults(salif.get(f"{URL}?aire=RIEN"))) == ["aire"]
    assert Program(everybody, "oumar").get(URL).json()["total"] == 0


def test_what_becomes_of_it(everybody: Cast, line: Followup) -> None:
    answer = post(Program(everybody, "awa"), line, etat="en_cours", avancement=40, mot="Commandé")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["etat"], told["avancement"], told["mot"], told["version"]) == ("en_cours", 40, "Commandé", 1)
    again = post(Program(everybody, "awa"), line, etat="fait")
    assert "Relisez" in problem(again, 409)["detail"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"etat": "annule"}, "/mot"),
        ({"echeance": "2026-12-01"}, "/mot"),
        ({"echeance": "2026-05-01", "mot": "x"}, "/echeance"),
        ({"avancement": 101}, "/avancement"),
        ({"avancement": "40"}, "/avancement"),
        ({"etat": "fini"}, "/etat"),
        ({"rien": 1}, "/rien"),
    ],
)
def test_what_cannot_be_is_named(everybody: Cast, line: Followup, body: dict[str, Any], path: str) -> None:
    assert list(faults(post(Program(everybody, "awa"), line, **body))) == [path]
    assert Followup.objects.get(pk=line.pk).version == 0


def test_who_may(everybody: Cast, line: Followup) -> None:
    problem(post(Program(everybody, "sitan"), line, etat="fait"), 403)
    problem(post(Program(everybody, "oumar"), line, etat="fait"), 404)
    assert Followup.objects.get(pk=line.pk).state == State.UNDONE

"""Commitments of conventions, asked by a program: one's own conventions, each with what parties say."""

from datetime import date

import pytest
import time_machine

from conventions.models import Cam, Due
from core.api_lists import UNKNOWN
from tests.api.program import Program, faults, problem
from tests.cast import Cast
from tests.conventions.forced import due, in_force, said

URL = "/api/v1/engagements/"


@pytest.fixture
def cam(everybody: Cast) -> Cam:
    made = in_force(everybody)
    said(due(made, "Verser la quote-part"), "commune", "tenu", "payée en juin")
    said(due(made, "Verser la quote-part"), "asaco", "non_tenu")
    Due.objects.filter(pk=due(made, "Verser la quote-part").pk).update(called=300_000, paid=0)
    return made


@time_machine.travel("2026-11-05T10:00:00+00:00", tick=False)
def test_a_commitment_with_its_words(cam: Cam, everybody: Cast) -> None:
    program = Program(everybody, "fanta")
    found = program.get(f"{URL}?annee=2026&partie=commune&aire={cam.aire.code}").json()["resultats"]
    one = next(row for row in found if row["engagement"] == "Verser la quote-part")
    assert len(found) == 3
    assert (one["convention"], one["commune"], one["annee"]) == (cam.number, cam.commune.code, 2026)
    assert (one["echeance"], one["appele"], one["paye"], one["annonce"]) == ("2026-06-30", 300_000, 0, None)
    assert one["jours_de_retard"] == 128, "the parties do not say the same: it is not settled"
    assert [(word["partie"], word["etat"], word["precision"]) for word in one["paroles"]] == [
        ("commune", "tenu", "payée en juin"), ("asaco", "non_tenu", ""),
    ]  # fmt: skip


def test_the_latest_year_first_until_the_end(cam: Cam, everybody: Cast) -> None:
    program = Program(everybody, "moussa")
    assert [row["annee"] for row in program.get(f"{URL}?taille=200").json()["resultats"]][:6] == [2029] * 6
    Cam.objects.filter(pk=cam.pk).update(ends_on=date(2026, 6, 30))
    assert program.get(f"{URL}?annee=2027").json()["total"] == 0


@pytest.mark.parametrize(
    ("name", "total"), [("binta", 30), ("awa", 30), ("boubacar", 30), ("drissa", 0), ("oumar", 0)]
)
def test_of_one_s_own_conventions(cam: Cam, everybody: Cast, name: str, total: int) -> None:
    assert Program(everybody, name).get(URL).json()["total"] == total


def test_refused_or_unknown(cam: Cam, everybody: Cast) -> None:
    for name in ("sitan", "salif", "julie"):
        problem(Program(everybody, name).get(URL), 403)
    fanta = Program(everybody, "fanta")
    assert faults(fanta.get(f"{URL}?commune={everybody.territory.neighbour.code}")) == {"commune": UNKNOWN}
    assert list(faults(fanta.get(f"{URL}?partie=maire"))) == ["partie"]

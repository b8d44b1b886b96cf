"""What villages give, asked by a program: its own places, amounts where accounts are read."""

import pytest

from asaco.models import Asaco, Contribution, Membership
from communes.models import Village
from core.api_lists import UNKNOWN
from tests.api.program import Program, faults, problem
from tests.cast import Cast

MEMBERS, MONEY = "/api/v1/adhesions/", "/api/v1/cotisations/"


@pytest.fixture
def asaco(everybody: Cast) -> Asaco:
    made = Asaco.objects.create(aire=everybody.territory.aire, name="ASACO de Samakélé")
    place = Village.objects.get(name="Tiontala")
    for year in (2025, 2026):
        Membership.objects.create(asaco=made, village=place, year=year, cards=5, persons=None)
        Contribution.objects.create(asaco=made, village=place, year=year, due=30_000, paid=10_000)
    return made


def test_years_from_the_latest(asaco: Asaco, everybody: Cast) -> None:
    found = Program(everybody, "salif").get(MEMBERS).json()["resultats"]
    assert [(one["annee"], one["nom"], one["cartes"], one["personnes_couvertes"]) for one in found] == [
        (2026, "Tiontala", 5, None), (2025, "Tiontala", 5, None),
    ]  # fmt: skip


def test_one_aire_one_year(asaco: Asaco, everybody: Cast) -> None:
    program, code = Program(everybody, "sitan"), asaco.aire.code
    [one] = program.get(f"{MONEY}?aire={code}&annee=2025").json()["resultats"]
    assert (one["aire"], one["appele"], one["paye"], one["motif_du_trop_percu"]) == (code, 30_000, 10_000, "")
    assert faults(program.get(f"{MONEY}?aire=AILLEURS")) == {"aire": UNKNOWN}
    assert list(faults(program.get(f"{MONEY}?annee=1800"))) == ["annee"]


@pytest.mark.parametrize(
    ("name", "members", "money"),
    [("fanta", 2, 2), ("boubacar", 2, None), ("julie", 2, None), ("oumar", 0, 0)],
)
def test_amounts_are_read_where_accounts_are(
    asaco: Asaco, everybody: Cast, name: str, members: int, money: int | None
) -> None:
    program = Program(everybody, name)
    assert program.get(MEMBERS).json()["total"] == members
    if money is None:
        problem(program.get(MONEY), 403)
    else:
        assert program.get(MONEY).json()["total"] == money

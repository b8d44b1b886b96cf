"""Crises and budgets of an ASACO, asked by a program: its own places, as on the pages."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from asaco.models import Appeal, Asaco, Budget, Crisis, CrisisDissent
from core.api_lists import UNKNOWN
from tests.api.program import Program, faults, problem
from tests.asaco.test_crises import crisis_of, organ_of
from tests.cast import Cast

URL, BUDGETS = "/api/v1/crises/", "/api/v1/budgets/"


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    """Monday 5 October 2026."""
    with time_machine.travel("2026-10-05T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def crises(everybody: Cast) -> dict[str, Crisis]:
    """A dissolution contested, a suspension of another organ that is over."""
    held = crisis_of(everybody, organ_of(everybody))
    over = crisis_of(
        everybody, organ_of(everybody, "Bureau"), kind="suspension", acted_on=date(2025, 4, 1),
        last_day=date(2025, 6, 30),
    )  # fmt: skip
    signed: dict[str, Any] = {
        "person": everybody.person_of("moussa"), "mandate_id": 1, "role": "president_asaco",
        "place_name": "Samakélé",
    }  # fmt: skip
    CrisisDissent.objects.create(crisis=held, text="Les comptes ont été rendus.", **signed)
    Appeal.objects.create(
        crisis=held, filed_on=date(2026, 4, 9), whose="Le bureau", before="Le préfet", **signed
    )
    return {"held": held, "over": over}


def test_those_that_hold_or_all(crises: dict[str, Crisis], everybody: Cast) -> None:
    program, place = Program(everybody, "salif"), everybody.territory
    [one] = program.get(URL).json()["resultats"]
    assert (one["id"], one["aire"], one["acte"], one["en_cours"]) == (
        crises["held"].pk, place.aire.code, "dissolution", True,
    )  # fmt: skip
    assert (one["etat_en_mots"], one["avis_divergents"], one["recours"]) == (
        "en cours, recours attendu",
        1,
        1,
    )
    found = program.get(f"{URL}?etat=tous&commune={place.host.code}").json()["resultats"]
    assert [(row["id"], row["etat_en_mots"]) for row in found] == [
        (crises["held"].pk, "en cours, recours attendu"), (crises["over"].pk, "fini le 30 juin 2025"),
    ]  # fmt: skip
    for query, total in (
        ("annee=2025", 0), ("annee=2025&etat=tous", 1), (f"aire={place.aire.code}", 1),
        (f"aire={place.second_aire.code}&etat=tous", 0),
    ):  # fmt: skip
        assert program.get(f"{URL}?{query}").json()["total"] == total, query
    assert faults(program.get(f"{URL}?aire=AILLEURS")) == {"aire": UNKNOWN}


def test_one_with_all_that_stands_under_it(crises: dict[str, Crisis], everybody: Cast) -> None:
    one = Program(everybody, "moussa").get(f"{URL}{crises['held'].pk}/").json()
    assert (one["base_legale"], one["enregistre"]["par"], one["leve_par"]) == (
        "Arrêté n° 12",
        "Fanta Keïta",
        None,
    )
    [differs], [appeal] = one["textes_des_avis"], one["textes_des_recours"]
    assert (differs["texte"], differs["par"]) == ("Les comptes ont été rendus.", "Moussa Coulibaly")
    assert (appeal["de"], appeal["devant"], appeal["issue"]) == ("Le bureau", "Le préfet", "")
    for name in ("oumar", "sitan", "drissa"):
        mine = everybody.client_of(name).get(f"/asaco/crises/{crises['held'].pk}/").status_code
        assert Program(everybody, name).get(f"{URL}{crises['held'].pk}/").status_code == mine, name
    problem(Program(everybody, "oumar").get(f"{URL}{crises['held'].pk}/"), 404)
    assert Program(everybody, "oumar").get(f"{URL}?etat=tous").json()["total"] == 0


def test_budgets_are_read_where_accounts_are(everybody: Cast) -> None:
    place = everybody.territory
    asaco = Asaco.objects.create(aire=place.aire, name="ASACO de Samakélé")
    for year in (2025, 2026):
        Budget.objects.create(
            asaco=asaco, year=year, adopted_on=date(year, 1, 20), organ_words="CA, PV n° 3", acts_in=400_000,
            drugs_in=0, salaries_out=year, version=1,
        )  # fmt: skip
    program = Program(everybody, "salif")
    found = program.get(f"{BUDGETS}?aire={place.aire.code}&commune={place.host.code}").json()["resultats"]
    assert [(one["annee"], one["adopte_le"]) for one in found] == [(2026, "2026-01-20"), (2025, "2025-01-20")]
    assert found[0]["recettes"] == {
        "REC_ACT": 400_000, "REC_MED": 0, "REC_COT": None, "REC_SUB": None, "REC_AUT": None,
    }  # fmt: skip
    assert (found[0]["total_des_recettes"], found[0]["total_des_depenses"]) == (400_000, 2026)
    assert program.get(f"{BUDGETS}?annee=2025").json()["total"] == 1
    for name, total in (("fanta", 2), ("sitan", 2), ("oumar", 0)):
        assert Program(everybody, name).get(BUDGETS).json()["total"] == total, name
    for name in ("boubacar", "julie"):
        problem(Program(everybody, name).get(BUDGETS), 403)

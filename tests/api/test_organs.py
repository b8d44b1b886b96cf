"""Organs by program: the same ones, the same seats as on the page."""

from datetime import date

import pytest
import time_machine

from mandates.models import Organ
from tests.api.program import Program, faults, problem
from tests.cast import Cast
from tests.mandates.organs import hold, organ, person, seat

pytestmark = pytest.mark.django_db
URL, SEATS = "/api/v1/organes/", "/api/v1/sieges/"


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel("2026-11-12T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def bureau(everybody: Cast) -> Organ:
    made = organ(aire=everybody.territory.aire, mandate_months=36, sessions_a_year=12)
    hold(seat(made, "président", chair=True), person("Koné"), end=date(2027, 1, 1))
    seat(made, "trésorier", group="femmes")
    return made


def test_a_list_and_an_organ_say_the_same(everybody: Cast, bureau: Organ) -> None:
    kadia = Program(everybody, "kadia")
    (listed,) = kadia.get(URL).json()["resultats"]
    one = kadia.get(f"{URL}{bureau.pk}/").json()
    assert one["organe"] == listed
    assert (listed["preside"], listed["quorum"], listed["sieges"], listed["pourvus"], listed["femmes"]) == (
        "Assa Koné", 2, 2, 1, 1,
    )  # fmt: skip
    assert (one["groupes_representes"], one["groupes_absents"]) == (["asaco"], ["femmes"])
    first, second = one["sieges"]
    assert (first["titulaire"], first["dernier_jour"], first["etat"]) == (
        "Assa Koné", "2026-12-31", "finit bientôt",
    )  # fmt: skip
    assert (second["titulaire"], second["etat_en_mots"]) == (None, "vacant depuis le 1er janvier 2024")


def test_the_seats_to_fill(everybody: Cast, bureau: Organ) -> None:
    salif, here = Program(everybody, "salif"), everybody.territory
    assert [one["fonction"] for one in salif.get(SEATS).json()["resultats"]] == ["trésorier"]
    assert [one["fonction"] for one in salif.get(f"{SEATS}?etat=bientot").json()["resultats"]] == [
        "président"
    ]
    assert salif.get(f"{SEATS}?aire={here.second_aire.code}").json()["total"] == 0
    assert list(faults(salif.get(f"{SEATS}?etat=autre"))) == ["etat"]


def test_each_reads_their_places(everybody: Cast, bureau: Organ) -> None:
    here = everybody.territory
    organ(commune=here.host, name="Conseil")
    totals = {
        name: Program(everybody, name).get(URL).json()["total"] for name in ("kadia", "fanta", "drissa")
    }
    assert totals == {"kadia": 1, "fanta": 2, "drissa": 1}
    assert Program(everybody, "julie").get(URL).json()["total"] == 0
    problem(Program(everybody, "oumar").get(f"{URL}{bureau.pk}/"), 404)
    fanta = Program(everybody, "fanta")
    assert fanta.get(f"{URL}?commune={here.host.code}").json()["total"] == 2
    assert list(faults(fanta.get(f"{URL}?commune=RIEN"))) == ["commune"]
    assert fanta.get(f"{URL}?passes=true").json()["total"] == 0

"""The territory by program: what a place holds, what stands in it."""

import pytest

from cscom.models import Cscom
from tests.api.program import Program, faults, problem
from tests.cast import Cast

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture
def julie(everybody: Cast) -> Program:
    """A partner: the territory is everybody's."""
    return Program(everybody, "julie")


def codes(program: Program, url: str) -> list[str]:
    return [one["code"] for one in program.get(API + url).json()["resultats"]]


def test_an_aire_with_its_cscom_and_its_parts(julie: Program) -> None:
    aire = julie.get(f"{API}aires/ML02-CSCOM-1/").json()
    assert (aire["nom"], aire["commune"], aire["district"]) == ("Samakélé", "ML020201", "ML02-CSREF-1")
    assert aire["cscom"] == {
        "code": "ML02-CSCOM-1", "nom": "Samakélé", "latitude": 13.56, "longitude": -7.52,
    }  # fmt: skip
    parts = {one["commune"]: one["part"] for one in aire["parts"]}
    assert parts == {"ML020201": 6000, "ML020601": 4000}
    latest = aire["populations"][0]
    assert latest == {"annee": 2027, "total": 10400, "source": "essai, chiffres inventés", "estimation": True}
    assert [one["annee"] for one in aire["populations"]] == [2027, 2026, 2025, 2024, 2023]


def test_the_list_says_what_the_place_says(julie: Program) -> None:
    for kind in ("regions", "cercles", "districts", "communes", "aires", "villages"):
        for one in julie.get(f"{API}{kind}/").json()["resultats"]:
            assert julie.get(f"{API}{kind}/{one['code']}/").json() == one


def test_a_village_has_its_aire_and_its_distance(julie: Program) -> None:
    village = julie.get(f"{API}villages/ML02V002/").json()
    assert (village["nom"], village["commune"], village["aire"]) == ("Djibougou", "ML020601", "ML02-CSCOM-1")
    assert village["distance_km"] == 4.4


def test_an_aire_without_cscom_says_so(julie: Program) -> None:
    Cscom.objects.filter(code="ML02-CSCOM-2").update(aire=None)
    assert julie.get(f"{API}aires/ML02-CSCOM-2/").json()["cscom"] is None


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("cercles/?region=ML02", ["ML0202"]),
        ("communes/?cercle=ML0202", ["ML020201", "ML020601"]),
        ("communes/?district=ML02-CSREF-1&ordre=-nom", ["ML020601", "ML020201"]),
        ("aires/?commune=ML020201", ["ML02-CSCOM-2", "ML02-CSCOM-1"]),
        ("aires/?commune=ML020601", ["ML02-CSCOM-1"]),
        ("aires/?region=ML02&ordre=code", ["ML02-CSCOM-1", "ML02-CSCOM-2"]),
        ("villages/?aire=ML02-CSCOM-2", ["ML02V004", "ML02V005"]),
        ("villages/?commune=ML020601&aire=ML02-CSCOM-1&ordre=code", ["ML02V002", "ML02V003"]),
        ("villages/?commune=ML020601&aire=ML02-CSCOM-2", []),
    ],
)
def test_filters_by_parent(julie: Program, url: str, found: list[str]) -> None:
    assert codes(julie, url) == found


def test_a_closed_place_is_listed_on_the_days_it_stood(julie: Program, everybody: Cast) -> None:
    aire = everybody.territory.second_aire
    type(aire).objects.filter(pk=aire.pk).update(opened_on="2015-01-01", closed_on="2020-01-01")
    assert codes(julie, "aires/") == ["ML02-CSCOM-1"]
    assert len(codes(julie, "aires/?le=2019-12-31")) == 2
    assert codes(julie, "aires/?le=2014-12-31") == ["ML02-CSCOM-1"]


def test_a_search_without_accents(julie: Program) -> None:
    answer = julie.get(f"{API}recherche/?q=samakele").json()
    assert {(one["niveau"], one["code"]) for one in answer["resultats"]} == {
        ("aire", "ML02-CSCOM-1"),
        ("village", "ML02V000"),
    }
    assert answer["incomplet"] == []
    assert list(faults(julie.get(f"{API}recherche/?q=s"))) == ["q"]
    assert list(faults(julie.get(f"{API}recherche/"))) == ["q"]


def test_what_does_not_exist(julie: Program) -> None:
    for url in ("aires/RIEN/", "villages/RIEN/", "regions/%00/", "communes/é/", "ailleurs/"):
        problem(julie.get(API + url), 400 if "%00" in url else 404)
    assert list(faults(julie.get(f"{API}communes/?cercle=RIEN"))) == ["cercle"]

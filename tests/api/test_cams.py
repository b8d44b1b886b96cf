"""Conventions asked by a program: those one reads, one with its lines, its acts, as on the page."""

from datetime import date

import pytest
import time_machine

from conventions.beginning import begin
from conventions.models import Cam
from conventions.pairs import Pair
from core.api_lists import UNKNOWN
from tests.api.program import Program, faults, problem
from tests.cast import Cast
from tests.conventions.forced import in_force
from tests.conventions.moves import walk

URL = "/api/v1/conventions/"


@pytest.fixture(autouse=True)
def october() -> object:
    """Monday 5 October 2026."""
    with time_machine.travel("2026-10-05T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def cam(everybody: Cast) -> Cam:
    """A draft with the typical commitments; beside it one in force with the neighbour."""
    place = everybody.territory
    in_force(everybody, commune=place.neighbour)
    made = begin(Pair(place.aire, place.host), everybody.scope_of("fanta"))
    return Cam.objects.located().get(pk=made.pk)


def at(cam: Cam) -> str:
    return f"{URL}{cam.aire.code}/{cam.commune.code}/{cam.edition}/"


def test_a_draft_is_its_writers_and_each_reads_their_own(cam: Cam, everybody: Cast) -> None:
    """As on pages: (all that one lists, what one gets for the draft)."""
    expected = {
        "fanta": (1, 200), "issa": (1, 200), "moussa": (2, 200), "seydou": (2, 200), "binta": (0, 404),
        "drissa": (1, 404), "nana": (1, 404), "oumar": (0, 404),
    }  # fmt: skip
    for name, (total, status) in expected.items():
        program = Program(everybody, name)
        assert (program.get(URL).json()["total"], program.get(at(cam)).status_code) == (total, status), name
    walk(cam, everybody, ("fanta", "deposer"))
    assert Program(everybody, "binta").get(URL).json()["total"] == 1
    for name in ("sitan", "salif", "julie"):
        problem(Program(everybody, name).get(URL), 403)


def test_a_convention_as_its_page_tells_it(cam: Cam, everybody: Cast) -> None:
    program = Program(everybody, "binta")
    walk(cam, everybody, ("fanta", "deposer"), ("seydou", "avis"))
    cam.refresh_from_db()
    one = program.get(at(cam)).json()
    assert (one["numero"], one["etat"], one["nature"]) == (cam.number, "avisee", "premiere")
    assert (one["avis_du_csref_le"], one["signataire_commune"], one["dernier_jour"]) == (
        "2026-10-05",
        None,
        None,
    )
    assert one["attendu"]["actes"] == ["deliberer"]
    assert [act["acte"] for act in one["actes"]] == ["deposer", "avis"]
    assert (one["actes"][0]["avis"], one["actes"][1]["avis"]) == (None, "favorable")
    assert one["actes"][1]["par"].startswith("Seydou Cissé, médecin chef")
    promised = one["engagements"]
    assert len(promised) == cam.commitments.count()
    assert [line["numero"] for line in promised[:2]] == ["C1", "C2"]
    assert (promised[0]["partie"], promised[0]["quand"]) == ("commune", "chaque année, avant fin décembre")
    listed = program.get(URL).json()["resultats"]
    assert listed == [{name: one[name] for name in listed[0]}], (
        "the list says the same, without what is under"
    )


def test_by_place_year_state(cam: Cam, everybody: Cast) -> None:
    seydou, place = Program(everybody, "seydou"), everybody.territory
    standing = f"CAM-{place.aire.code}-{place.neighbour.code}-1"
    for query, numbers in (
        (f"aire={place.aire.code}", [cam.number, standing]),
        (f"commune={place.neighbour.code}", [standing]),
        ("annee=2029", [standing]), ("annee=2030", []), ("annee=2024", []), ("etat=brouillon", [cam.number]),
    ):  # fmt: skip
        found = seydou.get(f"{URL}?{query}").json()["resultats"]
        assert [one["numero"] for one in found] == numbers, query
    Cam.objects.filter(state="vigueur").update(ends_on=date(2026, 6, 30))
    [over] = seydou.get(f"{URL}?etat=vigueur").json()["resultats"]
    assert (over["etat_en_mots"], over["dernier_jour"]) == ("échue", "2026-06-30")
    assert over["signataire_asaco"] == "Moussa Coulibaly"
    bound = Program(everybody, "moussa").get(f"{URL}?commune={place.neighbour.code}").json()
    assert bound["total"] == 1, "of the commune that one’s own ASACO is bound to"
    fanta = Program(everybody, "fanta")
    assert faults(fanta.get(f"{URL}?commune={place.neighbour.code}")) == {"commune": UNKNOWN}
    assert list(faults(fanta.get(f"{URL}?etat=echue"))) == ["etat"]
    problem(fanta.get(at(cam).replace("/1/", "/9/")), 404)

"""Plans by program: what is read, acts on a version, the execution all or nothing."""

import pytest

from planning.beginning import begin
from planning.enums import Source
from planning.lines import write_line
from planning.models import Activity, Execution, Plan
from tests.api.program import Program, faults, problem
from tests.cast import Cast
from tests.planning.conftest import BLANK, october
from tests.planning.running import add_line, made_plan, say

__all__ = ["october"]
URL = "/api/v1/plans/"


@pytest.fixture
def line(everybody: Cast) -> Activity:
    plan = made_plan(everybody.territory.aire)
    return add_line(plan, 1, {Source.ASACO: 400_000, Source.SOUGHT: 200_000}, months=0b1001)


def at(plan: Plan, end: str = "") -> str:
    return f"{URL}{plan.aire.code}/{plan.year}/{plan.edition}/{end}"


def test_a_plan_is_read_with_its_lines(line: Activity, everybody: Cast) -> None:
    salif = Program(everybody, "salif")
    listed = salif.get(f"{URL}?annee=2026&etat=execution&aire={line.plan.aire.code}").json()
    assert (listed["total"], listed["resultats"][0]["numero"]) == (1, line.plan.number)
    assert salif.get(f"{URL}?etat=brouillon").json()["total"] == 0
    assert list(faults(salif.get(f"{URL}?etat=rien&annee=12"))) == ["annee", "etat"]
    (told,) = salif.get(at(line.plan)).json()["lignes"]
    assert (told["cle"], told["cout"], told["mois"]) == (str(line.key), 600_000, [1, 4])
    assert told["sources"]["asaco"] == 400_000
    assert told["sources"]["a_rechercher"] == 200_000


def test_a_partner_meets_what_is_approved(everybody: Cast) -> None:
    draft = begin(everybody.territory.aire, 2027, everybody.scope_of("kadia"))
    julie = Program(everybody, "julie")
    assert julie.get(URL).json()["total"] == 0
    assert julie.get(at(draft)).status_code == 404
    assert julie.get(at(draft, "actes/")).status_code == 404


def test_an_act_is_done_once_on_the_version_that_was_read(everybody: Cast) -> None:
    plan = begin(everybody.territory.aire, 2027, everybody.scope_of("kadia"))
    write_line(plan, everybody.scope_of("kadia"), BLANK)
    moussa = Program(everybody, "moussa")
    seen = moussa.get(at(plan)).json()["version"]
    write_line(plan, everybody.scope_of("kadia"), BLANK | {"text": "Réparer la moto"})
    stale = problem(moussa.post(at(plan, "actes/"), {"acte": "adopter", "version": seen}), 409)
    assert [change["ligne"] for change in stale["changements"]] == ["Réparer la moto"]
    now = {"acte": "adopter", "version": plan.version}
    first, again = (moussa.post(at(plan, "actes/"), now) for _ in range(2))
    assert (first.status_code, first.json()) == (200, again.json())
    assert first.json()["etat_apres"] == "adopte"
    told = moussa.get(at(plan, "actes/")).json()
    assert [(act["acte"], act["par"]) for act in told] == [("adopter", "Moussa Coulibaly")]


def test_acts_that_are_refused(everybody: Cast) -> None:
    plan = begin(everybody.territory.aire, 2027, everybody.scope_of("kadia"))
    fanta = Program(everybody, "fanta")
    assert fanta.post(at(plan, "actes/"), {"acte": "adopter", "version": 0}).status_code == 403
    early = {"acte": "avis", "version": 0, "avis": "favorable"}
    problem(fanta.post(at(plan, "actes/"), early), 409)
    assert set(faults(fanta.post(at(plan, "actes/"), {"acte": "voler", "version": "0"}))) == {
        "/acte",
        "/version",
    }
    assert "/engagements/0/montant" in faults(
        fanta.post(at(plan, "actes/"), early | {"engagements": [{"cle": str(plan.aire_id), "montant": -1}]})
    )


def test_the_execution_is_said_all_or_nothing(line: Activity, everybody: Cast) -> None:
    kadia, url = Program(everybody, "kadia"), at(line.plan, "execution/2/")
    second = add_line(line.plan, 2, {Source.ASACO: 5})
    say(second, 2, 10)
    said = {"cle": str(line.key), "version": 0, "realise": 40, "paye": {"asaco": 90}, "cause": "Pluies"}
    stale = {"cle": str(second.key), "version": 0, "realise": 20}
    problem(kadia.post(url, {"lignes": [said, stale]}), 409)
    assert Execution.objects.count() == 1
    answer = kadia.post(url, {"lignes": [said, stale | {"version": 1}]})
    assert [row["realise"] for row in answer.json()] == [40, 20]
    assert answer.json()[0]["a_verifier"] == [
        "Payé (90\u00a0FCFA) plus qu’engagé (0\u00a0FCFA)\u00a0: à vérifier."
    ]
    kept = Execution.objects.get(activity=line)
    assert (kept.by_asaco, kept.gap, kept.person) == (90, "Pluies", everybody.person_of("kadia"))


def test_what_the_execution_refuses(line: Activity, everybody: Cast) -> None:
    other = add_line(made_plan(everybody.territory.second_aire), 1, {Source.ASACO: 5})
    kadia, url = Program(everybody, "kadia"), at(line.plan, "execution/2/")
    elsewhere = {"lignes": [{"cle": str(other.key), "version": 0, "realise": 40}]}
    assert list(faults(kadia.post(url, elsewhere))) == ["/lignes/0/cle"]
    wrong = {"cle": str(line.key), "version": 0, "realise": 101, "paye": {"asaco": -1, "moi": 3}}
    assert "/lignes/0/realise" in faults(kadia.post(url, {"lignes": [wrong]}))
    assert kadia.post(at(line.plan, "execution/5/"), {"lignes": [wrong]}).status_code == 404
    right = {"lignes": [{"cle": str(line.key), "version": 0, "realise": 40}]}
    assert Program(everybody, "fanta").post(url, right).status_code == 403
    Plan.objects.filter(pk=line.plan_id).update(state="cloture")
    problem(kadia.post(url, right), 409)
    assert not Execution.objects.exists()

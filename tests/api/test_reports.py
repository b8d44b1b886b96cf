"""Monthly reports by program: what the page shows its reader, no less, no more."""

from datetime import timedelta

import pytest
import time_machine

from monitoring.models import MonthlyReport, Period
from monitoring.rules import comment
from tests.api.program import Program, faults, problem
from tests.cast import Cast
from tests.reporting import act, complete_report, make_period, type_in, validated_report

pytestmark = pytest.mark.django_db
LIST = "/api/v1/rapports/"


def address(report: MonthlyReport) -> str:
    return f"{LIST}{report.aire.code}/{report.period.code}/"


def codes(program: Program, query: str = "") -> list[tuple[str, str]]:
    return [(one["aire"], one["mois"]) for one in program.get(LIST + query).json()["resultats"]]


def test_vide_zero_and_not_applicable_are_three_things(everybody: Cast, october: Period) -> None:
    aire = everybody.territory.aire
    saved = type_in(everybody, "kadia", aire, october, {"CPN2": 0, "CPN4": "NA", "CPN1.lt15": 7})
    told = Program(everybody, "kadia").get(address(saved.report)).json()
    assert told["valeurs"] == {"CPN2": 0, "CPN4": "NA", "CPN1.lt15": 7}
    assert (told["etat"], told["version"], told["voile"]) == ("brouillon", 1, False)


def test_a_report_nobody_began(everybody: Cast, october: Period) -> None:
    kadia = Program(everybody, "kadia")
    told = kadia.get(f"{LIST}ML02-CSCOM-1/2026-10/").json()
    assert (told["version"], told["valeurs"], told["actes"], told["modifie_le"]) == (0, {}, [], None)
    assert told["a_declarer_le"] == "2026-11-05"
    assert all(section["remplies"] == 0 for section in told["sections"])
    assert kadia.get(LIST).json()["total"] == 0


def test_each_reads_the_acts_of_their_function(everybody: Cast, october: Period) -> None:
    report = complete_report(everybody, october)

    def acts(name: str) -> dict[str, str]:
        told = Program(everybody, name).get(address(report)).json()
        return {one["acte"]: one["empechement"] for one in told["actes_permis"]}

    assert acts("kadia") == {}
    assert acts("awa") == {"viser": ""}
    assert acts("moussa") == {"signer": ""}
    blocked = acts("salif")
    assert set(blocked) == {"valider", "renvoyer"}
    assert "visa" in blocked["valider"]
    act(everybody, "awa", report, "viser")
    assert "C’est déjà fait" in acts("awa")["viser"]


def test_stamps_and_acts_say_who_and_when(everybody: Cast, october: Period) -> None:
    report = validated_report(everybody, october)
    told = Program(everybody, "salif").get(address(report)).json()
    assert [one["acte"] for one in told["actes"]] == ["declarer", "viser", "signer", "valider"]
    last = told["actes"][-1]
    assert (last["etat_avant"], last["etat_apres"], last["version"]) == ("complet", "valide", told["version"])
    assert (last["par"], last["fonction"]) == ("Salif Diallo", "charge_sis")
    visas = {one["code"]: one["visa"]["par"] for one in told["sections"]}
    assert visas["cpn"] == "Awa Diarra"
    assert visas["finances"] == "Moussa Coulibaly"
    assert all(one["remplies"] == one["attendues"] for one in told["sections"])


def test_sections_out_of_sight_leave_no_trace(everybody: Cast, october: Period) -> None:
    report = complete_report(everybody, october)
    whole = Program(everybody, "kadia").get(address(report)).json()
    mine = Program(everybody, "sitan").get(address(report)).json()
    assert {one["code"] for one in mine["sections"]} < {one["code"] for one in whole["sections"]}
    assert "CPN2" in whole["valeurs"]
    assert "REC_ACT" in mine["valeurs"]
    assert not {key for key in mine["valeurs"] if key.startswith(("CPN", "CC_"))}


def test_who_waits_for_the_validation_reads_no_figure_before(everybody: Cast, october: Period) -> None:
    report = complete_report(everybody, october)
    modibo = Program(everybody, "modibo")
    before = modibo.get(address(report)).json()
    assert (before["voile"], before["valeurs"], before["controles"]) == (True, {}, [])
    act(everybody, "awa", report, "viser")
    act(everybody, "moussa", report, "signer")
    act(everybody, "salif", report, "valider")
    after = modibo.get(address(report)).json()
    assert (after["voile"], after["valeurs"]["REC_ACT"]) == (False, 10)


def test_controls_come_with_their_comments(everybody: Cast, october: Period) -> None:
    cells = {"DM.cscom": 1, "DM.domicile": 0, "DM.trajet": 0}
    report = type_in(everybody, "kadia", everybody.territory.aire, october, cells).report
    kadia = Program(everybody, "kadia")
    found = kadia.get(address(report)).json()["controles"]
    asked = next(one for one in found if one["gravite"] == "commentaire")
    assert asked["commentaire"] is None
    report = MonthlyReport.objects.located().get(pk=report.pk)
    comment(report, asked["regle"], "Audit fait.", everybody.scope_of("kadia"))
    told = {one["regle"]: one["commentaire"] for one in kadia.get(address(report)).json()["controles"]}
    assert (told[asked["regle"]]["texte"], told[asked["regle"]]["par"]) == ("Audit fait.", "Kadia Traoré")


def test_the_list_by_place_month_state(everybody: Cast, october: Period) -> None:
    september = make_period("2026-09")
    first, second = everybody.territory.aires
    complete_report(everybody, october)
    type_in(everybody, "kadia", first, september, {"CPN2": 1})
    type_in(everybody, "oumar", second, october, {"CPN2": 1})
    salif, drissa, kadia = (Program(everybody, name) for name in ("salif", "drissa", "kadia"))
    one, two, three = (second.code, "2026-10"), (first.code, "2026-10"), (first.code, "2026-09")
    assert codes(salif) == [one, two, three]
    assert codes(salif, "?ordre=mois") == [three, one, two]
    assert codes(salif, "?mois=2026-10&etat=complet") == [two]
    assert codes(salif, f"?aire={second.code}") == [one]
    assert codes(salif, "?commune=ML020601") == [two, three]
    assert codes(salif, "?district=ML02-CSREF-1&mois=2026-09") == [three]
    assert codes(drissa) == codes(kadia) == [two, three]
    assert codes(kadia, "?commune=ML020601") == [two, three]  # a commune that her aire touches
    assert list(faults(drissa.get(f"{LIST}?commune=ML020201&etat=perdu"))) == ["etat"]


def test_only_what_moved_is_asked_again(
    everybody: Cast, october: Period, now: time_machine.Traveller
) -> None:
    report = complete_report(everybody, october)
    type_in(everybody, "oumar", everybody.territory.second_aire, october, {"CPN2": 1})
    salif = Program(everybody, "salif")
    assert len(codes(salif, "?modifie_depuis=2026-11-03T10:00:00Z")) == 2
    now.shift(timedelta(hours=2))
    since = "?modifie_depuis=2026-11-03T11:00:00%2B00:00"
    assert codes(salif, since) == []
    act(everybody, "awa", report, "viser")  # an act saves no cell
    assert codes(salif, since) == [(report.aire.code, "2026-10")]
    assert codes(salif, since.replace("%2B", "+")) == codes(salif, since)  # a + that became a space
    listed = salif.get(LIST + since).json()["resultats"][0]
    told = salif.get(address(report)).json()
    assert listed["modifie_le"] == told["modifie_le"] == "2026-11-03T12:00:00Z"
    assert listed["version"] == told["version"]
    assert codes(salif, "?modifie_depuis=2026-11-03T14:00:00%2B03:00&ordre=modifie_le") == codes(salif, since)


@pytest.mark.parametrize("moment", ["hier", "2026-13-01T00:00:00Z", "", "2026-11-03T25:00:00Z"])
def test_a_moment_is_a_moment(everybody: Cast, october: Period, moment: str) -> None:
    answer = Program(everybody, "salif").get(f"{LIST}?modifie_depuis={moment}")
    assert list(faults(answer)) == ["modifie_depuis"]


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00Z", "2026-11-03"],
)
def test_any_moment_of_the_calendar_is_taken(everybody: Cast, october: Period, moment: str) -> None:
    assert Program(everybody, "salif").get(f"{LIST}?modifie_depuis={moment}").status_code == 200


@pytest.mark.parametrize("month", ["2026-13", "0000-01", "1999-12", "2026-9", "٢٠٢٦-٠٩", "2026-09x"])
def test_a_month_is_a_month(everybody: Cast, october: Period, month: str) -> None:
    salif = Program(everybody, "salif")
    assert list(faults(salif.get(f"{LIST}?mois={month}"))) == ["mois"]
    problem(salif.get(f"{LIST}ML02-CSCOM-1/{month}/"), 404)

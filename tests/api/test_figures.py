"""Figures by program: the numbers of the pages, done again by hand on the story of ``tests/figured.py``."""

import pytest

from monitoring.models import MonthlyReport
from monitoring.totals import rebuild
from tests.api.program import Program, faults, problem
from tests.cast import Cast

pytestmark = pytest.mark.django_db
API = "/api/v1/"
DISTRICT = f"{API}districts/ML02-CSREF-1/"
QUARTER = "?depuis=2026-07&jusqu_a=2026-09"


def test_totals_month_by_month(story: Cast) -> None:
    told = Program(story, "salif").get(f"{DISTRICT}totaux/{QUARTER}&cle=P3&cle=P3.fixe&cle=P1").json()
    assert (told["niveau"], told["code"], told["chiffres"]) == ("district", "ML02-CSREF-1", "provisoires")
    july, august, september = told["mois"]
    assert july == {
        "mois": "2026-07", "attendus": 2, "recus": 2, "valides": 2, "a_temps": 1,
        "totaux": {"P3": {"somme": 48.0, "n": 2}, "P3.fixe": {"somme": 38.0, "n": 2}},
    }  # fmt: skip
    assert august["totaux"]["P3"] == {"somme": 58.0, "n": 2}
    assert (september["attendus"], september["recus"]) == (2, 1)
    assert september["totaux"]["P3"] == {"somme": 17.0, "n": 1}


def test_final_totals_leave_out_what_is_not_validated(story: Cast) -> None:
    told = Program(story, "modibo").get(f"{DISTRICT}totaux/?depuis=2026-08&jusqu_a=2026-08&cle=P3").json()
    assert told["chiffres"] == "definitifs"
    assert told["mois"][0]["totaux"] == {"P3": {"somme": 33.0, "n": 1}}


def test_a_partner_reads_no_small_count(story: Cast) -> None:
    """Two deaths in July in the first aire; the other said nothing. 48 third doses are read as 50."""
    first = MonthlyReport.objects.get(aire=story.territory.aire, period__month=7)
    first.values |= {"DM.cscom": 2, "DM.domicile": 0, "DM.trajet": 0}
    first.save()
    rebuild()
    july = "?depuis=2026-07&jusqu_a=2026-07"
    cells = f"{DISTRICT}totaux/{july}&cle=P3&cle=P3.fixe&cle=DM&cle=DM.domicile"
    told = Program(story, "julie").get(cells).json()
    assert told["chiffres"] == "proteges"
    assert told["mois"][0]["totaux"] == {
        "DM": {"somme": None, "n": 1, "supprime": True},
        "DM.domicile": {"somme": 0.0, "n": 1},
        "P3": {"somme": 50.0, "n": 2},
        "P3.fixe": {"somme": 40.0, "n": 2},
    }
    assert Program(story, "modibo").get(cells).json()["mois"][0]["totaux"]["DM"] == {"somme": 2.0, "n": 1}
    curve = Program(story, "julie").get(f"{DISTRICT}indicateurs/I21/{july}").json()
    asked = ("valeur", "supprime", "valeur_en_mots", "numerateur", "jugement")
    assert [curve["indicateur"][name] for name in asked] == [None, True, "<\u00a010", None, "sans_cible"]
    assert (curve["courbe"][-1]["valeur"], curve["courbe"][-1]["supprime"]) == (None, True)
    below = Program(story, "julie").get(f"{DISTRICT}indicateurs/I21/lieux/{july}&par=aire").json()
    assert [(one["nom"], one["supprime"]) for one in below["lieux"]] == [
        ("Banamba Central", False),
        ("Samakélé", True),
    ]


def test_a_commune_reads_its_part(story: Cast) -> None:
    url = f"{API}communes/%s/totaux/?depuis=2026-08&jusqu_a=2026-08&cle=P3"
    host = Program(story, "fanta").get(url % "ML020201").json()["mois"][0]
    assert host["totaux"]["P3"] == {"somme": pytest.approx(33 * 0.6 + 25), "n": 2}
    neighbour = Program(story, "drissa").get(url % "ML020601").json()["mois"][0]
    assert neighbour["totaux"]["P3"] == {"somme": pytest.approx(33 * 0.4), "n": 1}


def test_zero_is_told_and_vide_is_absent(story: Cast) -> None:
    first = MonthlyReport.objects.get(aire=story.territory.aire, period__month=7)
    first.values |= {"CPN2": 0, "CPN4": "NA"}
    first.save()
    rebuild()
    told = Program(story, "salif").get(f"{DISTRICT}totaux/?depuis=2026-07&jusqu_a=2026-07").json()["mois"][0]
    assert told["totaux"]["CPN2"] == {"somme": 0.0, "n": 1}  # the other report says nothing
    assert "CPN4" not in told["totaux"]
    assert not any(key.startswith(("=", "/")) for key in told["totaux"])


def test_the_totals_of_one_aire_show_the_sections_of_its_report(story: Cast) -> None:
    url = f"{API}aires/ML02-CSCOM-1/totaux/?depuis=2026-07&jusqu_a=2026-07"
    assert Program(story, "kadia").get(url).json()["mois"][0]["totaux"]["P3"] == {"somme": 30.0, "n": 1}
    sitan = Program(story, "sitan")
    assert sitan.get(url).json()["mois"][0]["totaux"] == {}  # no right on clinical sections
    assert list(faults(sitan.get(f"{url}&cle=P3"))) == ["cle"]
    assert faults(sitan.get(f"{url}&cle=P3")).keys() == faults(sitan.get(f"{url}&cle=RIEN")).keys()


def test_an_indicator_over_a_quarter(story: Cast) -> None:
    url = f"{DISTRICT}indicateurs/{QUARTER}&indicateur=I27"
    salif = Program(story, "salif").get(url).json()
    (one,) = salif["indicateurs"]
    assert (salif["chiffres"], one["provisoire"]) == ("provisoires", True)
    assert one["valeur"] == pytest.approx(123 / 119 * 100)
    assert (one["numerateur"], one["n"], one["attendus"]) == (123.0, 5, 6)
    assert one["denominateur"] == pytest.approx(119)
    assert (one["cible"], one["jugement"]) == (90.0, "atteint")
    (final,) = Program(story, "modibo").get(url).json()["indicateurs"]
    assert final["valeur"] == pytest.approx(98 / 102 * 100)
    assert (final["n"], final["provisoire"]) == (4, False)


def test_nothing_received_is_no_figure(story: Cast) -> None:
    (one,) = (
        Program(story, "salif")
        .get(f"{API}aires/ML02-CSCOM-1/indicateurs/?depuis=2026-09&jusqu_a=2026-09&indicateur=I27")
        .json()["indicateurs"]
    )
    assert (one["valeur"], one["n"], one["attendus"]) == (None, 0, 1)


def test_the_usual_months_are_those_of_the_year_that_are_due(story: Cast) -> None:
    told = Program(story, "salif").get(f"{DISTRICT}indicateurs/").json()
    assert (told["depuis"], told["jusqu_a"]) == ("2026-01", "2026-09")
    assert len(told["indicateurs"]) > 20
    totals = Program(story, "salif").get(f"{DISTRICT}totaux/").json()
    assert (totals["depuis"], totals["jusqu_a"]) == ("2026-09", "2026-09")


def test_a_curve_of_two_years(story: Cast) -> None:
    told = Program(story, "salif").get(f"{DISTRICT}indicateurs/I27/{QUARTER}").json()
    assert told["indicateur"]["valeur"] == pytest.approx(123 / 119 * 100)
    points = {one["mois"]: one for one in told["courbe"]}
    assert len(points) == 24
    assert points["2026-07"]["valeur"] == pytest.approx(48 / 51 * 100)
    assert (points["2026-08"]["provisoire"], points["2026-07"]["provisoire"]) == (True, False)
    assert points["2025-07"]["valeur"] is None


def test_places_against_one_another(story: Cast) -> None:
    url = f"{DISTRICT}indicateurs/I27/lieux/{QUARTER}"
    communes = Program(story, "salif").get(url).json()
    assert (communes["par"], [one["code"] for one in communes["lieux"]]) == (
        "commune",
        ["ML020201", "ML020601"],
    )
    aires = Program(story, "salif").get(f"{url}&par=aire").json()["lieux"]
    found = {one["code"]: one["valeur"] for one in aires}
    assert found["ML02-CSCOM-1"] == pytest.approx(63 / 68 * 100)
    assert found["ML02-CSCOM-2"] == pytest.approx(60 / 51 * 100)
    assert list(faults(Program(story, "salif").get(f"{url}&par=village"))) == ["par"]


def test_completeness_tells_those_who_sent_nothing(story: Cast) -> None:
    answer = Program(story, "salif").get(f"{API}completude/{QUARTER}").json()
    rows = {row["aire"]: {slot["mois"]: slot for slot in row["mois"]} for row in answer["resultats"]}
    assert rows["ML02-CSCOM-1"]["2026-09"] == {
        "mois": "2026-09", "etat": "non_recu", "a_temps": None, "jours_de_retard": 15,
    }  # fmt: skip
    assert rows["ML02-CSCOM-2"]["2026-07"]["a_temps"] is False
    assert rows["ML02-CSCOM-2"]["2026-08"]["etat"] == "recu"
    assert rows["ML02-CSCOM-1"]["2026-07"] == {
        "mois": "2026-07", "etat": "valide", "a_temps": True, "jours_de_retard": 0,
    }  # fmt: skip
    drissa = Program(story, "drissa")
    assert [row["aire"] for row in drissa.get(f"{API}completude/").json()["resultats"]] == ["ML02-CSCOM-1"]
    assert list(faults(drissa.get(f"{API}completude/?commune=ML020201"))) == ["commune"]
    problem(Program(story, "kadia").get(f"{API}completude/"), 403)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("depuis=2026-09&jusqu_a=2026-07", "depuis"),
        ("depuis=2024-01&jusqu_a=2026-07", "depuis"),
        ("depuis=2026-00", "depuis"),
        ("indicateur=I999", "indicateur"),
        ("indicateur=", "indicateur"),
    ],
)
def test_what_cannot_be_asked(story: Cast, query: str, parameter: str) -> None:
    assert list(faults(Program(story, "salif").get(f"{DISTRICT}indicateurs/?{query}"))) == [parameter]


def test_out_of_reach_or_unknown_is_the_same(story: Cast) -> None:
    kadia, salif = Program(story, "kadia"), Program(story, "salif")
    problem(kadia.get(f"{API}aires/ML02-CSCOM-2/totaux/"), 404)
    problem(kadia.get(f"{API}communes/ML020201/indicateurs/"), 404)
    problem(salif.get(f"{DISTRICT}indicateurs/I999/"), 404)
    problem(salif.get(f"{DISTRICT}indicateurs/I999/lieux/"), 404)
    problem(salif.get(f"{API}regions/ML02/totaux/"), 404)


def test_the_catalogue_is_of_a_day(story: Cast) -> None:
    julie = Program(story, "julie")
    form = julie.get(f"{API}catalogue/formulaire/?le=2026-09-01").json()
    elements = {one["code"]: one for section in form["sections"] for one in section["elements"]}
    assert [one["cle"] for one in elements["P3"]["cases"]] == ["P3.fixe", "P3.avancee", "P3.mobile"][
        : len(elements["P3"]["cases"])
    ]
    assert elements["P3"]["non_detaillee"] == "P3.nd"
    assert elements["CPN2"]["axes"] == []
    assert julie.get(f"{API}catalogue/formulaire/?le=1990-01-01").json()["sections"] == []
    defined = julie.get(f"{API}catalogue/indicateurs/?taille=200").json()
    penta = next(one for one in defined["resultats"] if one["code"] == "I27")
    assert (penta["numerateur"], penta["denominateur"], penta["cible"]) == ("P3", "E011", 90.0)
    rules = julie.get(f"{API}catalogue/regles/").json()
    assert rules["total"] > 10
    assert {one["gravite"] for one in rules["resultats"]} <= {"bloquant", "commentaire", "information"}


def test_months_have_their_dates(story: Cast) -> None:
    julie = Program(story, "julie")
    listed = julie.get(f"{API}mois/?depuis=2026-08").json()["resultats"]
    assert [one["mois"] for one in listed] == ["2026-10", "2026-09", "2026-08"]
    assert julie.get(f"{API}mois/2026-09/").json() == listed[1] == {
        "mois": "2026-09", "premier_jour": "2026-09-01", "dernier_jour": "2026-09-30",
        "a_deposer_le": "2026-10-05", "a_valider_le": "2026-10-15", "saisie_jusqu_au": None,
    }  # fmt: skip
    problem(julie.get(f"{API}mois/2031-01/"), 404)

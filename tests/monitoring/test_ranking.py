"""Places in a row by any indicator, every indicator of a place: pages and files; what a neighbour reads."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from communes.models import Commune
from tests.cast import Cast
from tests.monitoring.pages import text_of

pytestmark = pytest.mark.django_db
DISTRICT = "/districts/{}/classement"


@pytest.fixture
def salif(story: Cast) -> Client:
    return story.client_of("salif")


def lines(answer: Any) -> list[list[str]]:
    """The lines of a CSV."""
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_best_first_each_against_the_whole(story: Cast, salif: Client) -> None:
    t = story.territory
    page = salif.get(f"{DISTRICT.format(t.district.code)}/")
    found = page.context["found"]
    # 63 of 68 at the first, 60 of 51 at the second, 123 of 119 together
    assert [(row.rank, row.unit.name, row.figure.value_text, row.side) for row in found.rows] == [
        (1, t.second_aire.name, "118", "above"),
        (2, t.aire.name, "93", "below"),
    ]
    assert found.whole.value_text == "103"
    assert (found.above, found.below) == (1, 1)
    text = text_of(page)
    assert "au-dessus +15 pts" in text
    assert "au-dessous −10 pts" in text
    assert "à vérifier : population ?" in text
    assert "1 au-dessus de l’ensemble, 1 au-dessous" in text


def test_against_the_months_just_before(story: Cast, salif: Client) -> None:
    t = story.territory
    page = salif.get(f"{DISTRICT.format(t.district.code)}/?avec=avant&periode=trimestre")
    found = page.context["found"]
    assert found.before_words == "d’avril à juin 2026"
    assert {row.before_text for row in found.rows} == {"non reçu"}


def test_what_the_address_says_wrong_falls_back_to_the_usual(story: Cast, salif: Client) -> None:
    t = story.territory
    page = salif.get(f"{DISTRICT.format(t.district.code)}/?par=planetes&avec=hier&periode=toujours")
    assert page.status_code == 200
    assert page.context["found"].inside == "aires"
    assert salif.get(f"{DISTRICT.format(t.district.code)}/?indicateur=I99").status_code == 404
    assert salif.get(f"{DISTRICT.format(t.district.code)}.pdf").status_code == 404


@pytest.mark.parametrize("code", ["I01", "I21", "I29", "I36", "I40", "I45"])
def test_any_indicator_can_rank(story: Cast, salif: Client, code: str) -> None:
    page = salif.get(f"{DISTRICT.format(story.territory.district.code)}/?indicateur={code}&par=communes")
    assert page.status_code == 200
    assert (
        len(page.context["found"].rows) == Commune.objects.filter(district=story.territory.district).count()
    )


def test_the_files_say_what_the_screen_says(story: Cast, salif: Client) -> None:
    t = story.territory
    address = DISTRICT.format(t.district.code)
    told = lines(salif.get(f"{address}.csv?indicateur=I27"))
    assert told[0] == ["Enfants ayant reçu le Penta 3 (I27)"]
    assert told[3][:5] == ["Rang", "Code", "Aire de santé", "Valeur", "Unité"]
    assert [line[:3] for line in told[4:]] == [
        ["1", t.second_aire.code, t.second_aire.name],
        ["2", t.aire.code, t.aire.name],
    ]
    assert told[5][3] == "92,6471"  # 63 of 68
    book = load_workbook(io.BytesIO(salif.get(f"{address}.xlsx?indicateur=I27").content))
    assert book.active["D5"].value == pytest.approx(60 / 51 * 100, abs=1e-4)


def test_every_indicator_those_of_the_reader_first(story: Cast) -> None:
    t = story.territory
    page = story.client_of("fanta").get(f"/communes/{t.host.code}/indicateurs/")
    mine = {figure.code for figure in page.context["mine"]}
    others = {figure.code for figure in page.context["others"]}
    assert {"I01", "I27", "I45"} <= mine
    assert {"I06", "I33", "I44"} <= others
    assert len(mine | others) == 45
    told = lines(story.client_of("fanta").get(f"/communes/{t.host.code}/indicateurs.csv"))
    assert len(told) == 2 + 1 + 45
    assert next(line for line in told if line[0] == "I45")[7:9] != ["", ""]


def test_the_neighbour_mayor_reads_neither(story: Cast) -> None:
    t, drissa = story.territory, story.client_of("drissa")
    for page in ("classement/", "classement.csv", "indicateurs/", "indicateurs.xlsx"):
        assert drissa.get(f"/communes/{t.host.code}/{page}").status_code == 404
        assert drissa.get(f"/communes/{t.neighbour.code}/{page}").status_code == 200

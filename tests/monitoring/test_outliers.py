"""Comments on controls, month after month: who reads them, what is chosen, what the file says."""

import csv
import io

import pytest
from django.test import Client

from cscom.models import Aire
from monitoring.models import MonthlyReport, RuleComment
from tests.cast import Cast
from tests.monitoring.pages import text_of

pytestmark = pytest.mark.django_db


def say(aire: Aire, month: int, code: str, text: str) -> RuleComment:
    report = MonthlyReport.objects.get(aire=aire, period__month=month)
    return RuleComment.objects.create(report=report, rule_code=code, text=text)


@pytest.fixture
def said(story: Cast) -> Cast:
    """Three comments in Banamba: two on unusual figures, one on a sum; an empty one says nothing."""
    t = story.territory
    say(t.aire, 7, "V22:CC_HA", "foire du village")
    say(t.aire, 8, "V05", "double comptage possible")
    say(t.second_aire, 8, "V23:I27", "enfants d’ailleurs")
    say(t.second_aire, 7, "V22:P3.fixe", "")
    return story


@pytest.fixture
def salif(said: Cast) -> Client:
    return said.client_of("salif")


def test_the_latest_month_first_with_what_each_control_is(said: Cast, salif: Client) -> None:
    page = salif.get("/a-suivre/")
    t = said.territory
    assert [(line.aire, line.month, line.code) for line in page.context["lines"]] == [
        (t.second_aire.name, "août 2026", "V23"),
        (t.aire.name, "août 2026", "V05"),
        (t.aire.name, "juillet 2026", "V22"),
    ]
    assert page.context["lines"][2].subject == "Nouveaux cas venant de hors aire"
    assert page.context["lines"][0].subject == "Enfants ayant reçu le Penta 3"
    assert page.context["lines"][0].rule.startswith("…\u00a0% ce mois-ci, plus que …")
    text = text_of(page)
    assert "« foire du village »" in text
    assert "3 commentaires" in text
    assert "{" not in text


def test_a_choice_narrows_a_wrong_one_is_none(said: Cast, salif: Client) -> None:
    def codes(query: str) -> list[str]:
        return [line.code for line in salif.get(f"/a-suivre/{query}").context["lines"]]

    assert codes("?genre=inhabituel") == ["V23", "V22"]
    assert codes("?mois=2026-07") == ["V22"]
    assert codes("?mois=2026-07&genre=inhabituel&page=9") == ["V22"]
    assert codes("?mois=hier&district=rien&genre=tout&page=x") == ["V23", "V05", "V22"]


def test_the_drs_chooses_a_district(said: Cast) -> None:
    nana, t = said.client_of("nana"), said.territory
    assert len(nana.get(f"/a-suivre/?district={t.district.code}").context["lines"]) == 3
    assert (t.district.code, t.district.name) in nana.get("/a-suivre/").context["districts"]


def test_the_file_says_the_same(said: Cast, salif: Client) -> None:
    answer = salif.get("/a-suivre/commentaires.csv?genre=inhabituel")
    told = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert told[2] == ["Chiffres inhabituels seulement"]
    assert [line[4] for line in told[4:]] == ["V23", "V22"]
    assert told[5][7] == "foire du village"
    assert salif.get("/a-suivre/commentaires.xlsx").status_code == 200
    assert salif.get("/a-suivre/commentaires.pdf").status_code == 404


@pytest.mark.parametrize("name", ["kadia", "fanta", "drissa", "modibo", "julie", "yaya"])
def test_who_does_not_follow_does_not_read(said: Cast, name: str) -> None:
    assert said.client_of(name).get("/a-suivre/").status_code == 403
    assert said.client_of(name).get("/a-suivre/commentaires.csv").status_code == 403


def test_an_ended_mandate_reads_nothing(said: Cast, salif: Client) -> None:
    said.end_mandate_of("salif")
    assert salif.get("/a-suivre/").status_code in {302, 403}


def test_nothing_said_is_said(story: Cast) -> None:
    assert "Aucun commentaire" in text_of(story.client_of("salif").get("/a-suivre/"))

"""The DRS opens months, sets their dates, reopens one; nobody else does."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from core.months import Month
from monitoring.models import Period, Total
from monitoring.timetable import open_month, usual
from tests.cast import Cast
from tests.monitoring.pages import text_of, told
from tests.reporting import complete_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(october: Period, everybody: Cast) -> Period:
    """October, opened by the page of the DRS."""
    october.delete()
    dates = usual(Month(2026, 10))
    return open_month(Month(2026, 10), dates).period


@pytest.fixture
def nana(cast: Cast) -> Client:
    return cast.client_of("nana")


def written(page: str, nana: Client) -> dict[str, object]:
    """What the fields of a page hold."""
    form = nana.get(page).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_an_empty_calendar_says_how_to_begin(nana: Client, catalogue: None) -> None:
    page = nana.get("/calendrier/")
    assert "Aucun mois n’est ouvert" in text_of(page)


def test_the_next_months_open_on_the_days_of_the_last(month: Period, nana: Client) -> None:
    assert "Ouvrir novembre 2026" in text_of(nana.get("/calendrier/"))
    body = written("/calendrier/ouvrir/", nana)
    assert (body["starts_on"], body["ends_on"]) == ("01 11 2026", "30 11 2026")
    answer = nana.post("/calendrier/ouvrir/", body | {"ends_on": "27 11 2026", "others": "2"})
    assert told(answer) == [
        "Novembre 2026 : ouvert, du 1er novembre 2026 au 27 novembre 2026. Jusqu’à janvier 2027."
    ]
    last = Period.objects.get(year=2027, month=1)
    assert (last.starts_on, last.ends_on) == (date(2026, 12, 28), date(2027, 1, 27))
    assert Total.objects.get(period=last, place_kind="pays").expected_count == 2


def test_all_the_months_open_or_none(month: Period, nana: Client) -> None:
    body = written("/calendrier/ouvrir/", nana) | {"others": "12"}
    answer = nana.post("/calendrier/ouvrir/", body)
    assert answer.status_code == 422
    assert Period.objects.count() == 1


def test_the_list_tells_where_each_month_stands(cast: Cast, month: Period, nana: Client) -> None:
    complete_report(cast, month)
    words = text_of(nana.get("/calendrier/"))
    assert "1 sur 2" in words
    assert "à déposer" in words


def test_a_change_is_told_with_what_it_moves(cast: Cast, month: Period, nana: Client) -> None:
    complete_report(cast, month)
    body = written("/calendrier/2026-10/", nana)
    answer = nana.post("/calendrier/2026-10/", body | {"due_on": "2/11/2026", "closes_on": "31 12 2026"})
    assert " ".join(told(answer)) == (
        "Octobre 2026 : changé, du 1er octobre 2026 au 31 octobre 2026. Reçus à temps : 0 au lieu de 1. "
        "Saisie ouverte jusqu’au 31 décembre 2026 au soir."
    )
    words = text_of(nana.get("/calendrier/2026-10/"))
    assert "Nana Touré" in words
    assert "dépôt : 5 novembre 2026 → 2 novembre 2026" in words
    assert "dernier jour de saisie : aucun → 31 décembre 2026" in words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts_on": "31/09/2026"}, "Cette date n’existe pas"),
        ({"due_on": "bientôt"}, "Écrivez une date"),
        ({"due_on": ""}, "Ce champ est obligatoire"),
        ({"ends_on": "20 11 2026"}, "avant le 15 novembre 2026"),
        ({"closes_on": "٣١ ١٢ ٢٠٢٦ \0"}, "Écrivez une date"),
    ],
)
def test_what_was_typed_comes_back_with_a_sentence(
    month: Period, nana: Client, typed: dict[str, str], words: str
) -> None:
    answer = nana.post("/calendrier/2026-10/", written("/calendrier/2026-10/", nana) | typed)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert next(iter(typed.values())).replace("\0", "") in answer.content.decode().replace("\0", "")
    assert Period.history.filter(id=month.pk).count() == 1


def test_a_closed_month_shows_how_to_reopen_it(
    month: Period, cast: Cast, now: time_machine.Traveller
) -> None:
    nana = cast.client_of("nana")
    nana.post("/calendrier/2026-10/", written("/calendrier/2026-10/", nana) | {"closes_on": "15 12 2026"})
    now.move_to("2026-12-20T10:00:00+00:00")
    nana = cast.client_of("nana")
    page = nana.get("/calendrier/2026-10/")
    assert "Ce mois est clos" in text_of(page)
    assert "Enregistrer les dates" not in text_of(page)
    assert "clos depuis le 16 déc. 2026" in text_of(nana.get("/calendrier/"))
    refused = nana.post("/calendrier/2026-10/rouvrir/", {"closes_on": "31 12 2026"})
    assert "Écrivez pourquoi ce mois est rouvert." in text_of(refused)
    body = {"closes_on": "31 12 2026", "reason": "Deux papiers retrouvés."}
    answer = nana.post("/calendrier/2026-10/rouvrir/", body)
    assert answer.status_code == 302
    assert "Deux papiers retrouvés." in text_of(nana.get("/calendrier/2026-10/"))


def test_a_month_that_is_open_is_not_reopened(month: Period, nana: Client) -> None:
    assert "Ce mois n’est pas clos." in text_of(nana.get("/calendrier/2026-10/rouvrir/"))
    body = {"closes_on": "31 12 2026", "reason": "Pour voir."}
    assert nana.post("/calendrier/2026-10/rouvrir/", body).status_code == 422


def test_a_month_nobody_opened_is_not_there(month: Period, nana: Client) -> None:
    for code in ("2026-11", "2026-13", "abc"):
        assert nana.get(f"/calendrier/{code}/").status_code == 404


@pytest.mark.parametrize("name", ["kadia", "salif", "seydou", "modibo", "yaya"])
def test_only_the_drs_keeps_the_calendar(cast: Cast, month: Period, name: str) -> None:
    client = cast.client_of(name)
    assert client.get("/calendrier/").status_code == 403
    assert client.post("/calendrier/2026-10/", {"due_on": "30 11 2026"}).status_code == 403
    assert "Calendrier" not in text_of(client.get("/"))


def test_the_home_of_the_drs_says_when_no_month_is_open(
    cast: Cast, month: Period, now: time_machine.Traveller
) -> None:
    nana, told = cast.client_of("nana"), "Aucun mois de rapport n’est ouvert aujourd’hui"
    assert told in text_of(nana.get("/"))  # the 3rd of November, October alone is open
    assert told not in text_of(cast.client_of("salif").get("/"))
    nana.post("/calendrier/ouvrir/", written("/calendrier/ouvrir/", nana))
    assert told not in text_of(nana.get("/"))

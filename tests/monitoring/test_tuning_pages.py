"""The DRS sets indicators and targets: from a month on, its effect shown, totals made again; nobody else."""

from typing import Any

import pytest
from django.test import Client

from core.months import Month
from jobs.models import Job
from jobs.registry import handler_of
from jobs.tasks import run_job
from monitoring.aggregates import figure, place_of
from monitoring.models import Indicator, Period, Target
from monitoring.recounting import RECOUNT
from monitoring.tasks import recount_totals
from monitoring.totals import verify
from tests.cast import Cast
from tests.monitoring.pages import text_of, told
from tests.monitoring.test_aggregates import put
from tests.reporting import make_period

pytestmark = pytest.mark.django_db(transaction=True)
OCTOBER, PAGE = Month(2026, 10), "/indicateurs/I29/"


@pytest.fixture
def nana(cast: Cast) -> Client:
    return cast.client_of("nana")


@pytest.fixture
def months(cast: Cast, october: Period) -> Cast:
    """September and October with the same figures: 20 first doses, 17 third ones, 10 of rougeole."""
    for period in (make_period("2026-09"), october):
        put(cast.territory.aire, period, {"P1.nd": 20, "P3.nd": 17, "VAR1.nd": 10})
    return cast


def written(client: Client, page: str = PAGE) -> dict[str, Any]:
    """What the fields of a page hold."""
    form = client.get(page).context["form"]
    held = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in held.items() if value is not None and value is not False}


def run_recount(job: str) -> None:
    """As the worker does, which knows the kinds of work of every app."""
    assert handler_of(RECOUNT) is recount_totals
    run_job(job)


def dropout(cast: Cast, month: Month) -> float | None:
    return figure("I29", place_of(cast.territory.aire), [month], "final").value


def test_a_new_formula_holds_from_its_month_and_totals_follow(months: Cast, nana: Client) -> None:
    body = written(nana) | {"numerator": "P1 - VAR1", "since": "2026-10", "reason": "nouveau guide"}
    answer = nana.post(PAGE, body)
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/travaux/{job.pk}/"
    run_recount(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done_steps, job.result) == ("termine", 1, {"mois": 1})
    assert dropout(months, OCTOBER) == 50
    assert dropout(months, OCTOBER - 1) == 15
    assert verify() == []
    rows = Indicator.objects.filter(code="I29").order_by("valid_from")
    assert [(r.valid_from.isoformat(), str(r.valid_to)) for r in rows] == [
        ("2009-01-01", "2026-10-01"),
        ("2026-10-01", "None"),
    ]
    page = text_of(nana.get(PAGE))
    assert "P1 - VAR1 ÷ P1" in page
    assert "Nouveau guide" in page


def test_words_alone_ask_for_no_new_totals(months: Cast, nana: Client) -> None:
    body = written(nana) | {"label": "Abandon du Penta", "since": "2026-10", "reason": "plus court"}
    assert told(nana.post(PAGE, body)) == ["I29 enregistré, valable à partir d’octobre 2026."]
    assert not Job.objects.exists()
    assert "Abandon du Penta" in text_of(nana.get("/indicateurs/"))


def test_the_effect_is_shown_and_nothing_is_written(months: Cast, nana: Client) -> None:
    body = written(nana) | {"numerator": "P1 - VAR1", "reason": "essai", "voir": "1"}
    answer = nana.post(PAGE, body)
    assert answer.status_code == 200
    assert "50,0 % (rapports comptés : 1 sur 1)." in text_of(answer)
    assert "P1 - VAR1" in answer.content.decode()
    assert Indicator.objects.filter(code="I29").count() == 1


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ({"numerator": "P1 - P9"}, "Au caractère 6, « P9 » n’est pas un code connu."),
        ({"numerator": "P1 -"}, "Formule illisible vers le caractère 5."),
        ({"denominator": "E011 + P1"}, "des cases ou des groupes cibles, pas les deux"),
        ({"denominator": "P1 / 2"}, "sommes, différences et produits"),
        ({"numerator": "ou0(P1)"}, "que dans une règle de contrôle"),
        ({"target": "douze"}, "n’est pas un nombre"),
        ({"target": "10", "target_high": "5", "direction": "bande"}, "La borne haute est sous la cible"),
        ({"target_high": "20"}, "Seule une fourchette a une borne haute"),
        ({"is_coverage": "on", "target": "120"}, "ne vise pas plus de 100"),
        ({"reason": ""}, "Écrivez pourquoi."),
        ({"since": "1999-01"}, "Sélectionnez un choix valide"),
        ({"near_percent": "0"}, "au moins 1"),
        ({"multiplier": "9999999"}, "au plus"),
        ({"numerator": "P1 + " * 79 + "P1"}, ""),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    months: Cast, nana: Client, says: dict[str, str], sentence: str
) -> None:
    answer = nana.post(PAGE, written(nana) | {"reason": "essai"} | says)
    if sentence:
        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert "essai" in answer.content.decode() or "reason" in says
        assert Indicator.objects.filter(code="I29").count() == 1
    else:
        assert answer.status_code == 302


def test_the_second_to_write_is_told(months: Cast, nana: Client) -> None:
    first = second = written(nana) | {"since": "2026-10", "reason": "nouveau guide"}
    assert nana.post(PAGE, first | {"label": "Abandon A"}).status_code == 302
    answer = nana.post(PAGE, second | {"label": "Abandon B"})
    assert answer.status_code == 422
    assert "Quelqu’un d’autre a changé cet indicateur" in text_of(answer)
    assert Indicator.objects.get(code="I29", valid_to=None).label == "Abandon A"


def test_a_correction_of_the_same_month_makes_no_second_version(months: Cast, nana: Client) -> None:
    for label in ("Abandon A", "Abandon B"):
        body = written(nana) | {"label": label, "since": "2026-10", "reason": "guide"}
        assert nana.post(PAGE, body).status_code == 302
    assert list(Indicator.objects.filter(code="I29", valid_to=None).values_list("label", flat=True)) == [
        "Abandon B"
    ]
    assert Indicator.objects.filter(code="I29").count() == 2


def test_one_before_the_last_ends_where_the_last_begins(months: Cast, nana: Client) -> None:
    for since, label in (("2026-10", "B"), ("2026-09", "A")):
        body = written(nana) | {"label": label, "since": since, "reason": "guide"}
        assert nana.post(PAGE, body).status_code == 302
    rows = Indicator.objects.filter(code="I29").order_by("valid_from")
    assert [(r.label, str(r.valid_to)) for r in rows][1:] == [("A", "2026-10-01"), ("B", "None")]


def test_an_indicator_more(months: Cast, nana: Client) -> None:
    page = "/indicateurs/ajouter/"
    body = written(nana, page) | {"label": "Rougeole", "short": "Rougeole", "definition": "Sur cent…"}
    body |= {"numerator": "VAR1", "denominator": "P1", "source": "DRS", "reason": "demande", "code": "L01"}
    assert nana.post(page, body | {"code": "l 1"}).status_code == 422
    assert nana.post(page, body | {"code": "I29"}).status_code == 422
    answer = nana.post(page, body | {"since": "2026-10", "readers": ["M", "D"]})
    run_recount(answer.headers["Location"].split("/")[2])
    found = figure("L01", place_of(months.territory.aire), [OCTOBER], "final")
    assert (found.value, found.target) == (50, None)
    assert Indicator.objects.get(code="L01").readers == "MD"
    assert verify() == []


def test_targets_by_place(months: Cast, nana: Client) -> None:
    page, t = "/indicateurs/I29/cibles/", months.territory
    body = {"place": f"district:{t.district.pk}", "from_year": "2026", "target": "15", "source": "DRS"}
    assert told(nana.post(page, body)) == ["Cible enregistrée : district de Banamba, à partir de 2026."]
    assert told(nana.post(page, body | {"target": "16"}))[-1] == (
        "Cible remplacée : district de Banamba, à partir de 2026."
    )
    found = figure("I29", place_of(t.aire), [OCTOBER], "final")
    assert (found.target, found.status, found.target_whose) == (16, "ok", "du district")
    assert "au plus 16 %" in text_of(nana.get(page))
    target = Target.objects.get()
    assert told(nana.post(f"{page}{target.pk}/retirer/"))[-1] == (
        "Cible retirée : district de Banamba, à partir de 2026. La cible plus large reprend."
    )
    assert figure("I29", place_of(t.aire), [OCTOBER], "final").target == 10
    assert target.history.count() == 3


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ({"target": ""}, "Écrivez la cible."),
        ({"from_year": "1900"}, "au moins 1 960"),
        ({"place": "district:999999"}, "Sélectionnez un choix valide"),
        ({"place": "aire:1 OR 1"}, "Sélectionnez un choix valide"),
        ({"source": ""}, "d’où vient cette cible"),
    ],
)
def test_a_target_that_cannot_be(months: Cast, nana: Client, says: dict[str, str], sentence: str) -> None:
    body = {"place": "pays", "from_year": "2026", "target": "15", "source": "DRS"} | says
    answer = nana.post("/indicateurs/I29/cibles/", body)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Target.objects.exists()


def test_what_does_not_exist(nana: Client, months: Cast) -> None:
    assert nana.get("/indicateurs/I99/").status_code == 404
    assert nana.get("/indicateurs/I99/cibles/").status_code == 404
    assert nana.post("/indicateurs/I29/cibles/12/retirer/").status_code == 404
    assert nana.get("/indicateurs/I29/cibles/12/retirer/").status_code == 405

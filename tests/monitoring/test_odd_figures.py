"""What cannot be counted is said in words on every page that shows it: never a 500, never a silent zero."""

import re
from typing import Any

import pytest

from cscom.models import AirePopulation, CommuneShare, VillageAire
from monitoring.models import Indicator, Target
from monitoring.totals import rebuild
from tests.cast import Cast
from tests.figured import PENTA3
from tests.monitoring.pages import text_of
from tests.monitoring.test_tuning_pages import written

pytestmark = pytest.mark.django_db
NO_POPULATION, NO_BASE = "à vérifier : population inconnue ou nulle", "rien à quoi le rapporter"


def pages_of(story: Cast) -> dict[str, list[str]]:
    """Who reads what: every kind of page that shows a figure."""
    t = story.territory
    aire, commune, district = (
        f"/aires/{t.aire.code}",
        f"/communes/{t.host.code}",
        f"/districts/{t.district.code}",
    )
    cercle, region = f"/cercles/{t.cercle.code}", f"/regions/{t.region.code}"
    below = [
        f"{place}/{page}" for place in (commune, district, region) for page in ("classement/", "lieux.csv")
    ]
    every = [
        f"{place}/{page}"
        for place in (aire, commune, district, cercle, region)
        for page in (
            "chiffres/",
            f"chiffres/{PENTA3}/",
            "indicateurs/",
            "chiffres.csv",
            f"chiffres/{PENTA3}.csv",
        )
    ]
    return {"nana": [*every, *below, f"{region}/carte/", f"{commune}/fiche/", "/completude/", "/"]}


def read(story: Cast, *, words: str, month: str) -> None:
    """Every page answers; those of Penta 3 say ``words``, its months ``month``."""
    for name, addresses in pages_of(story).items():
        client = story.client_of(name)
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            said = text_of(answer)
            assert not re.search(r"\b(nan|inf|None)\b", said.lower().replace("none ", "")), address
            if PENTA3 in address or "indicateurs" in address or "chiffres/" in address:
                assert (words if f"{PENTA3}.csv" not in address else month) in said, address


def test_nobody_is_known_to_live_there(story: Cast) -> None:
    AirePopulation.objects.all().delete()
    rebuild()
    read(story, words=NO_POPULATION, month="sans objet")


def test_nobody_lives_there(story: Cast) -> None:
    AirePopulation.objects.update(total=0)
    rebuild()
    read(story, words=NO_POPULATION, month="sans objet")


def test_an_aire_without_a_village_is_its_host_s(story: Cast) -> None:
    """Its 34 children a month count whole for the commune that hosts it: 63 + 60 of 68 + 51."""
    VillageAire.objects.all().delete()
    CommuneShare.objects.all().delete()
    rebuild()
    read(story, words="Penta 3", month="septembre 2026;")
    figures = (
        story.client_of("fanta").get(f"/communes/{story.territory.host.code}/chiffres/").context["figures"]
    )
    penta = next(figure for figure in figures if figure.code == PENTA3)
    assert (penta.above, penta.below, penta.value_text) == (123, 119, "103")


def test_a_base_that_is_always_nothing_is_said(story: Cast) -> None:
    """« P1 - P1 » can be written; what it gives is neither 0 nor an error."""
    Indicator.objects.filter(code=PENTA3).update(denominator="P3 - P3", is_coverage=False)
    rebuild()
    t = story.territory
    client = story.client_of("salif")
    for address in (f"/aires/{t.aire.code}/chiffres/", f"/aires/{t.aire.code}/chiffres/{PENTA3}/"):
        assert NO_BASE in text_of(client.get(address)), address
    told = client.get(f"/aires/{t.aire.code}/chiffres.csv").content.decode()
    assert f"{PENTA3};Couverture en Penta 3;;;sans objet" in told


def test_a_period_that_has_not_begun_is_said(story: Cast) -> None:
    t = story.territory
    periods = ["2030", "2027-01", "2030-T4", "demain", "annee "]
    for period, (who, address) in zip(
        periods,
        [
            ("kadia", f"/aires/{t.aire.code}/chiffres/"),
            ("fanta", f"/communes/{t.host.code}/chiffres/"),
            ("salif", f"/districts/{t.district.code}/classement/"),
            ("salif", f"/districts/{t.district.code}/chiffres/{PENTA3}/"),
            ("fanta", f"/communes/{t.host.code}/indicateurs/"),
        ],
        strict=True,
    ):
        answer = story.client_of(who).get(f"{address}?periode={period}")
        assert answer.status_code == 200, address
        assert "Cette période n’existe pas : voici l’année en cours." in text_of(answer), address


def test_a_month_nobody_opened_has_no_report(story: Cast) -> None:
    kadia, code = story.client_of("kadia"), story.territory.aire.code
    for month in ("2027-01", "2026-13", "0000-00"):
        assert kadia.get(f"/rapports/{code}/{month}/").status_code == 404


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ({"numerator": "P1 / 0"}, "sommes, différences et produits"),
        ({"denominator": "P1 / 0"}, "sommes, différences et produits"),
        ({"denominator": "0"}, "pas à un nombre seul"),
        ({"denominator": "P99"}, "« P99 » n’est pas un code connu."),
        ({"target": "-5"}, "au moins 0"),
    ],
)
def test_a_formula_that_divides_by_nothing(story: Cast, says: dict[str, str], sentence: str) -> None:
    nana = story.client_of("nana")
    page = f"/indicateurs/{PENTA3}/"
    answer: Any = nana.post(page, written(nana, page) | {"reason": "essai"} | says)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert Indicator.objects.filter(code=PENTA3).count() == 1


@pytest.mark.parametrize(("typed", "sentence"), [("120", "ne vise pas plus de 100"), ("-1", "au moins 0")])
def test_a_target_above_the_possible(story: Cast, typed: str, sentence: str) -> None:
    nana = story.client_of("nana")
    body = {"place": "pays", "from_year": "2026", "target": typed, "source": "DRS"}
    answer = nana.post(f"/indicateurs/{PENTA3}/cibles/", body)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert f'value="{typed}"' in answer.content.decode()
    assert not Target.objects.exists()

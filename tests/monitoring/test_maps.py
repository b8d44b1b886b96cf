"""The map by any indicator: states told apart in grey, the same in words, what a neighbour may not see."""

import re
from typing import Any

import pytest
from django.test import Client

from communes.models import Border, Commune, Village
from cscom.models import Aire, Cscom, VillageAire
from monitoring.map_drawing import drawing
from monitoring.models import Indicator
from tests.cast import Cast
from tests.monitoring.pages import text_of

pytestmark = pytest.mark.django_db
# Banamba (south) and Ben Kadi (north of it): two boxes that share the parallel 13,6°.
SHARED, SOUTH, NORTH = (
    "-7600 13600 200 0",
    "-7600 13600 0 -100 200 0 0 100",
    "-7400 13600 0 100 -200 0 0 -100",
)


@pytest.fixture
def drawn(story: Cast) -> Cast:
    """The small story, with the outlines of its communes; one village of Ben Kadi is far."""
    t = story.territory
    Border.objects.bulk_create(
        [
            Border(left=t.neighbour, right=t.host, trace=SHARED, source="essai"),
            Border(left=t.host, trace=SOUTH, source="essai"),
            Border(left=t.neighbour, trace=NORTH, source="essai"),
        ]
    )
    VillageAire.objects.filter(village__name="Djibougou").update(nearest_km=16.2)
    return story


@pytest.fixture
def salif(drawn: Cast) -> Client:
    return drawn.client_of("salif")


def district(cast: Cast, query: str = "") -> str:
    return f"/districts/{cast.territory.district.code}/carte/{query}"


def svg(answer: Any) -> str:
    found = re.search(r'<svg class="map.*?</svg>', answer.content.decode(), re.DOTALL)
    assert found
    return found[0]


def tones(drawing: str) -> dict[str, list[str]]:
    """Tone → the communes that wear it."""
    groups = re.findall(r'<g fill="url\(#t-(\w+)\)">(.*?)</g>', drawing, re.DOTALL)
    return {tone: re.findall(r"<title>([^<:]*?)\u00a0:", lots) for tone, lots in groups}


def test_each_commune_is_a_link_that_says_its_figure(drawn: Cast, salif: Client) -> None:
    t = drawn.territory
    whole = svg(salif.get(district(drawn)))
    # Its part of the first aire: 63 children of 68, as in the aire itself
    link, title = re.findall(r'<a href="([^"]*)"><title>(Ben Kadi[^<]*)</title>', whole)[0]
    assert link == f"/communes/{t.neighbour.code}/chiffres/I27/"
    assert re.fullmatch(r"Ben Kadi\u00a0: 93\u202f%, Atteint, 2 / 3 rapports", title)
    assert tones(whole) == {"ok": ["Banamba", "Ben Kadi"]}
    assert "<script" not in whole
    assert "http" not in whole


def test_a_choice_of_period_holds_in_the_links(drawn: Cast, salif: Client) -> None:
    page = salif.get(district(drawn, "?periode=trimestre"))
    assert 'chiffres/I27/?periode=trimestre"' in svg(page)
    assert 'name="periode" value="trimestre"' in page.content.decode()


def test_what_was_not_received_is_hatched_and_said(drawn: Cast, salif: Client) -> None:
    page = salif.get(district(drawn, "?indicateur=I13"))  # nobody wrote a fourth consultation
    assert set(tones(svg(page))) == {"nil"}
    assert "Banamba : non reçu" in svg(page).replace("\u00a0", " ")
    assert "Non reçu : 2 communes" in text_of(page)


@pytest.mark.parametrize("tone", ["near", "far", "nil"])
def test_without_colour_the_states_differ_by_strokes(drawn: Cast, salif: Client, tone: str) -> None:
    """Each look that is not plain has a drawing of its own in its pattern; CSCOM have silhouettes."""
    whole = svg(salif.get(district(drawn)))
    if tone == "nil":
        whole = svg(salif.get(district(drawn, "?indicateur=I13")))
    patterns = dict(re.findall(r'<pattern id="t-(\w+)".*?/>(.*?)</pattern>', whole))
    strokes = list(patterns.values())
    assert patterns[tone]
    assert len(set(strokes)) == len(strokes)
    marks = re.findall(r'<g id="m-(\w+)" class="[^"]*">(.*?)</g>', whole)
    assert len({drawn for _, drawn in marks}) == len(marks)


def test_a_provisional_figure_is_in_italic_and_says_so(drawn: Cast, salif: Client) -> None:
    page = salif.get(district(drawn))
    text = text_of(page)
    assert "Ce qui est en italique est provisoire" in text
    assert 'class="num prov" data-l="Valeur"' in page.content.decode()
    assert re.search(r"<title>Banamba[^<]*provisoire</title>", svg(page))


def test_cscom_wear_the_state_of_their_own_aire(drawn: Cast, salif: Client) -> None:
    t = drawn.territory
    whole = svg(salif.get(district(drawn)))
    marks = re.findall(
        r'<a href="([^"]*)" tabindex="-1"><title>CSCOM ([^<:]*)\u00a0:[^<]*</title><use href="#m-(\w+)"',
        whole,
    )
    assert marks == [
        (f"/aires/{t.second_aire.code}/chiffres/I27/", t.second_aire.name, "ok"),
        (f"/aires/{t.aire.code}/chiffres/I27/", t.aire.name, "ok"),
    ]
    assert "#m-" not in svg(salif.get(district(drawn, "?montrer=communes"))).split("</defs>")[1]


def test_distances_show_rings_and_far_villages(drawn: Cast, salif: Client) -> None:
    page = salif.get(district(drawn, "?montrer=distances"))
    whole, text = svg(page), text_of(page)
    assert re.search(r'<path class="r15" d="M[^"]+A', whole)
    assert re.search(r'<path class="r5" d="M[^"]+A', whole)
    # One village, 25 % of the first aire: 2 550 inhabitants in 2026
    assert len(re.findall(r'<path class="villages" d="M\d+ \d+h10m-5-5v10"', whole)) == 1
    assert "1 village , 2 550 habitants (estimation), à plus de 15 km de tout CSCOM" in text
    assert "à 5 km d’un CSCOM" in text
    plain = svg(salif.get(district(drawn)))
    assert 'class="r15"' not in plain
    assert 'class="villages"' not in plain


def test_the_table_says_what_the_map_says(drawn: Cast, salif: Client) -> None:
    page = salif.get(district(drawn))
    rows = re.findall(r'<tr>(<th scope="row">.*?)</tr>', page.content.decode(), re.DOTALL)
    told = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    assert told == [
        "Banamba 107 % Atteint à vérifier : population ? provisoire 5 / 6 0 0",
        "Ben Kadi 93 % Atteint 2 / 3 1 2 550",
        "Ensemble 103 % Atteint à vérifier : population ? provisoire 5 / 6 1 2 550",
        "Banamba Central 118 % Atteint à vérifier : population ? provisoire 3 / 3",
        "Samakélé 93 % Atteint 2 / 3",
    ]
    for lot in (*page.context["found"].communes, *page.context["found"].centres):
        assert lot.words in svg(page)


def test_what_cannot_be_drawn_is_said_in_words(drawn: Cast, salif: Client) -> None:
    t = drawn.territory
    Border.objects.filter(trace=NORTH).delete()
    Cscom.objects.filter(pk=t.second_cscom.pk).update(latitude=None)
    page = salif.get(district(drawn))
    text = text_of(page)
    assert "Sans contour connu : Ben Kadi : 93" in text
    assert "CSCOM sans coordonnées, absents de la carte : Banamba Central" in text
    assert tones(svg(page)) == {"ok": ["Banamba"]}
    VillageAire.objects.filter(village__commune=t.host).update(nearest_km=None)
    assert "Distance inconnue pour 4 villages" in text_of(salif.get(district(drawn)))


def test_without_any_outline_or_position_the_table_stands_alone(drawn: Cast, salif: Client) -> None:
    Border.objects.all().delete()
    Cscom.objects.update(latitude=None)
    page = salif.get(district(drawn, "?montrer=distances"))
    assert page.status_code == 200
    assert '<svg class="map' not in page.content.decode()
    assert page.context["drawing"] == ""
    assert "Sans contour connu" in text_of(page)


def test_cscom_alone_make_a_map(drawn: Cast, salif: Client) -> None:
    Border.objects.all().delete()
    assert svg(salif.get(district(drawn))).count("<use") == 2


def test_without_communes_the_page_says_what_will_stand_there(drawn: Cast, salif: Client) -> None:
    Commune.objects.update(closed_on="2020-01-01")
    assert "Les communes apparaîtront ici" in text_of(salif.get(district(drawn)))


def test_without_a_target_values_are_told_by_shades(drawn: Cast, salif: Client) -> None:
    Indicator.objects.filter(code="I27").update(target=None)
    page = salif.get(district(drawn))
    assert tones(svg(page)) == {"b2": ["Banamba"], "b1": ["Ben Kadi"]}
    text = text_of(page)
    assert "Cet indicateur n’a pas de cible" in text
    assert "93 % : 1 commune 107 % : 1 commune" in text
    assert set(re.findall(r'"#m-(\w+)" x', svg(page))) == {"dot"}


@pytest.mark.parametrize("code", ["I01", "I04", "I21", "I29", "I36", "I39", "I40", "I45"])
def test_any_indicator_can_be_mapped(drawn: Cast, salif: Client, code: str) -> None:
    assert salif.get(district(drawn, f"?indicateur={code}&montrer=distances")).status_code == 200


def test_what_the_address_says_wrong(drawn: Cast, salif: Client) -> None:
    assert salif.get(district(drawn, "?indicateur=I99")).status_code == 404
    page = salif.get(district(drawn, "?montrer=tout&periode=toujours"))
    assert page.context["found"].shown == "cscom"
    assert "Cette période n’existe pas" in text_of(page)


def test_names_are_escaped(drawn: Cast, salif: Client) -> None:
    Commune.objects.filter(pk=drawn.territory.host.pk).update(name='<b>"Banamba"</b>')
    page = salif.get(district(drawn))
    assert "<b>&quot;Banamba" not in page.content.decode()
    assert '<b>"Banamba"' not in page.content.decode()
    assert drawing(page.context["found"]).count("&lt;b&gt;") == 2  # the title, the name


def test_who_may_not_read_the_place_has_no_map_of_it(drawn: Cast) -> None:
    t = drawn.territory
    region = f"/regions/{t.region.code}/carte/"
    assert drawn.client_of("nana").get(region).status_code == 200
    for name in ("salif", "fanta", "drissa", "kadia"):
        assert drawn.client_of(name).get(region).status_code == 404
    for name in ("fanta", "drissa", "kadia"):
        assert drawn.client_of(name).get(district(drawn)).status_code == 404


def test_the_map_is_one_step_from_figures_and_ranking(drawn: Cast, salif: Client) -> None:
    t = drawn.territory
    figures = salif.get(f"/districts/{t.district.code}/chiffres/?periode=trimestre").content.decode()
    assert f'href="{district(drawn, "?periode=trimestre")}"' in figures
    ranked = salif.get(f"/districts/{t.district.code}/classement/?indicateur=I29").content.decode()
    assert f'href="{district(drawn, "?indicateur=I29")}"' in ranked
    assert "/carte/" not in salif.get(f"/communes/{t.host.code}/classement/").content.decode()
    back = salif.get(district(drawn, "?indicateur=I29")).content.decode()
    assert f'href="/districts/{t.district.code}/classement/?indicateur=I29"' in back


def test_a_cscom_of_a_neighbour_counts_for_the_rings_without_its_name(drawn: Cast, salif: Client) -> None:
    t = drawn.territory
    other = Commune.objects.create(code="ML029901", name="Ailleurs", cercle=t.cercle, district=t.district)
    Commune.objects.filter(pk=other.pk).update(closed_on="2020-01-01")
    aire = Aire.objects.create(
        code="ML02-CSCOM-9", name="Voisine", host_commune=other, district=t.district, closed_on="2020-01-01"
    )
    before = svg(salif.get(district(drawn, "?montrer=distances")))
    Cscom.objects.create(code=aire.code, name="Voisine", aire=aire, latitude=13.65, longitude=-7.42)
    after = svg(salif.get(district(drawn, "?montrer=distances")))
    assert before != after
    assert "Voisine" not in after


def test_closed_villages_are_not_far(drawn: Cast, salif: Client) -> None:
    Village.objects.filter(name="Djibougou").update(closed_on="2020-01-01")
    assert "Aucun village connu à plus de 15 km d’un CSCOM" in text_of(salif.get(district(drawn)))

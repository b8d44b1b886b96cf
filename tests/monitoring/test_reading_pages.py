"""Pages of figures: sums done by hand, what each reader may know, few queries, few bytes."""

import gzip
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core.access import PlaceKind
from cscom.models import Aire, AirePopulation, CommuneShare
from monitoring.models import Period
from monitoring.totals import rebuild
from tests.cast import Cast
from tests.figured import PENTA3, R, V, send
from tests.monitoring.pages import text_of
from tests.territory import small_territory

Count = Callable[[int], AbstractContextManager[Any]]
MOST_BYTES = 14 * 1024


def ask(story: Cast, name: str, view: str, *parts: str, **query: str) -> Any:
    return story.client_of(name).get(reverse(view, args=parts), query)


def row_of(response: Any, label: str) -> str:
    """The line of one indicator, spaces made plain."""
    rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", response.content.decode(), re.DOTALL)
    found = next(row for row in rows if label in row)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


# ---- Numbers ----
def test_a_commune_gets_its_share_of_each_aire(story: Cast) -> None:
    """0.6 × (30 + 33) + 18 + 25 + 17 = 97.8 children, of 0.6 × 2 × 34 + 3 × 17 = 91.8: 106.5 %."""
    page = ask(story, "fanta", "figures_commune", story.territory.host.code)
    line = row_of(page, "Penta 3")
    assert "107" in line
    assert "5 / 6" in line
    assert "à vérifier : population ?" in line
    sums = next(
        r
        for r in re.findall(r"<tr>.*?</tr>", page.content.decode(), re.DOTALL)
        if 'data-l="Compté">97,8<' in r
    )
    assert 'data-l="Rapporté à">91,8<' in sums


def test_a_doubt_is_said_in_words_beside_its_bar(story: Cast) -> None:
    page = ask(story, "fanta", "indicator_commune", story.territory.host.code, PENTA3)
    drawn = re.sub(r"<[^>]+>", "", page.content.decode().split('id="comparer-1"')[1].split("<details")[0])
    assert "à vérifier" in drawn
    assert "?" not in drawn


def test_the_other_commune_gets_the_rest(story: Cast) -> None:
    """0.4 × 63 = 25.2 of 0.4 × 68 = 27.2: 92.6 %, two reports of three."""
    page = ask(story, "drissa", "figures_commune", story.territory.neighbour.code)
    assert " 93 " in row_of(page, "Penta 3")
    assert "2 / 3" in row_of(page, "Penta 3")
    assert "part de la commune : 40 %" in text_of(page)


def test_who_may_not_know_provisional_figures_gets_validated_ones(story: Cast) -> None:
    """Without the 25 of August: 72.8 of 74.8, 97.3 %, four reports."""
    page = ask(story, "boubacar", "figures_commune", story.territory.host.code)
    line = row_of(page, "Penta 3")
    assert " 97 " in line
    assert "4 / 6" in line
    assert "provisoire" not in line
    assert "Ne sont comptés ici que les rapports validés" in text_of(page)
    assert "107" not in text_of(page)


def test_provisional_figures_say_so(story: Cast) -> None:
    page = ask(story, "fanta", "figures_commune", story.territory.host.code)
    assert "provisoire" in row_of(page, "Penta 3")
    assert "provisoire" not in row_of(
        ask(story, "kadia", "figures_aire", story.territory.aire.code), "Penta 3"
    )


def test_nothing_received_is_hatched_never_zero(story: Cast) -> None:
    line = row_of(ask(story, "kadia", "figures_aire", story.territory.aire.code), "médicaments traceurs")
    assert "non reçu" in line
    assert not re.search(r"\b0\b(?! /)", line)
    curve = ask(story, "kadia", "indicator_aire", story.territory.aire.code, PENTA3)
    september = re.search(r"<th scope=\"row\">sept. 2026</th>(.*?)</tr>", curve.content.decode())
    assert september is not None
    assert "non reçu" in september[1]


def test_the_last_quarter_closed(story: Cast) -> None:
    page = ask(story, "fanta", "figures_commune", story.territory.host.code, periode="trimestre")
    assert "Santé de juillet à septembre 2026." in text_of(page)
    assert "T3 2026" in text_of(page)
    assert "?periode=trimestre" in page.content.decode()  # the choice holds from page to page


def test_one_indicator_shows_what_it_is_made_of(story: Cast) -> None:
    page = ask(story, "fanta", "indicator_commune", story.territory.host.code, PENTA3)
    words = text_of(page)
    assert "enfants de 0 à 11 mois 91,8" in words
    assert "Penta 3 97,8" in words
    assert "5 / 6" in words
    assert "à confirmer" in words
    assert words.count("Samakélé") >= 2  # a bar and a line of the table behind
    assert " 93 %" in words  # the first aire alone: 63 of 68


def test_places_side_by_side_are_sorted_from_the_worst(story: Cast) -> None:
    """First aire 63 / 68 = 93 %, second 60 / 51 = 118 %."""
    page = ask(story, "salif", "figures_district", story.territory.district.code, tri=PENTA3)
    aires = page.content.decode().split('id="aires"')[1]
    assert aires.index("Samakélé") < aires.index("Banamba Central")
    by_name = ask(story, "salif", "figures_district", story.territory.district.code, tri="nom")
    aires = by_name.content.decode().split('id="aires"')[1]
    assert aires.index("Banamba Central") < aires.index("Samakélé")


@pytest.mark.parametrize(("who", "value"), [("nana", " 103 "), ("julie", " 98 ")])
def test_the_region_counts_each_aire_once(story: Cast, who: str, value: str) -> None:
    """All: 123 of 119, 103.4 %; validated: 98 of 102, that a partner reads as 100 of 102, 98 %."""
    page = ask(story, who, "figures_region", story.territory.region.code)
    assert value in row_of(page, "Penta 3")


# ---- Three lines ----
def test_the_mayor_reads_first_what_is_late_red_and_awaited(story: Cast) -> None:
    words = text_of(ask(story, "fanta", "figures_commune", story.territory.host.code))
    assert "1 rapport en retard Samakélé : septembre" in words
    assert "1 vous attend 1 rapport du trimestre à établir" in words
    assert words.index("rapport en retard") < words.index("en rouge") < words.index("1 vous attend")


def test_what_waits_elsewhere_is_not_counted_here(story: Cast) -> None:
    """In Ben Kadi nothing waits for the SIS officer: the report to validate is of the other aire."""
    assert "1 vous attend 1 rapport à vérifier" in text_of(
        ask(story, "salif", "figures_commune", story.territory.host.code)
    )
    there = text_of(ask(story, "salif", "figures_commune", story.territory.neighbour.code))
    assert "0 rien ne vous attend" in there


# ---- Who ----
@pytest.mark.parametrize(
    ("who", "view", "place", "status"),
    [
        ("drissa", "figures_commune", "host", 404),
        ("fanta", "figures_commune", "neighbour", 404),
        ("fanta", "figures_district", "district", 404),
        ("fanta", "figures_aire", "aire", 200),
        ("drissa", "figures_aire", "second_aire", 404),
        ("oumar", "figures_aire", "aire", 404),
        ("kadia", "figures_commune", "host", 404),
        ("salif", "figures_region", "region", 404),
        ("salif", "figures_cercle", "cercle", 404),
        ("boubacar", "figures_cercle", "cercle", 200),
        ("nana", "figures_cercle", "cercle", 200),
        ("yaya", "figures_region", "region", 404),
        ("anonyme", "figures_commune", "host", 302),
    ],
)
def test_who_opens_which_figures(story: Cast, who: str, view: str, place: str, status: int) -> None:
    code = getattr(story.territory, place).code
    assert ask(story, who, view, code).status_code == status
    assert ask(story, who, view.replace("figures", "indicator"), code, PENTA3).status_code == status


def test_an_aire_hosted_elsewhere_is_not_named_to_who_may_not_see_it(story: Cast) -> None:
    """A tenth of a far aire lives in the commune: its mayor reads it, the officers of its district do not."""
    far = small_territory("ML09", "Ailleurs").aire
    Aire.objects.filter(pk=far.pk).update(name="Toula")
    CommuneShare.objects.create(
        aire=far, commune=story.territory.host, share=1_000, starts_on=date(2009, 1, 1)
    )
    for who, named in (("fanta", True), ("salif", False), ("boubacar", False), ("nana", False)):
        page = ask(story, who, "figures_commune", story.territory.host.code)
        assert ("Toula" in text_of(page)) == named, who
        curve = ask(story, who, "indicator_commune", story.territory.host.code, PENTA3)
        assert ("Toula" in text_of(curve)) == named, who


@pytest.mark.parametrize("who", ["kadia", "boubacar", "julie"])
def test_completeness_is_for_those_who_follow_it(story: Cast, who: str) -> None:
    assert ask(story, who, "completeness").status_code == 403


# ---- Completeness ----
def test_completeness_tells_who_is_missing_and_whom_to_call(story: Cast) -> None:
    page = ask(story, "salif", "completeness")
    words = text_of(page)
    assert "Septembre 2026 : 1 rapport manque sur 2 attendus." in words
    assert "Samakélé, septembre, non reçu" in words
    assert "Banamba Central, juillet, validé, en retard" in words
    assert "Banamba Central, août, reçu, à temps" in words
    moussa = story.person_of("moussa")
    assert f"{moussa}, président de l’ASACO {moussa.phone}" in words
    assert reverse("report_show", args=[story.territory.aire.code, "2026-09"]) in page.content.decode()


def test_a_month_that_still_runs_is_not_judged(story: Cast) -> None:
    words = text_of(ask(story, "salif", "completeness"))
    assert "Samakélé, octobre, pas encore dû" in words
    assert "Le mois d’octobre 2026 est provisoire" in words


def test_rates_of_a_month(story: Cast) -> None:
    """July: both came, one in time. September: one of two."""
    foot = text_of(ask(story, "salif", "completeness")).split("Reçus, % (complétude)")[1]
    received, timely = foot.split("À temps, % (promptitude)")[:2]
    assert re.findall(r"\d+", received) == ["100", "100", "50"]
    assert re.findall(r"\d+", timely)[:3] == ["50", "100", "50"]


def test_a_returned_report_is_missing_and_says_why(story: Cast) -> None:
    september = Period.objects.get(year=2026, month=9)
    send(story.territory.aire, september, 31, R)
    assert "septembre (renvoyé)" in text_of(ask(story, "salif", "completeness"))


def test_the_region_begins_with_its_districts(story: Cast) -> None:
    page = ask(story, "nana", "completeness")
    assert "Districts sanitaires" in text_of(page)
    district = story.territory.district.code
    assert f"?district={district}" in page.content.decode()
    assert "Qui manque" in text_of(ask(story, "nana", "completeness", district=district))
    assert ask(story, "salif", "completeness", district=district).status_code == 200
    assert ask(story, "fanta", "completeness", district=district).status_code == 404
    assert ask(story, "nana", "completeness", district="AILLEURS").status_code == 404


# ---- The page of one CSCOM ----
def test_an_aire_lists_its_last_reports(story: Cast) -> None:
    page = ask(story, "kadia", "figures_aire", story.territory.aire.code)
    words = text_of(page)
    assert "attendu depuis le 5 octobre 2026" in words
    assert "reçu le 3 septembre 2026" in words
    assert reverse("report_show", args=[story.territory.aire.code, "2026-08"]) in page.content.decode()


def test_a_reader_of_totals_gets_no_link_to_reports(story: Cast) -> None:
    page = ask(story, "boubacar", "figures_aire", story.territory.aire.code)
    assert page.status_code == 200
    assert "/rapports/" not in page.content.decode().split('id="rapports"')[1]


# ---- Odd addresses ----
def test_a_period_that_does_not_exist_is_told(story: Cast) -> None:
    page = ask(story, "fanta", "figures_commune", story.territory.host.code, periode="<b>toujours")
    assert "Cette période n’existe pas : voici l’année en cours." in text_of(page)


@pytest.mark.parametrize("order", ["", "I99", "'; --"])
def test_an_order_that_does_not_exist_changes_nothing(story: Cast, order: str) -> None:
    assert ask(story, "nana", "figures_region", story.territory.region.code, tri=order).status_code == 200


@pytest.mark.parametrize(
    ("by", "shown", "other"), [("", "District", "Commune"), ("communes", "Commune", "District")]
)
def test_a_region_is_read_by_district_or_by_commune_and_keeps_the_choice(
    story: Cast, by: str, shown: str, other: str
) -> None:
    page = ask(story, "nana", "figures_region", story.territory.region.code, **({"par": by} if by else {}))
    above, table = page.content.decode().split('id="places"')
    assert ("?par=communes&amp;periode=trimestre" in above) == bool(by)
    assert f">{shown}</a></th>" in table
    assert f">{other}</a></th>" not in table
    assert ("?par=communes&amp;tri=nom#places" in table) == bool(by)


def test_an_unknown_indicator_is_not_found(story: Cast) -> None:
    assert ask(story, "fanta", "indicator_commune", story.territory.host.code, "I99").status_code == 404


@pytest.mark.parametrize("view", ["figures_commune", "completeness"])
def test_pages_stand_before_anything_is_known(mid_october: None, everybody: Cast, view: str) -> None:
    """No catalogue, no month: the page says so and does not break."""
    parts = [everybody.territory.host.code] if view == "figures_commune" else []
    assert ask(everybody, "fanta", view, *parts).status_code == 200


# ---- Weight ----
PAGES = [
    ("fanta", "figures_commune", "host", 13),
    ("kadia", "figures_aire", "aire", 10),
    ("salif", "figures_district", "district", 11),
    ("nana", "figures_cercle", "cercle", 7),
    ("nana", "figures_region", "region", 7),
    ("fanta", "indicator_commune", "host", 9),
    ("kadia", "indicator_aire", "aire", 8),
    ("salif", "indicator_district", "district", 12),
    ("nana", "indicator_region", "region", 8),
]


@pytest.mark.parametrize(("who", "view", "place", "queries"), PAGES)
def test_queries_do_not_depend_on_the_number_of_rows(
    story: Cast, django_assert_num_queries: Count, who: str, view: str, place: str, queries: int
) -> None:
    parts = [getattr(story.territory, place).code, *([PENTA3] if view.startswith("indicator") else [])]
    client = story.client_of(who)
    address = reverse(view, args=parts)
    client.get(address)  # the catalogue is kept from here on
    with django_assert_num_queries(queries):
        client.get(address)
    more_aires(story)
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize(("who", "queries"), [("fanta", 9), ("salif", 10), ("nana", 8)])
def test_queries_of_completeness(
    story: Cast, django_assert_num_queries: Count, who: str, queries: int
) -> None:
    client = story.client_of(who)
    client.get(reverse("completeness"))  # the catalogue is kept from here on
    with django_assert_num_queries(queries):
        client.get(reverse("completeness"))
    more_aires(story)
    with django_assert_num_queries(queries):
        client.get(reverse("completeness"))


def more_aires(story: Cast) -> None:
    """Six more aires in the commune, each with a late month and a report."""
    host = story.territory.host
    for n in range(3, 9):
        aire = Aire.objects.create(
            code=f"ML02-CSCOM-{n}", name=f"Aire {n}", host_commune=host, district=host.district
        )
        AirePopulation.objects.create(aire=aire, year=2026, total=5100, source="essai")
        CommuneShare.objects.create(aire=aire, commune=host, share=10_000, starts_on=date(2009, 1, 1))
        send(aire, Period.objects.get(year=2026, month=7), 15, V)
    rebuild()


def test_pages_are_light(story: Cast) -> None:
    more_aires(story)
    for who, view, place, _ in PAGES:
        parts = [getattr(story.territory, place).code, *([PENTA3] if view.startswith("indicator") else [])]
        page = ask(story, who, view, *parts)
        assert len(gzip.compress(page.content)) <= MOST_BYTES, view


def test_every_kind_of_place_has_its_pages() -> None:
    for kind in (PlaceKind.REGION, PlaceKind.CERCLE, PlaceKind.DISTRICT, PlaceKind.COMMUNE, PlaceKind.AIRE):
        assert reverse(f"figures_{kind.value}", args=["X"]).endswith("s/X/chiffres/")
        assert reverse(f"indicator_{kind.value}", args=["X", "I01"]).endswith("/chiffres/I01/")

"""The territory's pages: open to every mandate, true to the figures, few queries."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from communes.models import Commune, Population
from communes.names import folded, pattern_for
from core.formats import number
from cscom.models import Aire, AirePopulation, CommuneShare, Cscom, VillageAire
from cscom.search import find
from tests.cast import Cast
from tests.territory import SmallTerritory, small_territory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_october_2026")]
SPACES = str.maketrans("\u00a0\u202f", "  ")
SIGNED_IN = 3  # session, account with its mandates, unread notices: on every page


@pytest.fixture(autouse=True)
def _in_october_2026() -> Iterator[None]:
    with time_machine.travel("2026-10-02", tick=False):
        yield


@pytest.fixture
def drissa(everybody: Cast) -> Client:
    """The mayor of the commune that hosts no aire."""
    return everybody.client_of("drissa")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().translate(SPACES).split())


def addresses(made: SmallTerritory) -> list[str]:
    return [
        "/territoire/",
        f"/regions/{made.region.code}/",
        f"/cercles/{made.cercle.code}/",
        f"/districts/{made.district.code}/",
        f"/communes/{made.host.code}/",
        f"/cscom/{made.aire.code}/",
        "/cscom/a-situer/",
        "/recherche/",
    ]


def test_a_mandate_opens_the_territory_and_nothing_else_does(everybody: Cast) -> None:
    small_territory("ML03", "Sikasso")
    for address in addresses(everybody.territory):
        assert Client().get(address).status_code == 302, address
        for name in ("kadia", "drissa", "julie"):
            assert everybody.client_of(name).get(address).status_code == 200, (name, address)


@pytest.mark.parametrize("kind", ["regions", "cercles", "districts", "communes", "cscom"])
def test_a_place_that_is_not_there(drissa: Client, kind: str) -> None:
    assert drissa.get(f"/{kind}/ML99/").status_code == 404


def test_the_only_region_is_shown_at_once(drissa: Client, territory: SmallTerritory) -> None:
    assert drissa.get("/territoire/").headers["Location"] == f"/regions/{territory.region.code}/"
    small_territory("ML03", "Sikasso")
    assert "Sikasso" in text(drissa, "/territoire/")


def test_the_pages_are_read_only(drissa: Client, territory: SmallTerritory) -> None:
    for address in addresses(territory):
        assert drissa.post(address).status_code == 405, address


@pytest.mark.parametrize(
    ("place", "queries"),
    [("regions", 8), ("cercles", 5), ("districts", 5), ("communes", 7), ("cscom", 8)],
)
def test_queries_do_not_grow_with_the_territory(
    drissa: Client,
    territory: SmallTerritory,
    django_assert_num_queries: DjangoAssertNumQueries,
    place: str,
    queries: int,
) -> None:
    code = {
        "regions": territory.region.code,
        "cercles": territory.cercle.code,
        "districts": territory.district.code,
        "communes": territory.host.code,
        "cscom": territory.aire.code,
    }[place]
    Commune.objects.bulk_create(
        Commune(code=f"B{i}", name=f"Bani {i}", cercle=territory.cercle, district=territory.district)
        for i in range(9)
    )
    with django_assert_num_queries(SIGNED_IN + queries):
        drissa.get(f"/{place}/{code}/")


def test_a_commune_reads_its_part_of_an_aire_it_does_not_host(
    drissa: Client, territory: SmallTerritory
) -> None:
    said = text(drissa, f"/communes/{territory.neighbour.code}/")
    assert "Part de la commune (estimation)" in said
    assert "40 %" in said
    assert number(10_200).replace("\u202f", " ") in said
    assert "4 080" in said  # 40 % of 10 200
    assert f'href="/communes/{territory.host.code}/"' in said


def test_estimations_are_said(drissa: Client, territory: SmallTerritory) -> None:
    assert text(drissa, f"/communes/{territory.host.code}/").count("estimation") >= 4
    page = text(drissa, f"/cscom/{territory.aire.code}/")
    assert '<b>10 200</b> habitants en 2026 <span class="tag off">estimation</span>' in page
    AirePopulation.objects.filter(aire=territory.aire).update(estimated=False)
    assert '<b>10 200</b> habitants en 2026 <span class="note">' in text(
        drissa, f"/cscom/{territory.aire.code}/"
    )


def test_a_population_of_another_year_is_carried_to_this_one(
    drissa: Client, territory: SmallTerritory
) -> None:
    Population.objects.filter(commune=territory.host, year__gt=2023).delete()
    page = text(drissa, f"/communes/{territory.host.code}/")
    base = Population.objects.get(commune=territory.host, year=2023).total
    assert f"<b>{number(round(base * 1.0216**3))}</b>".replace("\u202f", " ") in page
    assert f"<b>{number(base)}</b> habitants en 2023".replace("\u202f", " ") in page


def test_villages_beyond_the_rings_are_counted(drissa: Client, territory: SmallTerritory) -> None:
    for km, village in zip((4.9, 5.0, 5.1, 15.1), territory.villages[:4], strict=True):
        VillageAire.objects.filter(village=village).update(distance_km=km)
    page = text(drissa, f"/cscom/{territory.aire.code}/")
    assert "À plus de 5 km de son CSCOM</dt> <dd><b>2 villages</b>" in page  # 5.1 and 15.1
    assert "À plus de 15 km de son CSCOM</dt> <dd><b>1 village</b>, 1 530 habitants" in page


def test_target_groups_are_population_times_coefficient(drissa: Client, territory: SmallTerritory) -> None:
    page = text(drissa, f"/cscom/{territory.aire.code}/")
    assert "Grossesses attendues" in page
    assert ">510<" in page  # 5 % of 10 200
    assert ">42,5<" in page  # a month


def test_an_aire_without_villages_or_population_still_opens(
    drissa: Client, territory: SmallTerritory
) -> None:
    bare = Aire.objects.create(
        code="NEUVE", name="Neuve", host_commune=territory.host, district=territory.district
    )
    page = text(drissa, f"/cscom/{bare.code}/")
    assert "Aucun village n’est rattaché" in page
    assert "Pas encore de groupes cibles" in page


def test_a_commune_without_anything_still_opens(drissa: Client, territory: SmallTerritory) -> None:
    Commune.objects.create(code="VIDE", name="Vide", cercle=territory.cercle, district=territory.district)
    page = text(drissa, "/communes/VIDE/")
    assert "Aucune aire de santé ne touche" in page
    assert "Aucun village n’est connu" in page


def test_centres_to_place_are_listed(drissa: Client, territory: SmallTerritory) -> None:
    assert "Tous les CSCOM sont situés" in text(drissa, "/cscom/a-situer/")
    Cscom.objects.create(code="X1", name="Kouremalé", latitude=11.95611, longitude=-8.7, source="liste")
    page = text(drissa, "/cscom/a-situer/")
    assert "Kouremalé" in page
    assert "11,95611° N, 8,70000° O" in page
    assert "1</b> sans commune connue" in text(drissa, f"/regions/{territory.region.code}/")


def test_closed_places_leave_the_lists(everybody: Cast, territory: SmallTerritory) -> None:
    fanta = everybody.client_of("fanta")
    assert "Ben Kadi" in text(fanta, f"/cercles/{territory.cercle.code}/")
    Commune.objects.filter(pk=territory.neighbour.pk).update(closed_on=date(2025, 1, 1))
    assert "Ben Kadi" not in text(fanta, f"/cercles/{territory.cercle.code}/")
    assert fanta.get(f"/communes/{territory.neighbour.code}/").status_code == 200


# ---- Search ----
@pytest.mark.parametrize(
    "words", ["samakele", "SAMAKÉLÉ", "Sama", "  samakélé ", "amakel", "samàkèle", "ML02V000"]
)
def test_a_village_is_found_however_it_is_typed(territory: SmallTerritory, words: str) -> None:
    assert "Samakélé" in [village.name for village, _ in find(words).villages]


def test_search_gives_the_three_kinds_and_where_they_are(drissa: Client, territory: SmallTerritory) -> None:
    page = text(drissa, "/recherche/?q=banamba")
    assert f'<a href="/communes/{territory.host.code}/">Banamba</a>' in page
    assert f'<a href="/cscom/{territory.second_aire.code}/">Banamba Central</a>' in page
    assert "Banamba, commune <a" in page


@pytest.mark.parametrize("words", ["", "s", ".*", "[", "%%%", "' OR 1=1 --", "zzz"])
def test_what_finds_nothing(drissa: Client, territory: SmallTerritory, words: str) -> None:
    assert not find(words)
    assert drissa.get("/recherche/", {"q": words}).status_code == 200


def test_what_was_typed_comes_back_escaped(drissa: Client) -> None:
    page = drissa.get("/recherche/", {"q": '"><b>x'}).content.decode()
    assert "<b>x" not in page
    assert "&quot;&gt;&lt;b&gt;x" in page


def test_apostrophes_and_hyphens_do_not_matter() -> None:
    assert folded("N’Golobougou") == folded("N'golobougou") == "ngolobougou"
    assert pattern_for("Sanankoro-Djitoumou") == pattern_for("sanankoro djitoumou")


def test_search_costs_four_queries_and_stops_at_thirty(
    territory: SmallTerritory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Commune.objects.bulk_create(
        Commune(code=f"B{i}", name=f"Sirakoro {i:02}", cercle=territory.cercle, district=territory.district)
        for i in range(40)
    )
    with django_assert_num_queries(4):
        assert find("samakele").villages
    with django_assert_num_queries(3):
        found = find("sira")
        assert len(found.communes) == 30
        assert found.more == ("communes",)
    assert find("Sirakoro 07").communes[0].name == "Sirakoro 07"


def test_what_says_nothing_is_not_said(drissa: Client, territory: SmallTerritory) -> None:
    """An aire lying wholly in its commune has no part to tell."""
    CommuneShare.objects.filter(aire=territory.aire).delete()
    assert "Part de la commune" not in text(drissa, f"/communes/{territory.host.code}/")
    assert "part de la commune" not in text(drissa, f"/cscom/{territory.second_aire.code}/")


def test_one_estimate_for_every_village_is_said_once(drissa: Client, territory: SmallTerritory) -> None:
    page = f"/communes/{territory.host.code}/"
    assert "Personne ne les a encore comptés" not in text(drissa, page)
    rows = Population.objects.filter(village__commune=territory.host)
    rows.update(total=1_400)
    said = text(drissa, page)
    assert said.count("1 400") == 1
    assert "population de la commune ÷ nombre de localités, soit 1 400 habitants par village" in said
    counted = rows.filter(year=2026).first()
    assert counted
    Population.objects.filter(pk=counted.pk).update(total=900, estimated=False)
    assert "Personne ne les a encore comptés" not in text(drissa, page)
    assert "compté" in text(drissa, page)

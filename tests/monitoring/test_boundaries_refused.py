"""What a change of boundaries refuses, in words, keeping what was typed; and who may not ask for one."""

from datetime import date

import pytest
from django.test import Client

from communes.models import District
from cscom.models import Aire, BoundaryChange, VillageAire
from monitoring.models import Period
from tests.cast import Cast
from tests.monitoring.boundaries import (
    AIRE,
    COMMUNE,
    DISTRICT,
    LIST,
    VILLAGES,
    Body,
    ask,
    basis_of,
    confirm,
    counted_months,
    done,
    neighbours,
    second_officer,
    villages_body,
)
from tests.monitoring.pages import text_of
from tests.territory import SmallTerritory, small_territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nana(cast: Cast, october: Period) -> Client:
    october.delete()
    counted_months(cast, "2026-10")
    return cast.client_of("nana")


@pytest.fixture
def elsewhere(nana: Client) -> SmallTerritory:
    """Another région."""
    return small_territory("ML09", "Ailleurs")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": ""}, "Écrivez à partir de quel jour"),
        ({"starts_on": "31 02 2026"}, "Cette date n’existe pas"),
        ({"starts_on": "31 12 2008"}, "n’est connu que depuis le 1er janvier 2009"),
        ({"starts_on": "01 10 2226"}, "d’ici deux ans"),
        ({"villages": []}, "Cochez au moins un village"),
        ({"villages": ["ML02V999"]}, "Le village « ML02V999 » n’est pas de votre région"),
        ({"villages": ["ML09V003"]}, "Le village « ML09V003 » n’est pas de votre région"),
        ({"aire": ""}, "Choisissez l’aire qui reçoit"),
        ({"aire": "ML09-CSCOM-1"}, "n’est pas de votre région, ou n’existe plus"),
        ({"aire": "ML02-CSCOM-1"}, "Tiontala est déjà dans l’aire de santé Samakélé"),
    ],
)
def test_villages_that_cannot_move(
    cast: Cast, nana: Client, elsewhere: SmallTerritory, changes: Body, sentence: str
) -> None:
    before = list(VillageAire.objects.order_by("pk").values())
    page = ask(nana, VILLAGES, villages_body(cast.territory, "01 10 2026", 3) | changes)
    assert page.status_code == 422
    words = text_of(page)
    assert sentence in words
    assert "Erreur" in words
    assert list(VillageAire.objects.order_by("pk").values()) == before
    # What was typed stands: the village is still ticked, the day still written.
    if "villages" not in changes:
        assert "checked" in page.content.decode()
    if "starts_on" not in changes:
        assert 'value="01 10 2026"' in page.content.decode()


def test_a_unit_that_did_not_exist_yet(cast: Cast, nana: Client) -> None:
    Aire.objects.filter(pk=cast.territory.second_aire.pk).update(opened_on=date(2026, 10, 15))
    page = ask(nana, VILLAGES, villages_body(cast.territory, "01 10 2026", 3))
    assert "Banamba Central n’existe que depuis le 15 octobre 2026" in text_of(page)


def test_a_day_before_the_last_move_of_the_aire(cast: Cast, nana: Client) -> None:
    done(nana, VILLAGES, villages_body(cast.territory, "15 10 2026", 3))
    page = ask(nana, VILLAGES, villages_body(cast.territory, "01 10 2026", 2))
    assert page.status_code == 422
    assert "a déjà changé le 15 octobre 2026" in text_of(page)
    page = ask(nana, VILLAGES, villages_body(cast.territory, "01 10 2026", 3, aire="aire"))
    assert "que depuis le 15 octobre 2026" in text_of(page)


def test_same_place_same_code_same_name(cast: Cast, nana: Client) -> None:
    t = cast.territory
    page = ask(nana, AIRE, {"aire": t.aire.code, "starts_on": "01 10 2026"})
    assert "Samakélé est déjà dans cette commune et ce district" in text_of(page)
    page = ask(nana, COMMUNE, {"commune": t.host.code, "cercle": t.cercle.code, "starts_on": "01 10 2026"})
    assert "Banamba est déjà dans ce cercle et ce district" in text_of(page)
    district = {"name": "banamba", "code": "T-1", "communes": [t.host.code], "starts_on": "01 10 2026"}
    assert "s’appelle déjà banamba" in text_of(ask(nana, DISTRICT, district))
    page = ask(nana, DISTRICT, district | {"name": "Touba", "code": t.district.code})
    assert f"Le code « {t.district.code} » est déjà celui d’un district" in text_of(page)
    page = ask(nana, DISTRICT, district | {"name": "Touba", "code": "é/1"})
    assert "Lettres sans accent, chiffres et tirets" in text_of(page)
    assert District.objects.count() == 1


def test_a_place_of_the_neighbour_is_not_offered_nor_taken(
    cast: Cast, nana: Client, elsewhere: SmallTerritory
) -> None:
    assert "Ailleurs" not in text_of(nana.get(COMMUNE))
    for address, body in (
        (AIRE, {"aire": elsewhere.aire.code}),
        (AIRE, {"aire": cast.territory.aire.code, "district": elsewhere.district.code}),
        (COMMUNE, {"commune": elsewhere.host.code}),
        (COMMUNE, {"commune": cast.territory.host.code, "cercle": elsewhere.cercle.code}),
        (DISTRICT, {"name": "Touba", "code": "T-1", "communes": [elsewhere.host.code]}),
    ):
        page = ask(nana, address, body | {"starts_on": "01 10 2026"})
        assert page.status_code == 422
        assert "de votre région" in text_of(page)


def test_a_reason_is_asked_and_the_page_keeps_all(cast: Cast, nana: Client) -> None:
    page = confirm(nana, VILLAGES, villages_body(cast.territory, "01 10 2026", 3), reason=" ")
    assert page.status_code == 422
    assert "Écrivez le motif" in text_of(page)
    assert f'value="{cast.territory.villages[3].code}"' in page.content.decode()
    assert not BoundaryChange.objects.exists()


def test_the_second_of_two_officers_is_told(cast: Cast, nana: Client) -> None:
    t = cast.territory
    mariam = second_officer(cast)
    body = villages_body(t, "01 10 2026", 2)
    seen = basis_of(ask(mariam, VILLAGES, body))
    done(nana, VILLAGES, villages_body(t, "01 10 2026", 3))
    page = confirm(mariam, VILLAGES, body, reason="Mon motif", basis=seen)
    assert page.status_code == 409
    words = text_of(page)
    assert "Ces lieux ont changé depuis l’aperçu" in words
    assert "Mon motif" in words
    assert "Samakélé Ben Kadi 29,4 % —" in words  # what is so now, and what would be
    assert BoundaryChange.objects.count() == 1
    assert confirm(mariam, VILLAGES, body, basis=basis_of(page)).status_code == 302


def test_the_second_officer_who_wanted_the_same_is_told_too(cast: Cast, nana: Client) -> None:
    mariam = second_officer(cast)
    body = villages_body(cast.territory, "01 10 2026", 3)
    seen = basis_of(ask(mariam, VILLAGES, body))
    done(nana, VILLAGES, body)
    page = confirm(mariam, VILLAGES, body, reason="Mon motif", basis=seen)
    assert page.status_code == 422
    assert "Ces lieux ont changé depuis l’aperçu. Tiontala est déjà" in text_of(page)
    assert 'name="reason" value="Mon motif"' in page.content.decode()


@pytest.mark.parametrize("name", ["fanta", "salif", "seydou", "modibo", "yaya", "kadia"])
def test_nobody_else_changes_boundaries(cast: Cast, nana: Client, name: str) -> None:
    change = done(nana, VILLAGES, villages_body(cast.territory, "01 10 2026", 3))
    client = cast.client_of(name)
    for address in (LIST, VILLAGES, AIRE, COMMUNE, DISTRICT):
        assert client.get(address).status_code == 403
    body = villages_body(cast.territory, "01 10 2026", 2)
    assert client.post(VILLAGES, body | {"etape": "confirmer"}).status_code == 403
    assert client.get(change.get_absolute_url()).status_code == 404
    assert client.post(f"{change.get_absolute_url()}annuler/", {"reason": "x"}).status_code == 404
    assert "Découpage" not in text_of(client.get("/"))


def test_the_neighbour_s_drs_neither_sees_nor_moves(
    cast: Cast, nana: Client, elsewhere: SmallTerritory
) -> None:
    change = done(nana, VILLAGES, villages_body(cast.territory, "01 10 2026", 3))
    mandate = cast.mandate_of("modibo")
    mandate.role, mandate.region = "drs", elsewhere.region
    mandate.save()
    client = cast.client_of("modibo")
    assert client.get(change.get_absolute_url()).status_code == 404
    assert client.post(f"{change.get_absolute_url()}annuler/", {"reason": "x"}).status_code == 404
    assert change.title not in text_of(client.get(LIST))
    page = ask(client, VILLAGES, villages_body(cast.territory, "01 10 2026", 2))
    assert page.status_code == 422
    assert "Djibougou" not in text_of(page)


def test_a_search_keeps_what_is_ticked(cast: Cast, nana: Client) -> None:
    t = cast.territory
    neighbours(t)
    body = villages_body(t, "01 10 2026", 3) | {"q": "kerouane", "etape": "chercher"}
    page = nana.post(VILLAGES, body)
    words = text_of(page)
    assert page.status_code == 200
    assert "Tiontala — commune Ben Kadi, aire Samakélé" in words
    assert "Kérouané — commune Banamba, aire Banamba Central" in words
    assert page.content.decode().count("checked") == 1
    by_aire = text_of(nana.get(VILLAGES, {"q": "samakele"}))
    assert "Djibougou" in by_aire
    assert "Aucun village de votre région" in text_of(nana.get(VILLAGES, {"q": "zzz"}))


def test_the_form_comes_back_as_it_was(cast: Cast, nana: Client) -> None:
    body = villages_body(cast.territory, "01 10 2026", 3) | {"etape": "corriger", "reason": "Mon motif"}
    page = nana.post(VILLAGES, body)
    assert page.status_code == 200
    for part in ("checked", "selected", 'value="01 10 2026"', 'value="Mon motif"'):
        assert part in page.content.decode()

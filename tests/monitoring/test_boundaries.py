"""The DRS changes boundaries: what moves, from which day; totals follow, the months before stay."""

from datetime import date

import pytest
from django.test import Client

from communes.models import Commune, District
from core.access import PlaceKind
from cscom.models import Aire, AirePast, AirePopulation, BoundaryChange, CommuneShare, VillageAire
from monitoring.models import Period, Total
from monitoring.places import COUNTRY, Place, place_of
from monitoring.totals import rebuild, verify
from tests.cast import Cast
from tests.monitoring.boundaries import (
    AIRE,
    COMMUNE,
    DISTRICT,
    LIST,
    REASON,
    VILLAGES,
    ask,
    confirm,
    counted_months,
    done,
    neighbours,
    state_of,
    villages_body,
)
from tests.monitoring.pages import text_of, told

pytestmark = pytest.mark.django_db
TABLES = (Aire, Commune, CommuneShare, VillageAire, AirePopulation, AirePast, District, Total)


@pytest.fixture
def nana(cast: Cast) -> Client:
    return cast.client_of("nana")


@pytest.fixture
def months(cast: Cast, october: Period) -> list[Period]:
    """August, September (both before the moves of these tests), and October."""
    october.delete()
    return counted_months(cast, "2026-08", "2026-09", "2026-10")


def cell(place: Place, period: Period, key: str = "CPN2") -> list[int] | None:
    row = Total.objects.filter(place_kind=place.kind, place_id=place.id, period=period).first()
    return row.received.get(key) if row else None


def test_before_and_after_are_shown_before_anything_is_written(
    cast: Cast, months: list[Period], nana: Client
) -> None:
    before = state_of(*TABLES)
    page = ask(nana, VILLAGES, villages_body(cast.territory, "01 10 2026", 3))
    words = text_of(page)
    assert "Tiontala → aire Banamba Central" in words
    assert "Rien n’est encore écrit" in words
    assert "Samakélé Ben Kadi 40 % 29,4 %" in words
    assert "Banamba Central Ben Kadi — 23,1 %" in words
    assert "Samakélé 10 200 8 670 4 3" in words
    assert "Mois recomptés Octobre 2026 : " in words
    assert "Commune Ben Kadi (1 personne) : reçoit les chiffres de Banamba Central" in words
    assert "pas encore suivi ici" in words
    assert state_of(*TABLES) == before
    assert not BoundaryChange.objects.exists()


def test_a_village_moves_and_totals_follow_from_its_day(
    cast: Cast, months: list[Period], nana: Client
) -> None:
    t = cast.territory
    august, september, october = months
    before = [(cell(place_of(c), p), cell(COUNTRY, p)) for c in t.communes for p in (august, september)]
    answer = confirm(nana, VILLAGES, villages_body(t, "01 10 2026", 3))
    assert told(answer) == [
        "Fait : Tiontala → aire Banamba Central, à partir du 1er octobre 2026. Totaux refaits pour 1 mois."
    ]
    assert cell(place_of(t.neighbour), october) == [29_410, 1, 8_670 * 2_941, 2_941]
    assert cell(place_of(t.aire), october) == [10, 1, 8_670, 1]
    # The months before keep their shares and their people, those of the same year too.
    assert [
        (cell(place_of(c), p), cell(COUNTRY, p)) for c in t.communes for p in (august, september)
    ] == before
    assert cell(place_of(t.aire), september) == [10, 1, 10_200, 1]
    assert verify() == []
    assert rebuild() == 0


def test_several_villages_at_once_leave_one_change(cast: Cast, months: list[Period], nana: Client) -> None:
    t = cast.territory
    done(nana, VILLAGES, villages_body(t, "01 09 2026", 2, 3))
    assert set(
        VillageAire.objects.filter(aire=t.second_aire, ends_on=None).values_list("village", flat=True)
    ) == {t.villages[i].pk for i in (2, 3, 4, 5)}
    assert AirePast.objects.count() == 2
    assert cell(place_of(t.neighbour), months[1]) is None
    assert verify() == []


def test_an_aire_left_without_villages_is_said_then_counts_nobody(
    cast: Cast, months: list[Period], nana: Client
) -> None:
    t = cast.territory
    body = villages_body(t, "01 10 2026", 0, 1, 2, 3)
    assert "Samakélé n’aura plus aucun village" in text_of(ask(nana, VILLAGES, body))
    done(nana, VILLAGES, body)
    assert cell(place_of(t.aire), months[2]) == [10, 1, 0, 1]
    assert cell(place_of(t.host), months[2]) == [100_000, 1, 0, 10_000]
    assert verify() == []
    for page in ("", "I11/"):  # nobody to divide by: said, never a page that breaks
        assert cast.client_of("nana").get(f"/aires/{t.aire.code}/chiffres/{page}").status_code == 200


def test_an_aire_moves_to_another_commune_and_district(
    cast: Cast, months: list[Period], nana: Client
) -> None:
    t = cast.territory
    cercle, district, commune = neighbours(t)
    body = {"aire": t.aire.code, "commune": commune.code, "starts_on": "15 09 2026"}
    words = text_of(ask(nana, AIRE, body))
    assert "district : Banamba → Kolokani" in words
    assert "District sanitaire Banamba (2 personnes) : perd les rapports de Samakélé" in words
    change = done(nana, AIRE, body)
    august, september, october = months
    assert cell(place_of(t.district), august) == [10, 1, 10_200, 1]
    assert cell(place_of(t.district), september) is None
    assert cell(place_of(district), september) == cell(place_of(district), october) == [10, 1, 10_200, 1]
    assert cell(place_of(cercle), october) == [10, 1, 10_200, 1]
    # Shares follow villages, which stay where they are.
    assert cell(place_of(t.host), october) == [60_000, 1, 61_200_000, 6_000]
    assert change.title == "Aire Samakélé → commune Massantola et district Kolokani"
    assert verify() == []


def test_a_commune_changes_cercle_and_grows_as_its_new_one(
    cast: Cast, months: list[Period], nana: Client
) -> None:
    t = cast.territory
    cercle, district, _ = neighbours(t)
    body = {
        "commune": t.host.code,
        "cercle": cercle.code,
        "district": district.code,
        "starts_on": "01 10 2026",
    }
    done(nana, COMMUNE, body)
    t.host.refresh_from_db()
    assert (t.host.cercle, t.host.district) == (cercle, district)
    assert set(Aire.objects.values_list("district", flat=True)) == {district.pk}
    assert cell(place_of(t.cercle), months[1]) == [10, 1, 10_200, 1]
    assert cell(place_of(t.cercle), months[2]) is None
    assert cell(place_of(cercle), months[2]) == [10, 1, 10_200, 1]
    assert verify() == []


def test_a_district_is_created_with_its_communes(cast: Cast, months: list[Period], nana: Client) -> None:
    t = cast.territory
    body = {
        "name": "Touba", "code": "ml02-csref-10", "communes": [t.host.code], "seat": t.host.code,
        "starts_on": "01 10 2026",
    }  # fmt: skip
    words = text_of(ask(nana, DISTRICT, body))
    assert "Personne n’a encore de mandat dans ce district" in words
    assert not District.objects.filter(name="Touba").exists()
    done(nana, DISTRICT, body)
    made = District.objects.get(name="Touba")
    assert (made.code, made.csref_name, made.opened_on) == ("ML02-CSREF-10", "CSRéf Touba", date(2026, 10, 1))
    assert set(Aire.objects.values_list("district", flat=True)) == {made.pk}
    assert cell(place_of(t.district), months[1]) == [10, 1, 10_200, 1]
    assert cell(place_of(made), months[2]) == [10, 1, 10_200, 1]
    assert not Total.objects.filter(
        place_kind=PlaceKind.DISTRICT, place_id=made.pk, period=months[1]
    ).exists()
    assert verify() == []


def test_the_last_commune_of_a_district_leaves_it_empty(
    cast: Cast, months: list[Period], nana: Client
) -> None:
    t = cast.territory
    communes = [t.host.code, t.neighbour.code]
    body = {"name": "Touba", "code": "T-1", "communes": communes, "starts_on": "01 10 2026"}
    assert "Le district Banamba n’aura plus aucune commune" in text_of(ask(nana, DISTRICT, body))


def test_the_list_tells_who_when_why(cast: Cast, months: list[Period], nana: Client) -> None:
    assert "Aucun changement" in text_of(nana.get(LIST))
    change = done(nana, VILLAGES, villages_body(cast.territory, "01 10 2026", 3))
    words = text_of(nana.get(LIST))
    for part in ("1er oct. 2026", change.title, "Nana Touré, le 3 nov. 2026", REASON, "fait"):
        assert part in words
    words = text_of(nana.get(change.get_absolute_url()))
    assert "Samakélé Ben Kadi 40 % 29,4 %" in words
    assert "Annuler ce changement" in words


def test_undone_everything_is_as_before(cast: Cast, months: list[Period], nana: Client) -> None:
    t = cast.territory
    cercle, district, commune = neighbours(t)
    moves = [
        (VILLAGES, villages_body(t, "01 10 2026", 3)),
        (AIRE, {"aire": t.aire.code, "commune": commune.code, "starts_on": "01 10 2026"}),
        (COMMUNE, {"commune": t.host.code, "cercle": cercle.code, "district": district.code,
                   "starts_on": "01 10 2026"}),
        (DISTRICT, {"name": "Touba", "code": "T-1", "communes": [t.host.code], "starts_on": "01 10 2026"}),
    ]  # fmt: skip
    for address, body in moves:
        before = state_of(*TABLES)
        change = done(nana, address, body)
        assert state_of(*TABLES) != before
        answer = nana.post(f"{change.get_absolute_url()}annuler/", {"reason": "Erreur de décret"})
        assert told(answer)[-1].startswith("Annulé : ")
        assert state_of(*TABLES) == before
        change.refresh_from_db()
        assert (change.state, str(change.undone_by)) == ("annule", "Nana Touré")
    assert verify() == []


def test_changes_that_follow_each_other_are_undone_from_the_last(
    cast: Cast, months: list[Period], nana: Client
) -> None:
    t = cast.territory
    before = state_of(*TABLES)
    first = done(nana, VILLAGES, villages_body(t, "01 10 2026", 3))
    second = done(nana, VILLAGES, villages_body(t, "01 10 2026", 2))
    page = nana.post(f"{first.get_absolute_url()}annuler/", {"reason": "Erreur"})
    assert page.status_code == 422
    assert "Autre chose a suivi dans ces lieux" in text_of(page)
    assert "Autre chose a suivi" in text_of(nana.get(first.get_absolute_url()))
    for change in (second, first):
        assert nana.post(f"{change.get_absolute_url()}annuler/", {"reason": "Erreur"}).status_code == 302
    assert state_of(*TABLES) == before


def test_a_district_with_mandates_is_not_undone(cast: Cast, months: list[Period], nana: Client) -> None:
    t = cast.territory
    body = {"name": "Touba", "code": "T-1", "communes": [t.host.code], "starts_on": "01 10 2026"}
    change = done(nana, DISTRICT, body)
    mandate = cast.mandate_of("salif")
    mandate.district = District.objects.get(code="T-1")
    mandate.save()
    after = state_of(*TABLES)
    page = nana.post(f"{change.get_absolute_url()}annuler/", {"reason": "Erreur"})
    assert "Ce district a depuis des mandats" in text_of(page)
    assert state_of(*TABLES) == after


def test_a_month_whose_typing_is_closed_is_counted_again_and_said(
    cast: Cast, months: list[Period], nana: Client
) -> None:
    Period.objects.filter(pk=months[1].pk).update(closes_on=date(2026, 10, 20))
    body = villages_body(cast.territory, "01 09 2026", 3)
    words = text_of(ask(nana, VILLAGES, body))
    assert "1 mois est clos. Les rapports ne changent pas" in words
    assert "Les documents déjà établis gardent leurs chiffres" in words
    done(nana, VILLAGES, body)
    assert verify() == []

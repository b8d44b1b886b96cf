"""The administrator edits reference data; nothing is deleted; a village moves by dates."""

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from communes.models import Cercle, Coefficient, Commune, District, Population, Region, Village
from cscom.models import Aire, AirePopulation, CommuneShare, Cscom, VillageAire
from tests.cast import Cast
from tests.territory import SmallTerritory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.cscom.admin_urls")]
MODELS: tuple[type[Any], ...] = (
    *(Region, Cercle, District, Commune, Village, Population, Coefficient),
    *(Aire, Cscom, VillageAire, AirePopulation),
)


@pytest.fixture
def yaya(everybody: Cast) -> Client:
    return everybody.client_of("yaya")


def address(model: type[Any], act: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{act}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_lists_searches_and_forms_open(yaya: Client, territory: SmallTerritory, model: type[Any]) -> None:
    row = model.objects.first()
    for url in (
        address(model, "changelist"),
        address(model, "changelist") + "?q=ba",
        address(model, "add"),
        address(model, "change", row.pk),
    ):
        assert yaya.get(url).status_code == 200, url


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_deleted(yaya: Client, territory: SmallTerritory, model: type[Any]) -> None:
    row = model.objects.first()
    assert yaya.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in yaya.get(address(model, "changelist")).content.decode()
    assert model.objects.filter(pk=row.pk).exists()


def test_history_is_shown_where_it_is_kept(yaya: Client, territory: SmallTerritory) -> None:
    for model in MODELS:
        if hasattr(model, "history"):
            row = model.objects.first()
            row.save()
            page = yaya.get(address(model, "history", row.pk))
            assert page.status_code == 200, model


def test_the_others_stay_out(everybody: Cast) -> None:
    for name in ("nana", "fanta", "awa"):
        assert everybody.client_of(name).get(address(Commune, "changelist")).status_code == 302, name


def test_a_code_is_given_once(yaya: Client, territory: SmallTerritory) -> None:
    cercle = territory.cercle
    form = {
        "code": "AUTRE",
        "name": "Banamba",
        "region": cercle.region_id,
        "growth_rate": "0.03",
        "source": "x",
    }
    assert yaya.post(address(Cercle, "change", cercle.pk), form).status_code == 302
    cercle.refresh_from_db()
    assert (cercle.code, str(cercle.growth_rate)) == ("ML0202", "0.03000")
    assert cercle.history.count() == 1


def test_a_district_chosen_by_hand_is_no_estimation(yaya: Client, territory: SmallTerritory) -> None:
    commune = territory.host
    Commune.objects.filter(pk=commune.pk).update(district_estimated=True)
    other = District.objects.create(
        code="D2", name="Touba", region=territory.region, csref_name="CSRéf de Touba"
    )
    form = {"name": "Banamba", "cercle": commune.cercle_id, "district": other.pk, "district_estimated": "on"}
    assert yaya.post(address(Commune, "change", commune.pk), form | {"source": ""}).status_code == 302
    commune.refresh_from_db()
    assert (commune.district, commune.district_estimated) == (other, False)


def move(client: Client, village: Village, aire: Aire, day: str) -> str:
    form = {"village": village.pk, "aire": aire.pk, "starts_on": day, "source": "arrêté n° 4"}
    answer = client.post(address(VillageAire, "add"), form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_adding_a_link_moves_the_village(yaya: Client, territory: SmallTerritory) -> None:
    page = move(yaya, territory.villages[3], territory.second_aire, "01/03/2026")
    assert "rebuild_totals" in page
    link = VillageAire.objects.get(village=territory.villages[3], ends_on=None)
    assert (link.aire, link.starts_on, link.source) == (
        territory.second_aire,
        date(2026, 3, 1),
        "arrêté n° 4",
    )
    shares = CommuneShare.objects.filter(aire=territory.second_aire, ends_on=None)
    assert sum(s.share for s in shares) == 10_000
    assert shares.count() == 2


@pytest.mark.parametrize(
    ("aire", "day", "sentence"),
    [
        ("aire", "01/03/2026", "appartient déjà"),
        ("second_aire", "01/01/2001", "déjà changé d’aire"),
        ("second_aire", "01/01/2100", "à venir"),
    ],
)
def test_a_refused_move_says_why(
    yaya: Client, territory: SmallTerritory, aire: str, day: str, sentence: str
) -> None:
    page = move(yaya, territory.villages[3], getattr(territory, aire), day)
    assert sentence in page
    assert VillageAire.objects.count() == 6


def test_every_reference_table_has_its_page() -> None:
    assert {model for model in MODELS if not admin.site.is_registered(model)} == set()

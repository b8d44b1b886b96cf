"""The directory of federations: who reads them, their seats, whom they gather, the file."""

from datetime import date

import pytest
from django.test import Client

from asaco.models import Asaco
from mandates.models import Organ
from tests.cast import Cast
from tests.mandates.organs import hold, kind, organ, person, seat

PATH = "/federations/"
PHONE = "70 11 22 33"


@pytest.fixture
def local(everybody: Cast) -> Organ:
    """The FELASCOM of the cercle: a president with a telephone, a seat nobody holds."""
    here = everybody.territory
    Asaco.objects.create(aire=here.second_aire, name="Benkan")
    made = organ(kind("felascom", "cercle"), name="FELASCOM", cercle=here.cercle)
    president = person("Sogoba")
    president.phone = PHONE
    president.save()
    hold(seat(made, "président", chair=True), president, end=date(2029, 1, 1))
    seat(made, "trésorier")
    return made


def page(client: Client, path: str = PATH) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_sits_and_whom_it_gathers(everybody: Cast, local: Organ) -> None:
    html = page(everybody.client_of("ramata"))
    here = everybody.territory
    for words in ("Assa Sogoba", "1 / 2", "1 / 1, 100", "personne", "Ses membres (2)", "Benkan", PHONE):
        assert words in html, words
    assert f'href="/asaco/{here.second_aire.code}/">Benkan' in html
    assert f'href="/organes/{local.pk}/"' in html


def test_a_telephone_is_for_those_who_see_mandates(everybody: Cast, local: Organ) -> None:
    html = page(everybody.client_of("cheick"))
    assert "Assa Sogoba" in html
    assert PHONE not in html
    assert PHONE not in page(everybody.client_of("cheick"), "/federations.csv")


def test_a_commune_reads_none(everybody: Cast, local: Organ) -> None:
    """A mayor's reach stops at the commune; the partner has no organ at all."""
    html = page(everybody.client_of("fanta"))
    assert "Aucune fédération dans votre ressort" in html
    assert "Sogoba" not in html
    assert everybody.client_of("julie").get(PATH).status_code == 403


def test_who_sits_reads_it(everybody: Cast, local: Organ) -> None:
    """Of the others, the secretary reads the name of the aire, not of the ASACO, no telephone."""
    hold(seat(local, "délégué"), everybody.person_of("kadia"))
    html = page(everybody.client_of("kadia"))
    other = everybody.territory.second_aire
    assert "Assa Sogoba" in html
    assert "Benkan" not in html
    assert f'href="/cscom/{other.code}/">ASACO de {other.name}' in html
    assert PHONE not in html


def test_wider_federations_gather_places(everybody: Cast, local: Organ) -> None:
    here = everybody.territory
    organ(kind("ferascom", "region"), name="FERASCOM", region=here.region)
    organ(kind("fenascom", "pays", rank=3), name="FENASCOM")
    nana, yaya = (page(everybody.client_of(name)) for name in ("nana", "yaya"))
    assert "FERASCOM</a>" in nana
    assert f'href="/cercles/{here.cercle.code}/">Banamba</a> <span class="note">2 ASACO' in nana
    assert "FENASCOM</a>" not in nana  # it stands nowhere: who reads everywhere, who sits
    assert f'href="/regions/{here.region.code}/">Koulikoro</a> <span class="note">2 ASACO' in yaya


def test_what_is_over_is_left_out(everybody: Cast, local: Organ) -> None:
    Organ.objects.filter(pk=local.pk).update(closed_on=date(2025, 1, 1))
    assert "Aucune fédération dans votre ressort" in page(everybody.client_of("nana"))


def test_other_organs_are_no_federation(everybody: Cast) -> None:
    organ(aire=everybody.territory.aire)
    assert "Comité de gestion" not in page(everybody.client_of("nana"))


def test_the_file_has_a_line_a_seat(everybody: Cast, local: Organ) -> None:
    answer = everybody.client_of("nana").get("/federations.csv")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert (
        rows[1]
        == f"FELASCOM;Banamba;président;ASACO;Assa Sogoba;{PHONE};1er janvier 2024;31 décembre 2028;pourvu"
    )
    assert rows[2] == "FELASCOM;Banamba;trésorier;ASACO;;;;;vacant"
    assert everybody.client_of("nana").get("/federations.xlsx").content[:2] == b"PK"
    assert everybody.client_of("nana").get("/federations.ods").status_code == 404


def test_lists_lead_here(everybody: Cast) -> None:
    for path in ("/organes/", "/asaco/"):
        assert f'href="{PATH}"' in page(everybody.client_of("ramata"), path)
    assert f'href="{PATH}"' not in page(everybody.client_of("julie"), "/asaco/")

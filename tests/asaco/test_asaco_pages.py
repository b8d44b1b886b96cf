"""The register of ASACO: who reads it, who writes in it, what it says of a vacant seat."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from asaco.models import Asaco
from asaco.officers import officers_of
from tests.cast import Cast

CANARY = "ASACO Canari"


@pytest.fixture
def asaco(everybody: Cast) -> Asaco:
    return Asaco.objects.create(
        aire=everybody.territory.aire, name=CANARY, receipt_number="0123/GRK", founded_on=date(1998, 3, 12)
    )


def test_the_page_names_the_officers(everybody: Cast, asaco: Asaco) -> None:
    page = everybody.client_of("fanta").get(f"/asaco/{asaco.aire.code}/").content.decode()
    for name in (
        "Moussa Coulibaly",
        "Kadia Traoré",
        "Sitan Konaré",
        "Awa Diarra",
        "0123/GRK",
        "12 mars 1998",
    ):
        assert name in page
    assert "vacant" not in page


def test_a_vacant_seat_is_said(everybody: Cast, asaco: Asaco) -> None:
    everybody.end_mandate_of("moussa")
    page = everybody.client_of("fanta").get(f"/asaco/{asaco.aire.code}/").content.decode()
    assert "vacant" in page
    assert "Moussa Coulibaly" not in page
    assert [o.office for o in officers_of(asaco.aire_id) if o.mandate is None] == ["président"]


def test_an_asaco_that_is_not_registered_yet_has_its_page(everybody: Cast) -> None:
    code = everybody.territory.aire.code
    page = everybody.client_of("kadia").get(f"/asaco/{code}/").content.decode()
    assert "La fiche est vide" in page
    assert f"/asaco/{code}/modifier/" in page


@pytest.mark.parametrize(
    ("name", "read", "write"),
    [
        ("kadia", 200, 200),
        ("moussa", 200, 200),
        ("modibo", 200, 200),
        ("nana", 200, 403),
        ("sitan", 200, 403),
        ("awa", 200, 403),
        ("fanta", 200, 403),
        ("drissa", 200, 403),  # his commune holds 40 % of the aire
        ("julie", 200, 403),
        ("yaya", 200, 403),
        ("oumar", 404, 404),
        ("anonyme", 302, 302),
    ],
)
def test_who_reads_who_writes(everybody: Cast, asaco: Asaco, name: str, read: int, write: int) -> None:
    client = everybody.client_of(name)
    assert client.get(f"/asaco/{asaco.aire.code}/").status_code == read
    assert client.get(f"/asaco/{asaco.aire.code}/modifier/").status_code == write
    data = {"name": "Autre", "founded_on": "", "receipt_number": "", "receipt_on": ""}
    answer = client.post(f"/asaco/{asaco.aire.code}/modifier/", data)
    asaco.refresh_from_db()
    assert (asaco.name == "Autre") == (write == 200)
    assert answer.status_code == (302 if write == 200 else write)


def test_the_list_keeps_to_the_reach(everybody: Cast, asaco: Asaco) -> None:
    assert CANARY in everybody.client_of("drissa").get("/asaco/").content.decode()
    assert CANARY not in everybody.client_of("oumar").get("/asaco/").content.decode()
    assert CANARY not in everybody.client_of("oumar").get("/asaco/?q=canari").content.decode()


def test_the_list_finds_by_part_of_a_name(everybody: Cast, asaco: Asaco) -> None:
    client = everybody.client_of("salif")
    found = client.get("/asaco/?q=canari").content.decode()
    assert CANARY in found
    assert "Banamba Central" not in found
    assert "Rien ne porte ce nom" in client.get("/asaco/?q=zzz").content.decode()


def test_writing_and_coming_back_with_errors(everybody: Cast, asaco: Asaco) -> None:
    client = everybody.client_of("kadia")
    url = f"/asaco/{asaco.aire.code}/modifier/"
    wrong = {"name": "", "founded_on": "12 03 1998", "receipt_number": "7/X", "receipt_on": "01 01 1990"}
    page = client.post(url, wrong).content.decode()
    assert "Erreur" in page
    assert "Écrivez le nom de l’ASACO" in page
    assert "Le récépissé suit la fondation" in page
    assert "7/X" in page
    right = wrong | {"name": "ASACO de Samakélé", "receipt_on": "04 06 1998"}
    answer = client.post(url, right, follow=True).content.decode()
    asaco.refresh_from_db()
    assert (asaco.name, asaco.receipt_on) == ("ASACO de Samakélé", date(1998, 6, 4))
    assert "ASACO de Samakélé" in answer


def test_the_first_writing_makes_the_line(everybody: Cast) -> None:
    aire = everybody.territory.aire
    data = {"name": "ASACO neuve", "founded_on": "", "receipt_number": "", "receipt_on": ""}
    everybody.client_of("moussa").post(f"/asaco/{aire.code}/modifier/", data)
    assert Asaco.objects.get(aire=aire).name == "ASACO neuve"


def test_no_day_lies_ahead(everybody: Cast, asaco: Asaco) -> None:
    data = {"name": "X", "founded_on": "01 01 2999", "receipt_number": "", "receipt_on": ""}
    page = everybody.client_of("kadia").post(f"/asaco/{asaco.aire.code}/modifier/", data).content.decode()
    assert "jour à venir" in page


def test_one_asaco_an_aire(everybody: Cast, asaco: Asaco) -> None:
    with pytest.raises((IntegrityError, ValidationError)):
        Asaco.objects.create(aire=asaco.aire, name="Double")


def test_the_list_costs_few_queries(
    everybody: Cast, asaco: Asaco, django_assert_max_num_queries: object
) -> None:
    client = everybody.client_of("nana")
    client.get("/asaco/")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get("/asaco/")

"""My rights in sentences; the people of one's reach."""

import pytest
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from accounts.models import Person
from core.access import Action, Role
from mandates.models import Mandate
from mandates.rights import beyond, rights_under
from mandates.words import WORDS
from tests.cast import PARTS, Cast, cast
from tests.territory import small_territory

pytestmark = pytest.mark.django_db


def page(everybody: Cast, name: str, address: str) -> str:
    answer = everybody.client_of(name).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_action_has_its_words() -> None:
    assert set(WORDS) == set(Action) - {Action.ANYONE}
    assert len(set(WORDS.values())) == len(WORDS)


@pytest.mark.parametrize("name", PARTS)
def test_what_is_said_is_what_is_allowed(everybody: Cast, name: str) -> None:
    """Each action stands once: among the rights, or among what others may do."""
    said = [s for _, sentences in rights_under(everybody.mandate_of(name)).by_reach for s in sentences]
    refused = [sentence for sentence, _ in beyond(everybody.scope_of(name))]
    assert sorted(said + refused) == sorted(WORDS.values())
    assert all(who for _, who in beyond(everybody.scope_of(name)))
    text = page(everybody, name, "/mes-droits/")
    assert "sans date de fin" in text


def test_where_and_until_when(everybody: Cast) -> None:
    mandate = everybody.mandate_of("fanta")
    mandate.ends_on = timezone.localdate().replace(year=2031, month=1, day=1)
    mandate.save()
    text = page(everybody, "fanta", "/mes-droits/")
    assert "Maire, Banamba" in text
    assert "Depuis le 1er janvier 2020, jusqu’au 31 décembre 2030" in text
    assert "dans la commune de Banamba et les aires qui la touchent" in text
    assert "Valider un rapport mensuel" in text


@pytest.mark.parametrize(
    ("name", "status"), [("sitan", 403), ("julie", 403), ("kadia", 200), ("anonyme", 302)]
)
def test_who_reads_the_list(everybody: Cast, name: str, status: int) -> None:
    assert everybody.client_of(name).get("/personnes/").status_code == status


def test_the_list_stops_at_ones_reach(everybody: Cast) -> None:
    text = page(everybody, "drissa", "/personnes/")
    assert "Doumbia" in text
    assert "Traoré" in text  # Kadia: her aire touches his commune
    assert "Sangaré" not in text  # Oumar, next door
    assert "Keïta" not in text  # the other mayor


def test_a_mandate_out_of_reach_is_not_told(everybody: Cast) -> None:
    """Kadia also sits in another région: her neighbours here do not read it."""
    other = small_territory("ML03", "Sikasso")
    Mandate.objects.create(
        person=everybody.person_of("kadia"),
        role=Role.PTF,
        region=other.region,
        starts_on=timezone.localdate(),
    )
    kadia = everybody.person_of("kadia").pk
    for address in ("/personnes/", f"/personnes/{kadia}/"):
        assert "partenaire technique" not in page(everybody, "salif", address).lower()
        assert "partenaire technique" in page(everybody, "yaya", address).lower()


def test_past_mandates_stay_readable(everybody: Cast) -> None:
    everybody.end_mandate_of("kadia")
    assert "terminé" in page(everybody, "salif", f"/personnes/{everybody.person_of('kadia').pk}/")


@pytest.mark.parametrize(
    ("reader", "name", "status"),
    [
        ("kadia", "awa", 200),
        ("kadia", "oumar", 404),
        ("kadia", "fanta", 404),
        ("salif", "nana", 404),
        ("fanta", "awa", 200),
    ],
)
def test_one_person(everybody: Cast, reader: str, name: str, status: int) -> None:
    pk = everybody.person_of(name).pk
    assert everybody.client_of(reader).get(f"/personnes/{pk}/").status_code == status


def test_somebody_without_a_mandate_is_nobodys(everybody: Cast) -> None:
    stranger = Person.objects.create(first_name="Zan", last_name="Sans Mandat", sex="M")
    assert everybody.client_of("nana").get(f"/personnes/{stranger.pk}/").status_code == 404
    assert everybody.client_of("nana").get("/personnes/999999/").status_code == 404


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("traor", True),
        ("kadia traoré", True),
        ("70 00 01 00", True),
        ("zzz", False),
        ("%", False),
    ],
)
def test_searching(everybody: Cast, search: str, found: bool) -> None:
    answer = everybody.client_of("salif").get("/personnes/", {"q": search}).content.decode()
    assert ("Kadia" in answer) == found
    assert ("Personne ne répond" in answer) == (not found)


def test_a_long_list_costs_no_more(everybody: Cast) -> None:
    client = everybody.client_of("nana")
    client.get("/personnes/")
    with assertNumQueries(FEW):
        client.get("/personnes/")
    for _ in range(3):
        cast(everybody.territory)
    with assertNumQueries(FEW):
        text = client.get("/personnes/").content.decode()
    assert "page=2" in text
    assert "Page " in client.get("/personnes/?page=2").content.decode()


FEW = 6  # session, account with its mandates, notices’ count; then count, people, their mandates


@pytest.mark.parametrize("junk", ["abc", "-1", "9999", ""])
def test_a_page_that_is_not(everybody: Cast, junk: str) -> None:
    assert everybody.client_of("salif").get("/personnes/", {"page": junk}).status_code == 200

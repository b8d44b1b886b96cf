"""Functions of several parties held by one person: what counts as several, who reads the list."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.access import Role
from mandates.cumul.functions import Held, Party, held_by
from mandates.cumul.reading import cumuls
from mandates.models import Mandate, Organ
from tests.cast import Cast
from tests.mandates.organs import hold, kind, organ, seat


def of(everybody: Cast, name: str) -> Held:
    [held] = held_by([everybody.person_of(name)], timezone.localdate())
    return held


@pytest.fixture
def committee(everybody: Cast) -> Organ:
    return organ(aire=everybody.territory.aire)


@pytest.fixture
def council(everybody: Cast) -> Organ:
    return organ(
        kind("conseil_communal", "commune", name="Conseil communal"), commune=everybody.territory.host
    )


def test_one_party_is_no_cumul(everybody: Cast, committee: Organ) -> None:
    hold(seat(committee, "président"), everybody.person_of("moussa"))
    found = of(everybody, "moussa")
    assert [one.words for one in found.functions] == [
        "président de l’ASACO", "président, Comité de gestion",
    ]  # fmt: skip
    assert (found.parties, found.several, found.both) == ([Party.ASACO], False, False)


def test_a_treasurer_who_sits_in_the_council_speaks_for_both(everybody: Cast, council: Organ) -> None:
    hold(seat(council, "conseillère", group="commune"), everybody.person_of("sitan"))
    found = of(everybody, "sitan")
    assert (found.parties, found.both) == ([Party.COMMUNE, Party.ASACO], True)
    assert found.parties_words == "la commune et l’ASACO"


def test_a_village_delegate_sits_in_the_asaco(everybody: Cast, committee: Organ) -> None:
    """Fanta the mayor, delegate of her village in the committee."""
    hold(seat(committee, "déléguée", group="villages"), everybody.person_of("fanta"))
    assert of(everybody, "fanta").both


def test_a_seat_that_speaks_for_the_commune_adds_nothing_to_its_mayor(
    everybody: Cast, committee: Organ
) -> None:
    hold(seat(committee, "maire", group="commune"), everybody.person_of("fanta"))
    assert not of(everybody, "fanta").several


def test_two_associations_are_several(everybody: Cast) -> None:
    other = organ(aire=everybody.territory.second_aire)
    hold(seat(other, "secrétaire"), everybody.person_of("kadia"))
    found = of(everybody, "kadia")
    assert (found.parties, found.twice, found.several, found.both) == (
        [Party.ASACO],
        [Party.ASACO],
        True,
        False,
    )


def test_a_village_seat_of_a_communal_frame_is_no_party(everybody: Cast) -> None:
    frame = organ(kind("cadre_concertation", "commune"), commune=everybody.territory.host)
    hold(seat(frame, "femmes", group="femmes"), everybody.person_of("kadia"))
    assert not of(everybody, "kadia").several


@pytest.mark.parametrize(("days", "both"), [(0, True), (-1, True), (1, False)])
def test_only_what_is_held_that_day(everybody: Cast, council: Organ, days: int, both: bool) -> None:
    today = timezone.localdate()
    hold(seat(council, "conseillère", group="commune"), everybody.person_of("sitan"), today + timedelta(days))
    assert of(everybody, "sitan").both is both


def test_an_organ_that_closed_seats_nobody(everybody: Cast, council: Organ) -> None:
    hold(seat(council, "conseillère", group="commune"), everybody.person_of("sitan"))
    Organ.objects.update(closed_on=timezone.localdate())
    assert not of(everybody, "sitan").both


def test_what_is_delegated_is_no_function_of_ones_own(everybody: Cast) -> None:
    today = timezone.localdate()
    source = everybody.mandate_of("fanta")
    Mandate.objects.create(
        person=everybody.person_of("kadia"), role=Role.MAIRE, commune=everybody.territory.host,
        starts_on=today, ends_on=today + timedelta(30), delegated_from=source,
    )  # fmt: skip
    assert not of(everybody, "kadia").several


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("issa", True), ("seydou", True), ("nana", True), ("modibo", True), ("boubacar", True),
        ("ramata", True), ("fanta", None), ("kadia", None), ("julie", None), ("yaya", None),
    ],
)  # fmt: skip
def test_who_reads_the_list(everybody: Cast, council: Organ, name: str, sees: bool | None) -> None:
    hold(seat(council, "conseillère", group="commune"), everybody.person_of("sitan"))
    answer = everybody.client_of(name).get("/fonctions/")
    assert answer.status_code == (200 if sees else 403)
    assert ("Sitan Konaré" in answer.content.decode()) is bool(sees)
    assert "Personne ne parle" not in answer.content.decode()


def test_the_list_of_a_place(everybody: Cast, council: Organ) -> None:
    hold(seat(council, "conseillère", group="commune"), everybody.person_of("sitan"))
    client = everybody.client_of("nana")
    host, second = everybody.territory.host, everybody.territory.second_aire
    assert "Sitan Konaré" in client.get(f"/fonctions/?commune={host.code}").content.decode()
    assert "Personne ne parle" in client.get(f"/fonctions/?aire={second.code}").content.decode()


def test_a_person_and_oneself_read_it_in_neutral_words(everybody: Cast, council: Organ) -> None:
    hold(seat(council, "conseillère", group="commune"), everybody.person_of("sitan"))
    page = everybody.client_of("fanta").get(f"/personnes/{everybody.person_of('sitan').pk}/").content.decode()
    assert "Parle pour la commune et l’ASACO" in page
    mine = everybody.client_of("sitan").get("/mes-droits/").content.decode()
    assert "Vos fonctions" in mine
    assert "Dites-le quand une décision touche plusieurs" in mine


def test_the_list_costs_three_queries(
    everybody: Cast, council: Organ, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("sitan", "moussa", "awa"):
        hold(seat(council, f"siège de {name}", group="commune"), everybody.person_of(name))
    scope = everybody.scope_of("seydou")
    with django_assert_num_queries(3):
        found = cumuls(scope, None, timezone.localdate())
    assert {str(held.person) for held in found} == {"Sitan Konaré", "Moussa Coulibaly", "Awa Diarra"}
    assert [held.both for held in found] == [True, True, False]


def test_what_lies_beyond_ones_places_is_not_told(everybody: Cast, council: Organ) -> None:
    """Issa advises the host commune: that Kadia also sits next door is not his to read."""
    next_door = organ(kind("conseil_communal", "commune"), commune=everybody.territory.neighbour)
    hold(seat(next_door, "conseillère", group="commune"), everybody.person_of("kadia"))
    assert "Kadia Traoré" not in everybody.client_of("issa").get("/fonctions/").content.decode()
    assert "Kadia Traoré" in everybody.client_of("nana").get("/fonctions/").content.decode()

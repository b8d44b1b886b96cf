"""Organs on screen: what is read, filled, ended, refused; nothing is lost, nothing is half written."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Person
from mandates.models import Organ, Seat, SeatHold
from mandates.organs.loading import load_organs
from tests.cast import Cast
from tests.mandates.organs import hold, organ, person, seat
from tests.territory import SmallTerritory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 12)
PDF = b"%PDF-1.4 acte\n%%EOF\n"


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel("2026-11-12T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def bureau(territory: SmallTerritory) -> Organ:
    """Five seats: held, ending soon, at the end of its term, left, never filled."""
    made = organ(aire=territory.aire, mandate_months=36)
    hold(seat(made, "président", chair=True), person("Traoré"), end=date(2029, 1, 1))
    hold(seat(made, "trésorière", group="femmes"), person("Koné"), end=TODAY + timedelta(days=80))
    hold(seat(made, "secrétaire"), person("Diallo", "M"), end=date(2026, 6, 1))
    hold(
        seat(made, "délégué", group="villages"),
        person("Sidibé", "M"),
        end=date(2026, 7, 1),
        ending="demission",
    )
    seat(made, "déléguée des jeunes", group="jeunes")
    return made


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def test_an_organ_says_what_it_is(everybody: Cast, bureau: Organ) -> None:
    page = read(everybody.client_of("kadia"), f"/organes/{bureau.pk}/")
    assert "Sièges pourvus</dt><dd>2 / 5" in page
    assert "dans 80 jours" in page
    assert "30 janvier 2027" in page
    assert "depuis le 1er juin 2026" in page
    assert "jusque-là Assa Diallo" in page
    assert "depuis le 1er juillet 2026" in page
    assert "depuis le 1er janvier 2024" in page
    assert "2 / 2, 100 %" in page  # women, among those who sit
    assert "Quelqu’un siège pour : ASACO · femmes." in page
    assert "villages, quartiers · jeunes." in page
    assert "plus de la moitié des sièges prévus : 3 aujourd’hui" in page
    assert "Cet organe ne peut pas décider." in page
    assert "démission" in page
    assert "terme du mandat" in page


def test_the_organs_of_a_place(everybody: Cast, bureau: Organ, territory: SmallTerritory) -> None:
    council = organ(commune=territory.host, name="Conseil communal")
    fanta, drissa = everybody.client_of("fanta"), everybody.client_of("drissa")
    address = f"/organes/?commune={territory.host.code}"
    assert "Conseil communal" in read(fanta, address)
    assert "Comité de gestion" in read(fanta, address)  # of an aire that touches it
    assert "Conseil communal" not in read(drissa, address)
    assert drissa.get(f"/organes/{council.pk}/").status_code == 404
    assert "1 échu" in read(fanta, address)
    assert "Rien ici" in read(fanta, "/organes/?q=introuvable")
    assert "Comité de gestion" in read(fanta, f"/organes/?aire={territory.aire.code}&q=samak")
    assert "Comité" not in read(fanta, "/organes/?etat=passes")


def test_each_place_leads_to_its_organs(everybody: Cast, territory: SmallTerritory) -> None:
    fanta, julie = everybody.client_of("fanta"), everybody.client_of("julie")
    for address, link in (
        (f"/communes/{territory.host.code}/", f"?commune={territory.host.code}"),
        (f"/cscom/{territory.aire.code}/", f"?aire={territory.aire.code}"),
        (f"/asaco/{territory.aire.code}/", f"?aire={territory.aire.code}"),
    ):
        assert f"/organes/{link}" in read(fanta, address)
        assert f"/organes/{link}" not in read(julie, address)


def test_the_seats_to_fill(everybody: Cast, bureau: Organ) -> None:
    empty = read(everybody.client_of("salif"), "/organes/a-pourvoir/")
    assert "Vides (3)" in empty
    assert "Bientôt vides (1)" in empty
    assert "secrétaire" in empty
    assert "trésorière" not in empty
    soon = read(everybody.client_of("salif"), "/organes/a-pourvoir/?etat=bientot")
    assert "trésorière" in soon
    assert "secrétaire" not in soon
    assert "Rien à pourvoir" in read(everybody.client_of("oumar"), "/organes/a-pourvoir/")


def test_whoever_sits_reads_their_organ(everybody: Cast, territory: SmallTerritory) -> None:
    """A mayor in the conseil de gestion of the CSRéf; no longer once the mandate is over."""
    board = organ(region=territory.region, name="CROCEP")
    address, fanta = f"/organes/{board.pk}/", everybody.client_of("fanta")
    assert fanta.get(address).status_code == 404
    held = hold(seat(board), everybody.person_of("fanta"), end=date(2027, 1, 1))
    assert "CROCEP" in read(fanta, address)
    assert "Modifier le cadre" not in read(fanta, address)
    assert fanta.get(f"{address}cadre/").status_code == 403
    SeatHold.objects.filter(pk=held.pk).update(ends_on=TODAY)
    assert fanta.get(address).status_code == 404


NEW = {
    "known": "nouvelle", "first_name": "Rokia", "last_name": "Bah", "sex": "F", "phone": "",
    "act": "election", "act_on": "10 11 2026", "reference": "PV n° 4", "starts_on": "12 11 2026", "last": "",
}  # fmt: skip


def test_a_seat_is_filled_once_read_again(everybody: Cast, bureau: Organ) -> None:
    kadia, empty = everybody.client_of("kadia"), bureau.seats.get(function="secrétaire")
    address = f"/organes/{bureau.pk}/sieges/{empty.pk}/pourvoir/"
    assert "36 mois, comme l’organe le prévoit" in read(kadia, address)
    check = kadia.post(address, NEW | {"etape": "relire"}).content.decode()
    assert "Relisez avant d’enregistrer" in check
    assert "11 novembre 2029" in check  # three years, less a day
    assert not Person.objects.filter(last_name="Bah").exists()
    assert kadia.post(address, NEW | {"etape": "corriger"}).status_code == 200
    assert kadia.post(address, NEW | {"etape": "faire"}).status_code == 302
    made = SeatHold.objects.get(person__last_name="Bah")
    assert (made.starts_on, made.ends_on, made.reference) == (TODAY, date(2029, 11, 12), "PV n° 4")
    assert made.recorded_by == everybody.person_of("kadia")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last": "11 11 2026"}, "La fin du mandat doit suivre son début"),
        ({"starts_on": "31 02 2026"}, "Cette date n’existe pas"),
        ({"act_on": "13 11 2026"}, "Un acte n’est pas daté d’un jour à venir"),
        ({"act": ""}, "Choisissez par quel acte"),
        ({"sex": ""}, "la part des femmes en dépend"),
        ({"known": "987654"}, "Choisissez dans la liste"),
        ({"last_name": "Traoré", "first_name": "Assa"}, "Cette personne est déjà connue ici"),
        (
            {"starts_on": "31 05 2026", "last": "31 12 2026"},
            "jusqu’au 31 mai 2026 : deux mandats ne se chevauchent pas",
        ),
        ({"starts_on": "01 01 2020", "act_on": "01 01 2020"}, "n’est pas en place le 1er janvier 2020"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    everybody: Cast, bureau: Organ, wrong: dict[str, str], sentence: str
) -> None:
    before = SeatHold.objects.count(), Person.objects.count()
    address = f"/organes/{bureau.pk}/sieges/{bureau.seats.get(function='secrétaire').pk}/pourvoir/"
    answer = everybody.client_of("kadia").post(address, NEW | wrong | {"etape": "faire"})
    page = answer.content.decode().replace("\u00a0", " ")
    assert answer.status_code == 422
    assert sentence in page
    assert "<title>Erreur" in page
    assert "PV n° 4" in page
    assert (SeatHold.objects.count(), Person.objects.count()) == before


def test_nobody_sits_twice_in_one_organ(everybody: Cast, bureau: Organ) -> None:
    there = SeatHold.objects.get(seat__function="trésorière")
    address = f"/organes/{bureau.pk}/sieges/{bureau.seats.get(function='secrétaire').pk}/pourvoir/"
    said = NEW | {"known": str(there.person_id), "etape": "faire"}
    answer = everybody.client_of("kadia").post(address, said)
    assert "tient déjà un siège de cet organe" in answer.content.decode()


def test_a_holder_is_replaced_by_an_act(everybody: Cast, bureau: Organ) -> None:
    kadia, held = everybody.client_of("kadia"), bureau.seats.get(function="président")
    address = f"/organes/{bureau.pk}/sieges/{held.pk}/pourvoir/"
    refused = kadia.post(address, NEW | {"etape": "faire"})
    assert "Dites comment prend fin le mandat d’Assa Traoré" in refused.content.decode()
    assert kadia.post(address, NEW | {"replaces": "revocation", "etape": "faire"}).status_code == 302
    first, second = SeatHold.objects.filter(seat=held)
    assert (first.ends_on, first.ending, second.starts_on) == (TODAY, "revocation", TODAY)


def test_a_mandate_ends(everybody: Cast, bureau: Organ) -> None:
    kadia, held = everybody.client_of("kadia"), bureau.seats.get(function="président")
    address = f"/organes/{bureau.pk}/sieges/{held.pk}/fin/"
    before = {"ending": "demission", "last": "31 12 2023", "reference": "", "etape": "faire"}
    refused = kadia.post(address, before)
    assert refused.status_code == 422
    assert "La fin du mandat suit son début" in refused.content.decode()
    said = {"ending": "demission", "last": "11 11 2026", "reference": "lettre"}
    assert "Relisez" in kadia.post(address, said | {"etape": "relire"}).content.decode()
    assert kadia.post(address, said | {"etape": "faire"}).status_code == 302
    ended = SeatHold.objects.get(seat=held)
    assert (ended.ends_on, ended.ending) == (TODAY, "demission")
    again = kadia.post(address, said | {"etape": "faire"}, follow=True)
    assert "Personne ne tient ce siège aujourd’hui" in again.content.decode()


def test_a_mistake_never_counted(everybody: Cast, bureau: Organ) -> None:
    kadia, held = everybody.client_of("kadia"), bureau.seats.get(function="président")
    address = f"/organes/{bureau.pk}/sieges/{held.pk}/fin/"
    assert kadia.post(address, {"ending": "erreur", "last": "", "etape": "faire"}).status_code == 302
    page = read(kadia, f"/organes/{bureau.pk}/")
    assert "jamais pourvu" in page
    assert "saisi par erreur" in page


def test_a_relay_is_written_before_it_comes_and_taken_back(everybody: Cast, bureau: Organ) -> None:
    """The one who holds the seat stays to the end of the term; the alarm is over."""
    kadia, held = everybody.client_of("kadia"), bureau.seats.get(function="trésorière")
    address = f"/organes/{bureau.pk}/sieges/{held.pk}/"
    relay = NEW | {"starts_on": "31 01 2027", "etape": "faire"}
    assert kadia.post(f"{address}pourvoir/", relay).status_code == 302
    assert SeatHold.objects.filter(seat=held, ending="").count() == 2
    assert "Bientôt vides (0)" in read(kadia, "/organes/a-pourvoir/")
    empty = f"/organes/{bureau.pk}/sieges/{bureau.seats.get(group='jeunes').pk}/"
    coming = NEW | {"first_name": "Oumou", "starts_on": "01 12 2026", "etape": "faire"}
    assert kadia.post(f"{empty}pourvoir/", coming).status_code == 302
    assert "à partir du 1<sup>er</sup> décembre 2026" in read(kadia, f"/organes/{bureau.pk}/")
    assert kadia.post(f"{empty}fin/", {"ending": "erreur", "etape": "faire"}).status_code == 302
    assert "à partir du" not in read(kadia, f"/organes/{bureau.pk}/")


def test_the_act_is_joined_and_opened(everybody: Cast, bureau: Organ) -> None:
    kadia, held = everybody.client_of("kadia"), bureau.seats.get(function="président")
    address = f"/organes/{bureau.pk}/sieges/{held.pk}/copie/"
    wrong = kadia.post(address, {"scan": SimpleUploadedFile("acte.pdf", b"MZ...")})
    assert "ni un PDF" in wrong.content.decode()
    assert kadia.post(address, {"scan": SimpleUploadedFile("acte.pdf", PDF)}).status_code == 302
    scan = SeatHold.objects.get(seat=held).scan
    assert scan is not None
    assert b"".join(everybody.client_of("fanta").get(f"/fichiers/{scan.pk}/")) == PDF
    assert everybody.client_of("oumar").get(f"/fichiers/{scan.pk}/").status_code == 404


FRAME = {
    "lieu": "", "name": "Comité transitoire", "opened_on": "01 11 2026", "last": "30 04 2027",
    "transitional": "on", "reference": "Décision n° 7", "sessions_a_year": "12", "quorum": "majorite",
    "quorum_number": "", "quorum_base": "sieges", "mandate_months": "6", "source": "décision",
}  # fmt: skip


def test_a_transitional_organ_is_installed_with_its_seats(everybody: Cast, territory: SmallTerritory) -> None:
    load_organs()
    kadia, place = everybody.client_of("kadia"), str(territory.aire.pk)
    assert "Comité transitoire" in read(kadia, "/organes/installer/")
    assert "Conseil communal" not in read(kadia, "/organes/installer/")
    assert "6 sièges proposés" in read(kadia, "/organes/installer/?type=comite_transitoire")
    said = FRAME | {"type": "comite_transitoire", "lieu": place}
    assert "a une date de fin" in kadia.post("/organes/installer/", said | {"last": ""}).content.decode()
    assert (
        "Un organe a un quorum" in kadia.post("/organes/installer/", said | {"quorum": ""}).content.decode()
    )
    late = kadia.post("/organes/installer/", said | {"last": "31 10 2026"})
    assert "La fin de l’organe doit suivre son début" in late.content.decode()
    assert kadia.post("/organes/installer/", said | {"lieu": "999999"}).status_code == 422
    assert not Organ.objects.exists()
    assert kadia.post("/organes/installer/", said).status_code == 302
    made = Organ.objects.get()
    assert (made.closed_on, made.seats.count()) == (date(2027, 5, 1), 6)
    assert made.seats.get(chair=True).function == "président du comité transitoire"


def test_a_council_is_as_large_as_its_commune(everybody: Cast, territory: SmallTerritory) -> None:
    load_organs()
    fanta = everybody.client_of("fanta")
    said = FRAME | {"type": "conseil_communal", "lieu": str(territory.host.pk), "last": "", "name": "Conseil"}
    del said["transitional"]
    assert fanta.post("/organes/installer/", said).status_code == 302
    assert Organ.objects.get().seats.count() in {11, 17, 23}
    assert fanta.post("/organes/installer/", said).status_code == 422  # once
    assert fanta.post("/organes/installer/", said | {"type": "comite_gestion"}).status_code == 422
    # The joint committee is kept by both: the commune that hosts, the ASACO.
    assert "Comité paritaire" in read(fanta, "/organes/installer/")
    assert "Comité paritaire" not in read(everybody.client_of("drissa"), "/organes/installer/")


def test_each_village_has_its_delegate(everybody: Cast, territory: SmallTerritory) -> None:
    load_organs()
    said = FRAME | {"type": "conseil_administration", "lieu": str(territory.aire.pk), "last": ""}
    del said["transitional"]
    assert everybody.client_of("moussa").post("/organes/installer/", said).status_code == 302
    villages = Seat.objects.filter(village__isnull=False).values_list("village__aire_links__aire", flat=True)
    assert set(villages) == {territory.aire.pk}


def test_the_frame_changes_and_an_end_ends_the_mandates(everybody: Cast, bureau: Organ) -> None:
    kadia, address = everybody.client_of("kadia"), f"/organes/{bureau.pk}/cadre/"
    said = FRAME | {"opened_on": "01 01 2024", "last": "11 11 2026", "name": "Comité"}
    del said["transitional"]
    wrong = kadia.post(address, said | {"quorum": "nombre", "quorum_number": "9"})
    assert "Le quorum dépasse les 5 sièges" in wrong.content.decode()
    assert kadia.post(address, said).status_code == 302
    assert set(SeatHold.objects.values_list("ending", "ends_on").filter(ends_on=TODAY)) == {
        ("dissolution", TODAY)
    }
    assert "n’est plus en place" in read(kadia, f"/organes/{bureau.pk}/")
    assert "Comité" in read(kadia, "/organes/?etat=passes")


def test_a_seat_is_opened_and_closed(everybody: Cast, bureau: Organ) -> None:
    kadia, address = everybody.client_of("kadia"), f"/organes/{bureau.pk}/sieges/"
    said = {
        "function": "conseillère",
        "group": "femmes",
        "rank": "6",
        "opened_on": "01 01 2026",
        "closed_on": "",
    }
    assert kadia.post(f"{address}ajouter/", said | {"group": ""}).status_code == 422
    assert (
        "a déjà un siège qui le préside"
        in kadia.post(f"{address}ajouter/", said | {"chair": "on"}).content.decode()
    )
    assert kadia.post(f"{address}ajouter/", said).status_code == 302
    held = bureau.seats.get(function="président")
    closed = said | {"function": "président", "closed_on": "12 11 2026", "opened_on": "01 01 2024"}
    answer = kadia.post(f"{address}{held.pk}/", closed)
    assert "mettez-y fin d’abord" in answer.content.decode()
    assert kadia.get(f"{address}{held.pk + 900}/").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("awa", 403), ("fanta", 403), ("salif", 403), ("oumar", 404)])
def test_no_authority_keeps_another_s_organ(everybody: Cast, bureau: Organ, name: str, status: int) -> None:
    client, one = everybody.client_of(name), bureau.seats.first()
    assert one is not None
    for page in ("cadre/", "sieges/ajouter/", f"sieges/{one.pk}/pourvoir/", f"sieges/{one.pk}/fin/"):
        assert client.get(f"/organes/{bureau.pk}/{page}").status_code == status
        assert client.post(f"/organes/{bureau.pk}/{page}", NEW).status_code == status

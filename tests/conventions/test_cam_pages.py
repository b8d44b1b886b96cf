"""The pages of conventions: who reads what, what waits, each act read again, done once, with its receipt."""

import re
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conventions.beginning import begin
from conventions.models import Cam, CamFile, Substitute
from conventions.pairs import Pair
from conventions.queue import mine
from conventions.shelf import KINDS
from conventions.workflow import CIRCUIT
from core.access import Role
from core.models import ActLog
from cscom.models import CommuneShare
from mandates.models import Mandate
from notices.models import Notice
from tests.cast import Cast
from tests.conventions.moves import CHAIN, in_force, walk
from tests.conventions.test_drafting import at
from tests.planning.test_plan_papers import PDF

READERS = (
    "moussa",
    "fanta",
    "issa",
    "binta",
    "awa",
    "kadia",
    "seydou",
    "nana",
    "modibo",
    "boubacar",
    "ramata",
)


def text_of(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# ---- Who reads ----
def test_a_draft_is_read_by_its_writers_alone(cam: Cam, everybody: Cast) -> None:
    for name in ("fanta", "issa", "moussa", "kadia", "seydou"):
        assert text_of(everybody.client_of(name), at(cam))
    for name in ("binta", "awa", "nana", "modibo", "boubacar", "ramata", "drissa", "oumar"):
        text_of(everybody.client_of(name), at(cam), 404)


def test_once_deposited_by_both_parties_and_those_above(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, CHAIN[0])
    for name in READERS:
        assert "Convention de Samakélé avec Banamba" in text_of(everybody.client_of(name), at(there)), name
    for name in ("drissa", "oumar"):  # the other commune that the aire touches, the next aire
        text_of(everybody.client_of(name), at(there), 404)
    for name in ("sitan", "salif", "cheick", "julie", "yaya"):  # the function reads no convention
        assert everybody.client_of(name).get(at(there)).status_code in (403, 404), name


def test_the_mayor_of_a_commune_touched_reads_his_own(everybody: Cast) -> None:
    place = everybody.territory
    other = begin(Pair(place.aire, place.neighbour), everybody.scope_of("drissa"))
    other = walk(Cam.objects.located().get(pk=other.pk), everybody, ("drissa", "deposer"))
    assert text_of(everybody.client_of("drissa"), at(other))
    text_of(everybody.client_of("fanta"), at(other), 404)
    rows = text_of(everybody.client_of("drissa"), "/conventions/")
    assert "Samakélé, Ben Kadi" in rows
    assert "Samakélé, Banamba" not in rows


# ---- What waits ----
def test_who_is_awaited_and_since_when(cam: Cam, everybody: Cast, october: time_machine.Traveller) -> None:
    there = walk(cam, everybody, CHAIN[0])
    october.move_to("2026-10-14T10:00:00+00:00")
    page = text_of(everybody.client_of("boubacar"), at(there))
    assert (
        "En attente de l’avis du médecin chef du district de Banamba (Seydou Cissé) depuis 9 jours." in page
    )
    assert "L’acte attendu n’est pas le vôtre" in page
    own = text_of(everybody.client_of("seydou"), at(there))
    assert "Vous êtes ici" in own
    assert "votre acte" in own


@pytest.mark.parametrize(
    ("done", "awaited"),
    [
        (0, {"fanta", "issa", "moussa"}),
        (1, {"seydou"}),
        (2, {"fanta", "issa"}),
        (3, {"fanta", "moussa"}),
        (4, {"moussa"}),
        (5, {"boubacar"}),
        (6, {"fanta", "issa", "moussa"}),
        (7, set()),
    ],
)
def test_the_queue_is_whose_turn_it_is(done: int, awaited: set[str], cam: Cam, everybody: Cast) -> None:
    walk(cam, everybody, *CHAIN[:done])
    called = {name for name in everybody.users if mine(everybody.scope_of(name)).exists()}
    assert called == awaited
    for name in awaited:
        assert "1 convention à traiter" in text_of(everybody.client_of(name), "/")
        assert "Ce qui attend votre acte" in text_of(everybody.client_of(name), "/conventions/")


def test_an_effect_to_come_calls_nobody(cam: Cam, everybody: Cast) -> None:
    Cam.objects.filter(pk=cam.pk).update(starts_on=date(2027, 1, 1))
    there = walk(cam, everybody, *CHAIN[:6])
    assert not mine(everybody.scope_of("fanta")).exists()
    page = text_of(everybody.client_of("fanta"), at(there))
    assert "l’entrée en vigueur, le 1er janvier 2027" in page
    assert "n’est pas venue" in page


@pytest.mark.django_db(transaction=True)
def test_the_parties_and_who_acts_next_are_told(cam: Cam, everybody: Cast) -> None:
    walk(cam, everybody, CHAIN[0])
    told = set(Notice.objects.values_list("person__first_name", flat=True))
    assert told == {"Issa", "Moussa", "Seydou"}
    notice = Notice.objects.filter(person=everybody.person_of("seydou")).get()
    assert notice.text == "Convention de Samakélé avec Banamba\u00a0: projet déposé par Fanta Keïta."
    assert everybody.client_of("seydou").get(notice.url).status_code == 200
    Notice.objects.all().delete()
    there = walk(cam, everybody, *CHAIN[1:])
    Notice.objects.all().delete()
    walk(there, everybody, ("moussa", "denoncer_asaco"))
    told = set(Notice.objects.values_list("person__first_name", flat=True))
    assert told == {"Fanta", "Issa", "Seydou", "Boubacar"}


# ---- Acts ----
def test_read_again_then_signed_once(cam: Cam, everybody: Cast) -> None:
    client, url = everybody.client_of("fanta"), at(cam, "deposer/")
    body = {"version": cam.version, "text": "Voici notre projet.", "etape": "relire"}
    check = client.post(url, body).content.decode()
    assert "Relisez avant de signer" in check
    assert not ActLog.objects.exists()
    back = client.post(url, body | {"etape": "corriger"}).content.decode()
    assert "Voici notre projet." in back
    done = client.post(url, body | {"etape": "faire"})
    again = client.post(url, body | {"etape": "faire"})
    assert done.headers["Location"] == again.headers["Location"]
    receipt = text_of(client, done.headers["Location"])
    log = ActLog.objects.get()
    assert f"Récépissé n° A-2026-{log.pk}" in receipt
    assert "Ensuite\u00a0: l’avis du médecin chef du district de Banamba (Seydou Cissé)." in receipt.replace(
        " :", "\u00a0:"
    )


def test_a_text_that_changed_is_read_again(cam: Cam, everybody: Cast) -> None:
    client, url = everybody.client_of("fanta"), at(cam, "deposer/")
    body = {"version": cam.version, "text": "Voici.", "etape": "faire"}
    Cam.objects.filter(pk=cam.pk).update(version=7)
    late = client.post(url, body)
    page = late.content.decode()
    assert late.status_code == 409
    assert "a changé depuis que vous l’avez ouverte" in page
    assert "Voici." in page
    assert 'name="version" value="7"' in page


def test_the_opinion_carries_its_note(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, CHAIN[0])
    client, url = everybody.client_of("seydou"), at(there, "avis/")
    body = {"version": there.version, "kind": "reserves", "text": "", "etape": "relire"}
    assert "dites pourquoi" in client.post(url, body).content.decode()
    note = SimpleUploadedFile("note.pdf", PDF, content_type="application/pdf")
    body |= {"text": "Le stock initial n’est pas chiffré.", "etape": "faire", "joined": note}
    assert client.post(url, body).status_code == 302
    page = text_of(everybody.client_of("binta"), at(there))
    assert "Avis favorable avec réserves" in page
    assert "Le stock initial n’est pas chiffré." in page
    stored = CamFile.objects.get().file_id
    assert everybody.client_of("binta").get(f"/fichiers/{stored}/").getvalue() == PDF
    assert everybody.client_of("drissa").get(f"/fichiers/{stored}/").status_code == 404


def test_the_deliberation_says_its_number_and_its_day(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, *CHAIN[:2])
    client, url = everybody.client_of("issa"), at(there, "deliberer/")
    body = {"version": there.version, "text": "", "deliberation": "", "on": "06 10 2026", "etape": "relire"}
    page = client.post(url, body).content.decode()
    assert "numéro de la délibération" in page
    assert "jour à venir" in page
    body |= {"deliberation": "2026-14", "on": "05 10 2026"}
    assert "5 octobre 2026" in client.post(url, body).content.decode()
    client.post(url, body | {"etape": "faire"})
    assert "n° 2026-14, du 5 octobre 2026" in text_of(client, at(there))


def test_functions_on_both_sides_are_said_then_declared(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, *CHAIN[:3])
    Mandate.objects.create(
        person=everybody.person_of("moussa"), role=Role.CONSEILLER, commune=everybody.territory.host,
        starts_on=date(2024, 6, 1),
    )  # fmt: skip
    client, url = everybody.client_of("moussa"), at(there, "signer_asaco/")
    page = text_of(client, url)
    assert "Vous tenez des fonctions des deux côtés. C’est permis" in page
    assert "Conseiller, commission santé, Banamba, depuis le 1 er juin 2024" in page
    body = {"version": there.version, "text": "", "etape": "relire"}
    assert "déclarez-la" in client.post(url, body).content.decode()
    client.post(url, body | {"interest": "Conseiller communal de Banamba.", "etape": "faire"})
    assert (
        "Intérêt déclaré\u00a0: Conseiller communal de Banamba."
        in everybody.client_of("binta").get(at(there)).content.decode()
    )


def test_without_functions_across_nothing_is_asked(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, *CHAIN[:3])
    assert "Intérêt" not in text_of(everybody.client_of("fanta"), at(there, "signer_commune/"))


def test_a_substitute_by_its_page(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, *CHAIN[:3])
    url = at(there, "remplacant/asaco/")
    body = {
        "version": there.version, "replaced": everybody.mandate_of("moussa").pk,
        "mandate": everybody.mandate_of("sitan").pk, "decision": "PV du CA n° 4", "decided_on": "02 10 2026",
        "why": "Il est aussi conseiller.",
    }  # fmt: skip
    assert everybody.client_of("binta").post(url, body).status_code == 403
    assert "Personne n’est désigné." in text_of(everybody.client_of("binta"), url)
    client = everybody.client_of("kadia")
    wrong = client.post(url, body | {"decision": "", "decided_on": "09 10 2026", "mandate": "0"})
    assert wrong.status_code == 422
    assert client.post(url, body | {"version": 0}).status_code == 409
    assert client.post(url, body).status_code == 302
    assert Substitute.objects.get().person == everybody.person_of("sitan")
    page = text_of(everybody.client_of("binta"), at(there))
    assert "Sitan Konaré signe pour l’ASACO à la place de Moussa Coulibaly, par PV du CA n° 4" in page
    assert "Sitan Konaré est désigné pour signer" in text_of(everybody.client_of("moussa"), at(there))
    assert client.get(at(there, "remplacant/etat/")).status_code == 404


def test_each_act_has_its_receipt(cam: Cam, everybody: Cast) -> None:
    there = in_force(cam, everybody)
    there = walk(there, everybody, ("moussa", "denoncer_asaco"), ("boubacar", "mediation_prefet"))
    for log in CIRCUIT.history(there):
        assert "Récépissé n°" in text_of(everybody.client_of("awa"), at(there, f"actes/{log.pk}/"))
    assert everybody.client_of("awa").get(at(there, "actes/999999/")).status_code == 404
    page = text_of(everybody.client_of("awa"), at(there))
    assert "Dénoncée" in page
    assert "Médiation du préfet" in page


# ---- The list ----
def rows(cast: Cast, query: str = "", name: str = "nana") -> list[str]:
    page = cast.client_of(name).get(f"/conventions/{query}").content.decode()
    return re.findall(r'<th scope="row" class="full"><a[^>]*>([^<]*)</a>', page)


def test_one_line_a_pair_with_those_that_have_none(cam: Cam, everybody: Cast) -> None:
    assert rows(everybody) == ["Banamba Central, Banamba", "Samakélé, Banamba", "Samakélé, Ben Kadi"]
    assert "pas de convention" in text_of(everybody.client_of("nana"), "/conventions/")
    assert rows(everybody, name="oumar") == ["Banamba Central, Banamba"]


def test_the_list_by_state(cam: Cam, everybody: Cast, october: time_machine.Traveller) -> None:
    def found(name: str = "fanta") -> dict[str, bool]:
        return {kind: "Samakélé, Banamba" in rows(everybody, f"?etat={kind}", name) for kind in KINDS}

    none = dict.fromkeys(KINDS, False)
    assert found() == none | {"chemin": True, "aucune": True}
    assert found("nana") == none | {"aucune": True}  # she does not read drafts
    there = in_force(cam, everybody)
    assert found() == none | {"vigueur": True}
    october.move_to("2031-04-08T10:00:00+00:00")  # 179 days before 4 October 2031
    assert found() == none | {"vigueur": True, "echeance": True}
    assert "prend fin dans 179 jours, le 4 octobre 2031" in text_of(
        everybody.client_of("fanta"), "/conventions/"
    )
    october.move_to("2031-10-04T10:00:00+00:00")
    assert found() == none | {"vigueur": True, "echeance": True}
    assert "Prend fin aujourd’hui." in text_of(everybody.client_of("fanta"), at(there))
    october.move_to("2031-10-05T10:00:00+00:00")
    assert found() == none | {"echue": True}
    assert "Échue, a pris fin le 4 octobre 2031." in text_of(everybody.client_of("fanta"), at(there))


def test_the_list_by_place(cam: Cam, everybody: Cast) -> None:
    assert rows(everybody, "?lieu=ben") == ["Samakélé, Ben Kadi"]
    assert rows(everybody, f"?commune={everybody.territory.neighbour.code}") == ["Samakélé, Ben Kadi"]
    assert rows(everybody, f"?aire={everybody.territory.second_aire.code}") == ["Banamba Central, Banamba"]
    assert "Aucune aire ne répond" in text_of(everybody.client_of("nana"), "/conventions/?lieu=zzz")
    assert len(rows(everybody, "?etat=nimporte&page=9")) == 3


def test_a_pair_that_parted_keeps_its_convention(cam: Cam, everybody: Cast) -> None:
    walk(cam, everybody, CHAIN[0])
    shares = CommuneShare.objects.filter(aire=everybody.territory.aire)
    shares.update(ends_on=date(2026, 9, 1))
    assert rows(everybody) == ["Banamba Central, Banamba", "Samakélé, Banamba"]
    url = f"/conventions/{everybody.territory.aire.code}/{everybody.territory.neighbour.code}/"
    assert everybody.client_of("nana").get(url).status_code == 404


def test_the_pages_of_places_lead_there(everybody: Cast) -> None:
    place = everybody.territory
    for url, link in (
        (reverse("asaco_show", args=[place.aire.code]), f"/conventions/?aire={place.aire.code}"),
        (reverse("aire_show", args=[place.aire.code]), f"/conventions/?aire={place.aire.code}"),
        (reverse("commune_show", args=[place.host.code]), f"/conventions/?commune={place.host.code}"),
    ):
        assert link in everybody.client_of("fanta").get(url).content.decode(), url
        assert link not in everybody.client_of("julie").get(url).content.decode(), url

"""The pages of a meeting: what is typed, what is refused, what each reader sees."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from concertation.models import Decision, Meeting
from concertation.writing import Point, write_item
from core.access import Scope
from mandates.models import Organ
from tests.cast import Cast
from tests.concertation.conftest import TODAY, act, decided, following, fresh, held, sent, subject

SCAN = SimpleUploadedFile("pv.pdf", b"%PDF-1.7 essai\n%%EOF\n", content_type="application/pdf")


@pytest.fixture
def client(everybody: Cast) -> Client:
    return everybody.client_of("kadia")


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def test_from_the_calendar_to_a_meeting(client: Client, committee: Organ) -> None:
    assert "non tenue" in text(client.get("/reunions/calendrier/?annee=2026"))
    begun = {"planned_on": "12 10 2026", "starts_at": "9 h 30", "venue": "CSCOM", "sitting": "ordinaire"}
    answer = client.post(f"/reunions/organes/{committee.pk}/preparer/", begun, follow=True)
    meeting = Meeting.objects.get()
    assert answer.redirect_chain[-1][0] == meeting.get_absolute_url()
    assert "Décisions en suspens" in text(answer)
    again = client.post(f"/reunions/organes/{committee.pk}/preparer/", begun)
    assert again.status_code == 422
    assert "déjà une réunion ce jour-là" in text(again)
    assert 'value="CSCOM"' in text(again)


@pytest.mark.parametrize("hour", ["25 h", "neuf heures", "9 h 75"])
def test_an_hour_that_is_none(client: Client, committee: Organ, hour: str) -> None:
    begun = {"planned_on": "12 10 2026", "starts_at": hour, "sitting": "ordinaire"}
    answer = client.post(f"/reunions/organes/{committee.pk}/preparer/", begun)
    assert answer.status_code == 422
    assert "par exemple 9 h 30" in text(answer)


def test_the_whole_road(client: Client, everybody: Cast, meeting: Meeting) -> None:
    url = meeting.get_absolute_url()
    assert client.post(f"{url}convoquer/", {"version": meeting.version}).status_code == 302
    seats = list(meeting.organ.seats.all())
    there = {f"s{seat.pk}": "present" for seat in seats[:4]} | {f"s{seat.pk}-par": "" for seat in seats[:4]}
    said = {
        "version": fresh(meeting).version,
        "held_on": "05 10 2026",
        "chaired_by": str(seats[0].pk),
        "women": "3",
    }
    assert client.post(f"{url}presences/", there | said).status_code == 302
    item = subject(meeting)
    decision = {
        "version": fresh(meeting).version, "text": "Acheter 200 CTA", "due_on": "05 11 2026",
        "owner": str(everybody.person_of("sitan").pk),
    }  # fmt: skip
    assert client.post(f"{url}points/{item.pk}/decider/", decision).status_code == 302
    taken = Decision.objects.get()
    assert taken.owner_name == "Sitan Konaré, trésorier"
    assert client.post(f"{url}clore/", {"version": fresh(meeting).version}).status_code == 302
    minutes = {"version": fresh(meeting).version, "minutes": "Ouverte à neuf heures."}
    assert client.post(f"{url}compte-rendu/", minutes).status_code == 302
    answer = client.post(f"{url}envoyer/", {"version": fresh(meeting).version}, follow=True)
    page = text(answer)
    told = ("PV envoyé", "quorum 3\u00a0: atteint", "dont 6 femmes", "Projet de PV", "Acheter 200 CTA")
    assert [words for words in told if words not in page] == []
    assert "Projet de PV" in text(client.get(f"{url}imprimer/"))


def test_a_page_says_what_is_undecided(client: Client, meeting: Meeting, kadia: Scope) -> None:
    there = held(meeting, kadia)
    answer = client.post(f"{there.get_absolute_url()}clore/", {"version": there.version})
    assert answer.status_code == 422
    assert "2. Acheter des médicaments" in text(answer)


def test_what_was_typed_comes_back(client: Client, meeting: Meeting, kadia: Scope) -> None:
    there = held(meeting, kadia)
    url = f"{there.get_absolute_url()}points/{subject(there).pk}/decider/"
    typed: dict[str, object] = {
        "version": there.version - 1,
        "text": "Peindre la salle",
        "due_on": "05 11 2026",
        "owner_words": "bureau",
    }
    answer = client.post(url, typed)
    assert answer.status_code == 422
    assert "Quelqu’un a modifié cette réunion" in text(answer)
    assert 'value="Peindre la salle"' in text(answer)
    nobody = client.post(url, typed | {"version": there.version, "owner_words": ""})
    assert "Choisissez une personne, ou écrivez une fonction." in text(nobody)
    assert not Decision.objects.exists()


def test_each_seat_is_said(client: Client, meeting: Meeting) -> None:
    answer = client.post(
        f"{meeting.get_absolute_url()}presences/", {"version": meeting.version, "held_on": "06 10 2026"}
    )
    assert text(answer).count("Dites si ce membre était là.") >= 4
    assert "Ce jour est encore à venir." in text(answer)


def test_an_internal_item_is_for_members(everybody: Cast, meeting: Meeting, kadia: Scope) -> None:
    write_item(meeting, Point("Licenciement", "interne"), kadia, version=meeting.version)
    url = meeting.get_absolute_url()
    assert "Licenciement" in text(everybody.client_of("sitan").get(url))
    for page in (url, f"{url}imprimer/"):
        mayor = text(everybody.client_of("fanta").get(page))
        assert "Point interne" in mayor
        assert "Licenciement" not in mayor


def test_the_mayor_reads_does_not_write(everybody: Cast, meeting: Meeting) -> None:
    mayor, stranger = everybody.client_of("fanta"), everybody.client_of("oumar")
    url = meeting.get_absolute_url()
    assert mayor.get(url).status_code == 200
    assert "Noter les présences" not in text(mayor.get(url))
    assert mayor.get(f"{url}presences/").status_code == 403
    assert stranger.get(url).status_code == 404


def test_approved_on_paper_with_its_scan(
    client: Client, everybody: Cast, meeting: Meeting, kadia: Scope
) -> None:
    there = sent(meeting, kadia)
    url = there.get_absolute_url()
    Meeting.objects.filter(pk=there.pk).update(held_on=date(2026, 10, 4))
    assert "dans la réunion suivante" in text(client.get(f"{url}approuver-papier/"))
    held(following(there, kadia, TODAY), kadia)
    signed: dict[str, object] = {
        "version": there.version,
        "signatory": str(everybody.mandate_of("moussa").pk),
        "on": "05 10 2026",
    }
    assert client.post(f"{url}approuver-papier/", signed).status_code == 422
    SCAN.seek(0)
    assert client.post(f"{url}approuver-papier/", signed | {"scan": SCAN}).status_code == 302
    page = text(client.get(url))
    assert "PV approuvé le 5 octobre 2026" in page
    assert "sur papier, enregistré par Kadia Traoré" in page
    assert "PV signé" in page


def test_a_correction_shows_both_texts(client: Client, meeting: Meeting, kadia: Scope) -> None:
    there = decided(held(meeting, kadia), kadia)
    url = f"{there.get_absolute_url()}corriger/decision/{Decision.objects.get().pk}/"
    assert "n’est pas close" in text(client.get(url))
    act(there, "clore", kadia)
    said = {"version": fresh(there).version, "after": "Acheter 250 CTA", "reason": "Mal entendu."}
    page = text(client.post(url, said, follow=True))
    assert "«\u00a0Acheter 200 CTA\u00a0» → «\u00a0Acheter 250 CTA\u00a0»" in page


def test_unknown_acts_and_targets(client: Client, meeting: Meeting) -> None:
    url = meeting.get_absolute_url()
    for page in ("approuve/", "tenir/", "corriger/autre/1/", "points/999/", "decisions/999/"):
        assert client.get(f"{url}{page}").status_code == 404, page
    assert client.get("/reunions/calendrier/?annee=deux").status_code == 200


def test_the_past_is_said(client: Client, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(planned_on=date(2026, 9, 1))
    assert "Ce jour est passé" in text(client.get("/reunions/"))


def copy(name: str = "feuille.pdf", content: bytes = b"%PDF-1.7 essai\n%%EOF\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_the_signed_attendance_sheet_has_its_place(client: Client, meeting: Meeting, kadia: Scope) -> None:
    url = f"{meeting.get_absolute_url()}presences/feuille/"
    assert "une fois les présences notées" in text(client.get(url))
    there = sent(meeting, kadia)
    nothing = client.post(url, {"version": there.version})
    assert "Choisissez la copie" in text(nothing)
    page = text(client.post(url, {"version": there.version, "scan": copy()}, follow=True))
    first = fresh(meeting)
    assert first.attendance_scan is not None
    assert f"/fichiers/{first.attendance_scan_id}/" in page
    assert "Remplacer la feuille de présence signée" in page
    after = following(meeting, kadia)
    Meeting.objects.filter(pk=meeting.pk).update(state="approuve", approved_on=TODAY, approved_in=after.pk)
    assert "ne se remplace plus" in text(client.get(url))
    client.post(url, {"version": fresh(meeting).version, "scan": copy()})
    assert fresh(meeting).attendance_scan_id == first.attendance_scan_id
    assert "Remplacer la feuille" not in text(client.get(meeting.get_absolute_url()))
    Meeting.objects.filter(pk=meeting.pk).update(attendance_scan=None)
    late = {"version": fresh(meeting).version, "scan": copy("tard.pdf")}
    assert client.post(url, late).status_code == 302
    assert fresh(meeting).attendance_scan_id is not None

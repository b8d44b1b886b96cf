"""The dossier of a meeting: its pieces against the database, its state, its papers, who opens it."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pikepdf
import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from concertation.attendance_sheet import join_sheet
from concertation.models import Item, Meeting
from concertation.writing import Point, write_item
from core.access import Action, Scope, Where
from files.models import StoredFile
from files.scans import Scan
from files.store import open_file, path_of, store
from jobs.models import Job
from jobs.tasks import run_job
from mandates.models import Organ
from reports import tasks
from reports.dossier import attached, meeting_paper
from reports.dossier.meeting_pieces import PIECES, Sitting
from reports.models import Document, DocumentKind
from tests.cast import Cast
from tests.concertation.conftest import (
    act,
    committee,
    following,
    fresh,
    kadia,
    meeting,
    sent,
)
from tests.mandates.organs import hold, organ, seat

__all__ = ["committee", "kadia", "meeting"]
NOW, DAY = "2026-10-05T10:00:00+00:00", date(2026, 10, 20)


@pytest.fixture(autouse=True)
def october() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def pdf_of(*words: str) -> bytes:
    """A PDF of one page for each word."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for word in words:
        made.add_blank_page(page_size=(595, 842))
        page = made.pages[-1]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(f"BT /F1 40 Tf 60 700 Td ({word}) Tj ET".encode())
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of("Secret"))) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def picture(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 400), "gray").save(out, kind)
    return out.getvalue()


def joins(meeting: Meeting, scope: Scope, title: str, content: bytes, mime: str, **said: Any) -> Item:
    """One more item, with this paper."""
    paper = Scan(io.BytesIO(content), mime)
    return write_item(
        fresh(meeting), Point(title, paper=paper, **said), scope, version=fresh(meeting).version
    )


def issued(meeting: Meeting, piece: str = "", reason: str = "") -> Document:
    return meeting_paper.issue(fresh(meeting), piece, asked_by=None, reason=reason)


def pages_of(document: Document) -> list[str]:
    """The words of each page, one space between them."""
    with open_file(document.file) as kept:
        pages = PdfReader(io.BytesIO(kept.read())).pages
        return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]


def front(pages: list[str]) -> str:
    """The words before the first piece: page 1, more when many papers are joined."""
    first = re.search(r"1\. Convocation, p\. (\d+)", " ".join(pages))
    assert first
    return " ".join(pages[: int(first[1]) - 1])


def listed(pages: list[str]) -> list[tuple[str, str, int]]:
    """(number, title, first page) of what page 1 lists."""
    found = re.findall(r"(\d+)\. ([^,.]+), p\. (\d+)", front(pages).partition("Liste des pièces")[2])
    return [(number, title, int(page)) for number, title, page in found]


# ---- Its pieces ----
def test_the_list_of_page_one_is_what_follows(meeting: Meeting, kadia: Scope) -> None:
    joins(meeting, kadia, "Budget", pdf_of("Alpha", "Beta", "Gamma"), "application/pdf")
    joins(meeting, kadia, "Photo du toit", picture(), "image/jpeg")
    joins(meeting, kadia, "Plan du local", picture("PNG"), "image/png")
    pages = pages_of(issued(meeting))
    lines = listed(pages)
    assert [number for number, _, _ in lines] == [str(i + 1) for i in range(len(lines))]
    for number, title, first in lines:
        assert f"{number}. {title}" in pages[first - 1], title
    for i, page in enumerate(pages, start=1):
        assert f"page {i} / {len(pages)}" in page
        assert "Projet d’ordre du jour · établi le 5 octobre 2026" in page
    budget = next(first for _, title, first in lines if title.endswith("Budget"))
    assert f"Budget, p. {budget} à {budget + 2}" in pages[0]
    assert lines[0][2] == 2
    assert [word in pages[budget - 1 + i] for i, word in enumerate(("Alpha", "Beta", "Gamma"))] == [True] * 3
    assert lines[-1][2] == len(pages) == budget + 4
    assert "page 2 sur 3" in pages[budget]


def test_what_is_not_there_says_why(meeting: Meeting) -> None:
    pages = pages_of(issued(meeting))
    assert listed(pages)[0][2] == 2
    for words in (
        "PV de la réunion d’avant : non joint. Aucune réunion de cet organe n’a encore été tenue ici.",
        "Décisions en suspens : non joint. Aucune décision des réunions d’avant n’est en suspens.",
        "(SIEC-S) : non joint. La fiche essentielle est celle d’une commune",
        "Exécution des plans : non joint. Aucun plan 2026 approuvé dans ce lieu.",
        "non joint. Aucun mois validé ne donne ces comptes, de juillet à septembre 2026. Ce n’est pas zéro.",
    ):
        assert words in pages[0], words


def test_the_words_are_those_of_the_database(meeting: Meeting, kadia: Scope) -> None:
    """The meeting after one whose minutes are sent: its minutes, its decision that is late."""
    sent(meeting, kadia)
    with time_machine.travel("2026-11-20T10:00:00+00:00", tick=False):
        after = following(meeting, kadia, date(2026, 11, 25))
        text = " ".join(pages_of(issued(after)))
    for words in (
        "Approbation du PV du 5 octobre 2026",
        "Décisions en suspens",
        "La réunion s’est ouverte à neuf heures.",
        "4 présents ou représentés sur 5 sièges, quorum 3 : atteint",
        "Acheter 200 CTA",
        "1 décision en suspens, dont 1 en retard.",
        "20 jours de retard",
        "siège vacant",
        "Le secrétaire de séance",
        "PV à écrire en séance",
        str(meeting.organ),
    ):
        assert words in text, words
    assert "Moussa Coulibaly" in text


def test_an_internal_item_is_printed_for_nobody(meeting: Meeting, kadia: Scope) -> None:
    joins(meeting, kadia, "Affaire Traoré", pdf_of("Confidentiel"), "application/pdf", openness="interne")
    text = " ".join(pages_of(issued(meeting)))
    assert "Point interne" in text
    assert "Affaire Traoré" not in text
    assert "Confidentiel" not in text


def test_its_title_and_its_watermark_follow_its_state(meeting: Meeting, kadia: Scope) -> None:
    assert meeting_paper.state_words(meeting) == "Projet d’ordre du jour"
    act(meeting, "convoquer", kadia)
    convened = meeting_paper.context(Sitting.of(fresh(meeting)), "", "n", now(), "x")
    assert (convened.words["doc_title"], convened.words["watermark"]) == ("Ordre du jour", "")
    there = sent(meeting, kadia)
    assert meeting_paper.state_words(there) == "Projet de PV"
    pages = pages_of(issued(there))
    assert all("Projet de PV" in page for page in pages)
    assert "Présences" not in pages[0]
    Meeting.objects.filter(pk=there.pk).update(
        state="approuve", approved_on=date(2026, 10, 6), approved_in=there
    )
    assert meeting_paper.state_words(fresh(there)) == "PV approuvé le 6 octobre 2026"


def now() -> datetime:
    return datetime.fromisoformat(NOW)


def test_a_paper_that_came_after_the_convocation_says_so(meeting: Meeting, kadia: Scope) -> None:
    joins(meeting, kadia, "À temps", pdf_of("Un"), "application/pdf")
    act(meeting, "convoquer", kadia)
    with time_machine.travel("2026-10-08T10:00:00+00:00", tick=False):
        joins(meeting, kadia, "En retard", pdf_of("Deux"), "application/pdf")
        first = front(pages_of(issued(meeting)))
    assert re.search(r"En retard, p\. \d+ \(ajouté le 8 octobre 2026\)", first)
    assert not re.search(r"À temps, p\. \d+ \(ajouté", first)


def test_the_signed_attendance_sheet_is_joined(meeting: Meeting, kadia: Scope) -> None:
    there = sent(meeting, kadia)
    sheet = Scan(io.BytesIO(pdf_of("Signatures")), "application/pdf")
    join_sheet(there, sheet, kadia, version=there.version)
    pages = pages_of(issued(there))
    assert "Feuille de présence signée du 5 octobre 2026, p. " in front(pages)
    assert "Signatures" in pages[-1]


# ---- What is wrong with a paper ----
def broken(meeting: Meeting, content: bytes, mime: str, name: str) -> StoredFile:
    """Kept as it is, whatever it is: as a file that was damaged afterwards."""
    return store(
        content, name=name, mime=mime, action=Action.MEETING_SEE, place_kind=meeting.organ.place_kind,
        where=Where(), created_by=None,
    )  # fmt: skip


def test_a_bad_paper_is_named_with_its_reason(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    html = b"<html><body>Bonjour</body></html>"
    monkeypatch.setattr(attached, "MOST_PAGES", 4)
    papers = {
        "verrou": (locked(), "application/pdf", "protégé par un mot de passe"),
        "casse": (b"%PDF-1.7 rien", "application/pdf", "abîmé"),
        "coupe": (pdf_of("Un")[:150], "application/pdf", "abîmé"),
        "page-web": (html, "image/jpeg", "abîmé"),
        "demi-photo": (picture()[:300], "image/jpeg", "abîmé"),
        "long": (pdf_of(*"abcde"), "application/pdf", "5 pages, 4 au plus"),
        "tableur": (b"PK\x03\x04", "application/zip", "ni un PDF, ni une image"),
    }
    for i, (name, (content, mime, _)) in enumerate(papers.items(), start=10):
        kept = broken(meeting, content, mime, f"{name}.x")
        Item.objects.create(meeting=meeting, rank=i, title=f"Sujet {name}", paper=kept)
    lost = broken(meeting, b"%PDF-1.7", "application/pdf", "perdu.pdf")
    path_of(lost).unlink()
    Item.objects.create(meeting=meeting, rank=30, title="Sujet perdu", paper=lost)
    good = broken(meeting, pdf_of("Lisible"), "application/pdf", "bon.pdf")
    Item.objects.create(meeting=meeting, rank=31, title="Sujet bon", paper=good)
    pages = pages_of(issued(meeting))
    for name, (_, _, reason) in papers.items():
        said = front(pages).partition(f"Sujet {name} ({name}.x) : non joint. ")[2].partition("Point ")[0]
        assert reason in said, name
    assert "Sujet perdu (perdu.pdf) : non joint. Ce fichier manque sur le disque" in front(pages)
    assert "Lisible" in pages[-1]


def test_papers_too_heavy_together_are_left_out(
    meeting: Meeting, kadia: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = pdf_of("Premier"), pdf_of("Second")
    joins(meeting, kadia, "Premier", one, "application/pdf")
    joins(meeting, kadia, "Second", two, "application/pdf")
    monkeypatch.setattr(attached, "MOST", len(one) + len(two) - 1)
    pages = pages_of(issued(meeting))
    assert re.search(r"Second \(.*\) : non joint\. Trop lourd", front(pages))
    assert "Premier" in pages[-1]


def test_a_paper_of_80_mb_is_refused_with_a_sentence(meeting: Meeting, everybody: Cast) -> None:
    heavy = io.BytesIO(b"%PDF-1.7" + bytes(80 * 1024 * 1024))
    heavy.name = "lourd.pdf"
    url = reverse("meeting_item_add", args=[meeting.pk])
    answer = everybody.client_of("kadia").post(
        url, {"title": "Lourd", "version": meeting.version, "paper": heavy}
    )
    assert answer.status_code in {413, 422}
    assert "trop lourd" in answer.content.decode()
    assert not meeting.items.filter(title="Lourd").exists()


# ---- Issued, kept, opened ----
def test_asking_leads_to_a_job_that_issues_once(meeting: Meeting, everybody: Cast) -> None:
    client, url = everybody.client_of("kadia"), reverse("meeting_dossier_ask", args=[meeting.pk])
    page = client.get(url).content.decode()
    assert "Projet d’ordre du jour" in page
    assert all(piece.title in page for piece in PIECES)
    client.post(url)
    job = Job.objects.get()
    for _ in range(2):
        run_job(str(job.pk))
        Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, done_steps=0)
    document = Document.objects.get()
    assert document.number == f"REU-20261012-{meeting.pk}-1"
    assert (document.kind, document.commune, document.edition) == (DocumentKind.MEETING, None, 1)
    listed_page = client.get(reverse("meeting_dossier", args=[meeting.pk])).content.decode()
    assert document.file_url in listed_page
    assert client.post(url).status_code == 422
    assert client.post(url, {"why": "erreur"}).status_code == 302


def test_one_piece_apart_has_its_own_editions(meeting: Meeting) -> None:
    whole, apart = issued(meeting), issued(meeting, "presence")
    again = issued(meeting, "presence", reason="perdu")
    assert (whole.edition, apart.edition, again.edition) == (1, 1, 2)
    assert again.number == f"REU-20261012-{meeting.pk}-PRESENCE-2"
    assert list(apart.editions().order_by("edition")) == [apart, again]
    shown = {one.number: getattr(one, "replaced", None) for one in Document.objects.with_newer()}
    assert shown == {whole.number: False, apart.number: True, again.number: False}
    pages = pages_of(again)
    assert len(pages) == 2
    assert "1. Feuille de présence" in pages[1]
    assert "Signature" in pages[1]


def test_who_opens_it(everybody: Cast) -> None:
    """The people of the aire, the mayor of its CSCOM, the CSRéf: not the mayor of the commune beside it."""
    made = Meeting.objects.create(organ=organ(aire=everybody.territory.second_aire), planned_on=DAY)
    document = issued(made)
    file, page = document.file_url, reverse("document_show", args=[document.number])
    stored = reverse("file_download", args=[document.file_id])
    for name, opens in (("oumar", 200), ("fanta", 200), ("nana", 200), ("drissa", 404), ("kadia", 404)):
        client = everybody.client_of(name)
        for url in (file, page, stored):
            answer = client.get(url)
            answer.getvalue()
            assert answer.status_code == opens, (name, url)
        assert (document.number in client.get(reverse("document_list")).content.decode()) == (opens == 200)
        assert Document.objects.visible_to(everybody.scope_of(name)).exists() == (opens == 200), name


def test_a_seat_alone_opens_no_file(committee: Organ, meeting: Meeting, everybody: Cast) -> None:
    """A partner sits: she reads the meeting on screen, she is told whom to ask for the paper."""
    hold(seat(committee, "invité"), everybody.person_of("julie"))
    document, client = issued(meeting), everybody.client_of("julie")
    page = client.get(reverse("meeting_dossier", args=[meeting.pk])).content.decode()
    assert document.number in page
    assert "demandez le dossier à qui tient la réunion" in page
    assert document.file_url not in page
    assert client.get(document.file_url).status_code == 404
    assert client.get(reverse("document_show", args=[document.number])).status_code == 404


def test_whoever_keeps_a_meeting_prints_it(everybody: Cast) -> None:
    """The chargé SIS keeps the meetings of the district, and reads them as their keeper alone."""
    made = Meeting.objects.create(organ=organ(district=everybody.territory.district), planned_on=DAY)
    client = everybody.client_of("salif")
    client.post(reverse("meeting_dossier_ask", args=[made.pk]), {"piece": "presence"})
    run_job(str(Job.objects.get().pk))
    document = Document.objects.get()
    answer = client.get(document.file_url)
    answer.getvalue()
    assert (document.piece, answer.status_code) == ("presence", 200)


def test_who_may_ask(meeting: Meeting, everybody: Cast) -> None:
    url = reverse("meeting_dossier_ask", args=[meeting.pk])
    for name, status in (("fanta", 403), ("julie", 404), ("kadia", 302)):
        assert everybody.client_of(name).post(url).status_code == status, name
    everybody.end_mandate_of("kadia")
    job = Job.objects.get()
    run_job(str(job.pk))
    job.refresh_from_db()
    assert job.message == tasks.NO_RIGHT
    assert not Document.objects.exists()


def test_the_paper_is_genuine(meeting: Meeting, everybody: Cast) -> None:
    document = issued(meeting)
    page = everybody.client_of("drissa").get(f"/v/{document.code}/").content.decode()
    assert document.number in page
    assert str(meeting.organ) in page


def test_a_meeting_of_a_commune_has_its_sheet_and_its_plans(everybody: Cast) -> None:
    council = organ(commune=everybody.territory.host)
    made = Meeting.objects.create(organ=council, planned_on=DAY)
    document = issued(made)
    assert "Région de Koulikoro" not in document.title
    assert "(SIEC-S)" in pages_of(document)[0]
    assert not Document.objects.visible_to(everybody.scope_of("drissa")).exists()


# ---- What the database says ----
def test_a_document_is_of_a_commune_or_of_a_meeting(meeting: Meeting, everybody: Cast) -> None:
    document = issued(meeting)
    for wrong in ({"commune": everybody.territory.host}, {"meeting": None}, {"kind": DocumentKind.DOSSIER}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**wrong)
    issued(meeting, reason="une erreur")
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(edition=2).update(edition=1, reissue_reason="")

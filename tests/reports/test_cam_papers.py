"""Conventions and their reviews on paper: what is printed, who may ask, who opens them."""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from pypdf import PdfReader

from conventions.models import Cam, Due, Review
from jobs.models import Job
from jobs.tasks import run_job
from reports import pdf
from reports.cam import paper, review
from reports.genuine import Proof, new_code
from reports.models import Document, DocumentKind
from tests.cast import Cast
from tests.conventions.forced import all_said, due, in_force, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day() -> Iterator[time_machine.Traveller]:
    """Monday 5 October 2026."""
    with time_machine.travel("2026-10-05T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def cam(everybody: Cast) -> Cam:
    return in_force(everybody, preamble="Un centre ouvert chaque jour.")


def text_of(template: str, words: dict[str, Any]) -> str:
    content = pdf.render(template, words | {"proof": Proof(new_code())})
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def address(cam: Cam, rest: str = "") -> str:
    return f"{cam.get_absolute_url()}{rest}imprimer/"


def run(last: str) -> Job:
    """The work that this answer leads to, done."""
    pk = last.rstrip("/").rsplit("/", 1)[-1]
    run_job(pk)
    return Job.objects.get(pk=pk)


def _replaced() -> list[str]:
    """The papers of which a later edition exists."""
    return list(Document.objects.with_newer().filter(Q(replaced=True)).values_list("number", flat=True))


def test_the_convention_as_it_is_printed(cam: Cam, everybody: Cast) -> None:
    one = due(cam, "Constituer le stock").commitment
    one.amount = 300_000
    one.save()
    printed = text_of(paper.TEMPLATE, paper.context(cam, f"{cam.number}-1", timezone.now(), "Fanta Keïta"))
    for words in (
        "Convention d’assistance mutuelle", "Un centre ouvert chaque jour.", "du 1er janvier 2025 au",
        "31 décembre 2029", "La commune s’engage à", "C3", "300 000", "Constituer le stock",
        "L’ASACO s’engage à", "Déclarer le personnel", "3 mois de préavis",
        "a signé le 16 décembre 2024", f"{cam.number}-1",
    ):  # fmt: skip
        assert words in printed.replace("\u202f", " ").replace("\u00a0", " "), words


def test_a_draft_says_so_and_is_printed_by_its_writers(cam: Cam, everybody: Cast) -> None:
    Cam.objects.filter(pk=cam.pk).update(state="brouillon", ends_on=None, vised_on=None)
    draft = Cam.objects.located().get(pk=cam.pk)
    words = paper.context(draft, "CAM-1", timezone.now(), "")
    assert (words["watermark"], words["state"]) == ("Brouillon", "Brouillon")
    assert everybody.client_of("fanta").post(address(draft)).status_code == 302
    # Kadia helps to collect the papers: she reads the draft, its writers print it.
    page = everybody.client_of("kadia").post(address(draft))
    assert page.status_code == 200
    assert "tant qu’il n’est pas déposé" in page.content.decode()
    assert everybody.client_of("nana").get(address(draft)).status_code == 404


def test_asked_made_kept_and_verified(cam: Cam, everybody: Cast) -> None:
    fanta = everybody.client_of("fanta")
    assert fanta.get(address(cam)).status_code == 200
    job = run(fanta.post(address(cam))["Location"])
    assert job.state == Job.State.DONE
    made = Document.objects.get()
    assert (made.number, made.kind, made.cam, made.commune) == (
        f"{cam.number}-1", DocumentKind.CAM, cam, cam.commune,
    )  # fmt: skip
    assert fanta.get(f"/documents/{made.number}/").status_code == 200
    assert fanta.get(f"/documents/{made.number}/").content.decode().count(address(cam)) == 1
    # Another edition says why.
    assert fanta.post(address(cam)).status_code == 422
    run(fanta.post(address(cam), {"why": "circuit"})["Location"])
    first, second = Document.objects.order_by("edition")
    assert (_replaced(), second.number) == ([first.number], f"{cam.number}-2")
    assert list(first.editions().order_by("edition")) == [first, second]


@pytest.mark.parametrize(
    ("name", "register", "file"),
    [
        ("fanta", 200, 200), ("moussa", 200, 200), ("awa", 200, 200), ("seydou", 200, 200),
        ("nana", 200, 200), ("ramata", 200, 200),
        ("boubacar", 404, 200),  # the préfet reads conventions, not the register of documents
        ("drissa", 404, 404),  # the neighbour mayor
        ("sitan", 404, 404),  # the treasurer reads documents, no convention
        ("salif", 404, 404),
    ],
)  # fmt: skip
def test_who_opens_it(name: str, register: int, file: int, cam: Cam, everybody: Cast) -> None:
    run(everybody.client_of("fanta").post(address(cam))["Location"])
    made, client = Document.objects.get(), everybody.client_of(name)
    assert client.get(f"/documents/{made.number}/").status_code == register
    answer = client.get(f"/fichiers/{made.file_id}/")
    assert answer.status_code == file
    if answer.streaming:
        answer.getvalue()
    listed = client.get("/documents/")
    assert (made.number in listed.content.decode()) == (register == 200)


def test_the_review_side_by_side(cam: Cam, everybody: Cast) -> None:
    all_said(cam, year=2026, parties=["commune"])
    stock = due(cam, "Constituer le stock")
    said(stock, "asaco", "non_tenu", "Rien n’est arrivé.")
    Due.objects.filter(pk=stock.pk).update(called=300_000, paid=100_000)
    printed = text_of(
        review.TEMPLATE, review.context(cam, 2026, "R-1", timezone.now(), "Moussa Coulibaly")
    ).replace("\u202f", " ").replace("\u00a0", " ")  # fmt: skip
    for words in (
        "Revue annuelle de la convention, 2026", "100 %", "3 sur 3", "Rien n’est arrivé.", "non tenu",
        "Sur 1 engagement, les parties ne disent pas la même chose", "200 000", "Avant la revue",
    ):  # fmt: skip
        assert words in printed, words


def test_the_review_is_printed_once_a_year_has_come(cam: Cam, everybody: Cast) -> None:
    fanta = everybody.client_of("fanta")
    assert fanta.get(address(cam, "annees/2027/")).status_code == 404
    assert fanta.get(address(cam, "annees/2019/")).status_code == 404
    run(fanta.post(address(cam, "annees/2026/"))["Location"])
    run(fanta.post(address(cam, "annees/2025/"))["Location"])
    run(fanta.post(address(cam))["Location"])
    found = set(Document.objects.values_list("number", flat=True))
    assert found == {f"{cam.number}-R2026-1", f"{cam.number}-R2025-1", f"{cam.number}-1"}
    assert _replaced() == []


def test_a_closed_review_has_no_watermark(cam: Cam) -> None:
    Review.objects.create(
        cam=cam, year=2026, held_on=date(2026, 9, 30), closed_on=date(2026, 9, 30), women=4, men=7,
        place="Mairie", words="On a parlé du stock.",
    )  # fmt: skip
    words = review.context(cam, 2026, "R-1", timezone.now(), "")
    assert (words["watermark"], words["closed"]) == ("", True)
    assert ("Présents", "4 femmes, 7 hommes") in words["facts"]


def test_the_database_wants_its_convention(cam: Cam, everybody: Cast) -> None:
    run(everybody.client_of("fanta").post(address(cam))["Location"])
    for wrong in ({"cam": None}, {"kind": DocumentKind.DOSSIER}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.update(**wrong)

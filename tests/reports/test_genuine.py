"""Whoever holds a paper learns whether it is genuine, and nothing else."""

import io
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from accounts.models import Person
from communes.models import Commune
from files.store import open_file
from reports import genuine, plan_papers
from reports.issuing import issue, keep
from reports.models import Document
from tests.cast import Cast
from tests.planning.running import made_plan
from tests.reports.conftest import QUARTER

SITE = "https://jekabaara.example"
REASON = "une erreur a été corrigée"


@pytest.fixture
def document(everybody: Cast) -> Document:
    """In the register, asked by Issa; its file is no PDF."""
    return registered(everybody.territory.host, 1, "", everybody.person_of("issa"))


def registered(commune: Commune, edition: int, reason: str, person: Person) -> Document:
    """A line of the register, as ``issue`` leaves it."""
    number = f"RTP-2026-T3-{commune.code}-{edition}"
    paper = Document(
        number=number, title="Titre", commune=commune, quarter=QUARTER.code, edition=edition,
        data_cutoff_at=timezone.now(), asked_by=person,
    )  # fmt: skip
    keep(paper, number.encode(), genuine.Proof(genuine.new_code(), reason=reason), "0123abcd" * 8)
    return paper


def replaced(document: Document, cast: Cast) -> Document:
    """The next edition, asked by Fanta."""
    return registered(cast.territory.host, document.edition + 1, REASON, cast.person_of("fanta"))


@pytest.fixture
def paper(quarter: Cast, settings: Settings) -> Document:
    """A true one, on a site whose address is known."""
    settings.SITE_URL = SITE
    commune = Commune.objects.select_related("cercle__region", "district").get(pk=quarter.territory.host.pk)
    return issue(commune, QUARTER, asked_by=quarter.person_of("issa"))


def asked(url: str, who: Client | None = None) -> tuple[int, str]:
    """Status and words of a page, for a stranger unless ``who``."""
    answer: Any = (who or Client()).get(url, follow=True)
    return answer.status_code, re.sub(r"\s+", " ", answer.content.decode())


def printed(document: Document) -> str:
    with open_file(document.file) as kept:
        pages = PdfReader(io.BytesIO(kept.read())).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def address(document: Document) -> str:
    assert document.code
    return f"/v/{genuine.spelled(document.code)}/"


# ---- The code ----
def test_a_code_is_drawn_from_signs_that_nobody_takes_for_others() -> None:
    codes = {genuine.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 12 and set(code) <= set(genuine.SIGNS) for code in codes)
    assert not set(genuine.SIGNS) & set("01ILOU")


@pytest.mark.parametrize(
    "typed", ["K7QM-2XRT-9BDF", " k7qm 2xrt 9bdf ", "k7qm2xrt9bdf", "K7QM\u00a02XRT-9BDF"]
)
def test_a_code_is_read_as_it_is_typed(typed: str) -> None:
    assert genuine.cleaned(typed) == "K7QM2XRT9BDF"
    assert genuine.spelled("K7QM2XRT9BDF") == "K7QM-2XRT-9BDF"


@pytest.mark.parametrize(
    "typed", ["", "K7QM", "K7QM-2XRT-9BD0", "é" * 12, "K7QM2XRT9BDFF", "x" * 9999, "\0" * 12]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert genuine.cleaned(typed) == ""


# ---- On paper ----
@pytest.mark.django_db
def test_a_paper_bears_its_code_where_to_ask_what_it_replaces_and_why(paper: Document) -> None:
    text = printed(paper)
    assert paper.code
    assert f"{SITE}{address(paper)}" in text
    assert f"Code : {genuine.spelled(paper.code)}" in text
    assert paper.fingerprint in text
    assert "Remplace" not in text
    assert paper.commune
    second = issue(paper.commune, QUARTER, reason=REASON)
    assert f"Remplace le n° {paper.number} : {REASON}" in printed(second)
    assert second.code != paper.code


def test_the_qr_code_is_the_address(settings: Settings) -> None:
    proof = genuine.Proof("K7QM2XRT9BDF")
    settings.SITE_URL = ""
    assert proof.address == ""
    assert "<title>Code QR\u00a0: K7QM-2XRT-9BDF</title>" in proof.qr
    settings.SITE_URL = SITE
    assert f"<title>Code QR\u00a0: {SITE}/v/K7QM-2XRT-9BDF/</title>" in proof.qr
    assert proof.qr.startswith('<svg class="qr" viewBox="-4 -4 ')


# ---- The open page ----
@pytest.mark.django_db
def test_a_stranger_learns_that_it_is_genuine_and_the_last(document: Document) -> None:
    status, page = asked(address(document))
    assert status == 200
    for words in (
        "Document authentique", "C’est le dernier établi", document.number, "Rapport trimestriel",
        "Commune de Banamba", "établi", document.fingerprint[:8],
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.django_db
def test_a_stranger_learns_nothing_else(everybody: Cast, document: Document) -> None:
    """Neither who asked, nor why, nor the file, nor the whole fingerprints."""
    replaced(document, everybody)
    for one in Document.objects.all():
        page = asked(address(one))[1]
        hidden = ("Issa", "Koné", "Fanta", REASON, one.sha256, one.fingerprint, str(one.file_id))
        assert [words for words in (*hidden, "/fichiers/", "/documents/") if words in page] == []


@pytest.mark.django_db
def test_a_stranger_learns_that_it_was_replaced(everybody: Cast, document: Document) -> None:
    second = replaced(document, everybody)
    page = asked(address(document))[1]
    assert f"<b>Il a été remplacé</b> par le n° {second.number}, établi le" in page
    assert "C’est le dernier établi" not in page
    assert "C’est le dernier établi" in asked(address(second))[1]


@pytest.mark.django_db
def test_of_a_plan_the_aire_is_told(everybody: Cast) -> None:
    paper = plan_papers.issue(made_plan(everybody.territory.aire), asked_by=None)
    assert "Aire de santé de Samakélé, commune de Banamba" in asked(address(paper))[1]


@pytest.mark.django_db
def test_every_wrong_guess_gets_one_answer(document: Document) -> None:
    """A code of nobody, a number, a word: the same page, so that nothing is learnt by trying."""
    guesses = ("K7QM-2XRT-9BDF", document.number, str(document.pk), "x", document.sha256, "é")
    answers = {asked(f"/v/{guess}/") for guess in guesses}
    answers |= {asked(f"/verifier/?code={guess}") for guess in guesses}
    assert len(answers) == 1
    status, page = answers.pop()
    assert status == 404
    assert "Aucun document ne porte ce code." in page


@pytest.mark.django_db
def test_a_paper_of_before_codes_is_found_by_none(document: Document) -> None:
    Document.objects.update(code=None, fingerprint="")
    assert asked(address(document))[0] == 404
    assert asked("/v//")[0] == 404


@pytest.mark.django_db
def test_the_code_is_typed_as_one_likes(document: Document) -> None:
    assert document.code
    status, page = asked(f"/verifier/?code= {document.code.lower()} ")
    assert (status, document.number in page) == (200, True)
    assert asked("/verifier/")[0] == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (str.upper, "C’est le fichier d’origine, au signe près."),
        (lambda digest: digest[::-1], "Ce n’est pas le fichier d’origine."),
        (lambda digest: digest[:20], "Une empreinte sha256 a 64 signes"),
        (lambda _: "<script>", "Une empreinte sha256 a 64 signes"),
    ],
)
def test_a_file_is_compared(document: Document, change: object, words: str) -> None:
    typed = change(document.sha256)  # type: ignore[operator]
    status, page = asked(f"{address(document)}?empreinte={typed}")
    assert (status, words in page, "<script>" in page) == (200, True, False)


@pytest.mark.django_db
def test_nobody_tries_without_end(document: Document, settings: Settings) -> None:
    _, per = settings.RATE_LIMITS["document_verify"]
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"document_verify": (3, per)}
    stranger = Client()
    assert stranger.head("/v/x/").status_code == 404  # a look without the page counts too
    assert [asked("/v/x/", stranger)[0] for _ in range(2)] == [404, 404]
    assert asked(address(document), stranger)[0] == 429
    assert asked("/verifier/?code=x", stranger)[0] == 429


@pytest.mark.django_db
def test_no_cache_nor_search_engine_keeps_it(document: Document) -> None:
    for url in (address(document), "/v/x/", "/verifier/"):
        answer = Client().get(url)
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
        assert Client().post(url).status_code == 405


# ---- What the database holds to ----
@pytest.mark.django_db
@pytest.mark.parametrize(("edition", "reason"), [(1, "une erreur"), (2, "")])
def test_a_reason_stands_with_what_replaces_alone(document: Document, edition: int, reason: str) -> None:
    document.edition, document.reissue_reason = edition, reason
    with pytest.raises(ValidationError, match="Un document qui en remplace un autre dit pourquoi"):
        document.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        document.save()


# ---- Asking again ----
URL = "/communes/ML020201/rapport-trimestriel/"


@pytest.mark.django_db
def test_asking_again_asks_why(quarter: Cast, document: Document) -> None:
    client, given = quarter.client_of("fanta"), {"trimestre": "2026-T3"}
    assert "Pourquoi le refaire" in client.get(URL).content.decode()
    for wrong, words in (
        ({}, "Choisissez pourquoi ce document est refait."),
        ({"why": "x"}, "Choisissez une des raisons."),
        ({"why": "autre", "words": "  "}, "Écrivez la raison."),
        ({"why": "erreur", "words": "x" * 201}, "Trop long"),
    ):
        answer = client.post(URL, given | wrong)
        assert (answer.status_code, words in answer.content.decode()) == (422, True), wrong
        assert "Erreur\u00a0: " in answer.content.decode()
    kept = client.post(URL, given | {"why": "autre", "words": "x" * 201}).content.decode()
    assert "x" * 201 in kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "given"),
    [
        (URL, {"trimestre": "2026-T3"}),
        ("/rapports-trimestriels/", {"trimestre": "2026-T3", "lesquels": "tous"}),
    ],
)
def test_the_reason_is_kept_with_the_work(
    quarter: Cast, document: Document, url: str, given: dict[str, str]
) -> None:
    client = quarter.client_of("nana")
    assert client.post(url, given).status_code == 422
    answer = client.post(url, given | {"why": "erreur", "words": " le  Penta 3 "})
    assert answer.status_code == 302
    job = quarter.person_of("nana").jobs.get()
    assert job.params["motif"] == "une erreur a été corrigée\u00a0: le Penta 3"


@pytest.mark.django_db
def test_who_reads_the_paper_reads_why(everybody: Cast, document: Document) -> None:
    second = replaced(document, everybody)
    client = everybody.client_of("kadia")
    former = asked(f"/documents/{document.number}/", client)[1]
    assert "<b>Ce document a été remplacé</b> par le n°" in former
    assert REASON in former
    page = asked(f"/documents/{second.number}/", client)[1]
    assert f'Remplace</dt><dd>le n° <a href="/documents/{document.number}/"' in page
    assert address(second) in page
    assert "remplacée" in asked("/documents/", client)[1]

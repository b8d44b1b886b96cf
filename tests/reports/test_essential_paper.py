"""The essential sheet on paper: two pages, validated figures, numbered, kept, found again by its readers."""

import hashlib
import io
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from communes.models import Commune, Population, Village
from core.formats import number
from core.months import Month, Quarter
from cscom.models import Aire, CommuneShare, VillageAire
from files.store import path_of
from jobs.models import Job
from jobs.tasks import run_job
from monitoring.spans import QUARTER as T3
from monitoring.spans import Span, chosen, spans
from notices.models import Notice
from reports import pdf, tasks
from reports.essential import paper
from reports.essential.issuing import SHEET
from reports.genuine import Proof, new_code
from reports.issuing import CannotIssue
from reports.issuing import issue as issue_quarterly
from reports.models import Document, DocumentKind
from reports.spanned import Edition
from tests.cast import Cast
from tests.mandates.organs import organ
from tests.reports.conftest import CANARY, QUARTER

SEPTEMBER = Month(2026, 9)
NUMBER = "SIECS-202607-202609-ML020201-1"


def third_quarter() -> Span:
    return chosen(T3, spans(SEPTEMBER))


def printed(commune: Commune) -> list[str]:
    """The words of each page, one space between them."""
    span = third_quarter()
    edition = Edition(SHEET.number_of(commune, span.months, 1), timezone.now(), "Issa Koné")
    proof = Proof(new_code(), SHEET.number_of(commune, span.months, 12), "une erreur : " + "mot " * 50)
    content = pdf.render(paper.TEMPLATE, paper.context(commune, span, edition) | {"proof": proof})
    pages = PdfReader(io.BytesIO(content)).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def document(quarter: Cast) -> Document:
    """Issued for Issa, secretary of the town hall of Banamba."""
    return SHEET.issue(quarter.territory.host, third_quarter(), asked_by=quarter.person_of("issa"))


# ---- The paper ----
def test_two_pages_that_say_what_they_are(quarter: Cast) -> None:
    pages = printed(quarter.territory.host)
    assert len(pages) == 2
    for words in (
        NUMBER,
        "Fiche essentielle de la commune (SIEC-S)",
        "Commune de Banamba · de juillet à septembre 2026",
        "Samakélé (part de la commune : 60 %)",
        "5 rapports mensuels reçus sur 6 attendus, 4 validés",
        "arrêtés au 3 novembre 2026 à 10 h 00",
        "A. Population et cibles",
        "561",
        "T3 2026",
        "T3 2025",
        "à la demande d’Issa Koné",
        "Remplace le n° SIECS-202607-202609-ML020201-12 : une erreur",
    ):
        assert words in pages[0], words
    for words in (
        "D. Couverture et qualité",
        "72 % Proche 90 % 65 % +7 pts mieux 4 / 6",
        "56 troisièmes doses, pour environ 78 enfants de moins d’un an.",
        "Cotrimoxazole",
        spaced(number(150 + CANARY + 40)),
        "F. Gouvernance Conventions (CAM) en vigueur : 0 / 2. Aucune aire n’a de convention en vigueur.",
        "Aucun organe n’est inscrit ici.",
        "G. Décisions",
        "Plans de 2026 exécutés : —. Aucun plan approuvé",
        "Problème",
    ):
        assert words in pages[1], words
    assert "provisoire" not in " ".join(pages)


def test_nothing_of_anybody_else(quarter: Cast) -> None:
    text = " ".join(printed(quarter.territory.neighbour))
    assert "Ben Kadi" in text
    for stranger in (spaced(number(CANARY)), "Banamba Central", "11 220"):
        assert stranger not in text, stranger


def test_a_large_commune_still_holds_on_one_leaf(quarter: Cast) -> None:
    """Fourteen aires, ninety villages that somebody counted, one aire below a fifth."""
    host = quarter.territory.host
    names = [f"Aire au nom plutôt long de la commune {i}" for i in range(12)]
    for i, name in enumerate(names):
        aire = Aire.objects.create(
            code=f"ML02-CSCOM-9{i}", name=name, host_commune=host, district=host.district
        )
        CommuneShare.objects.create(aire=aire, commune=host, share=9_000, starts_on=date(2009, 1, 1))
    small = Aire.objects.create(
        code="ML02-CSCOM-999",
        name="Au loin",
        host_commune=quarter.territory.neighbour,
        district=host.district,
    )
    CommuneShare.objects.create(aire=small, commune=host, share=1_000, starts_on=date(2009, 1, 1))
    for i in range(90):
        village = Village.objects.create(code=f"ML02W{i:03}", name=f"Village numéro {i}", commune=host)
        Population.objects.create(
            village=village, year=2026, total=100 + 10 * i, source="essai", estimated=True
        )
        VillageAire.objects.create(
            village=village,
            aire=quarter.territory.aire,
            starts_on=date(2009, 1, 1),
            distance_km=i,
            source="essai",
        )
    organ(aire=quarter.territory.aire, sessions_a_year=12)
    organ(commune=host, sessions_a_year=4)
    pages = printed(host)
    assert len(pages) == 2, [page[:160] for page in pages]
    assert "autres villages : voir la page de la commune." in pages[0]
    assert "Et 10 autres associations, sur la page de la fiche." in pages[1]
    assert "Sur 4 réunions dues, manquent : comité de gestion (4)." in pages[1]
    assert "G. Décisions Décisions en cours : 0." in re.sub(r" ?[•·] ?", " ", pages[1])
    assert "Comptes non montrés" in pages[1]


def test_what_is_not_received_is_written(quarter: Cast) -> None:
    """The second ASACO alone: its September never came, July is what it says last."""
    pages = printed(quarter.territory.host)
    assert "10 (juil.)" in pages[1]
    Population.objects.filter(commune=quarter.territory.host).delete()
    assert "La population de 2026 n’est pas connue ici." in printed(quarter.territory.host)[0]


def test_fictitious_is_said_on_both_pages(quarter: Cast, settings: Settings) -> None:
    settings.DEMO = True
    assert all("données fictives" in page for page in printed(quarter.territory.host))
    settings.DEMO = False
    assert "données fictives" not in " ".join(printed(quarter.territory.host))


# ---- Its line in the register ----
def test_number_file_and_fingerprint(quarter: Cast, document: Document) -> None:
    assert (document.number, document.edition, document.kind) == (NUMBER, 1, DocumentKind.ESSENTIAL)
    assert document.months == QUARTER.months
    assert document.period_words == "de juillet à septembre 2026"
    content = path_of(document.file).read_bytes()
    assert document.sha256 == hashlib.sha256(content).hexdigest() == document.file.sha256
    told = Notice.objects.filter(fact=f"document:{NUMBER}").values_list("person__first_name", flat=True)
    assert sorted(told) == ["Binta", "Fanta"]


def test_a_second_edition_keeps_the_first(quarter: Cast, document: Document) -> None:
    second = SHEET.issue(quarter.territory.host, third_quarter(), reason="une erreur")
    assert (second.number, second.edition, second.asked_by) == (NUMBER.removesuffix("1") + "2", 2, None)
    assert list(document.editions().order_by("edition")) == [document, second]


def test_a_sheet_and_a_quarterly_report_do_not_meet(quarter: Cast, document: Document) -> None:
    report = issue_quarterly(quarter.territory.host, QUARTER)
    assert report.edition == 1
    assert list(report.editions()) == [report]
    html = quarter.client_of("fanta").get("/documents/", {"nature": "fiche_siec_s"}).content.decode()
    assert NUMBER in html
    assert report.number not in html
    assert report.number in quarter.client_of("fanta").get("/documents/?trimestre=2026-T3").content.decode()


def test_a_paper_has_a_quarter_or_months(document: Document) -> None:
    document.quarter = Quarter(2026, 3).code
    with pytest.raises(ValidationError, match="Un rapport trimestriel a un trimestre"):
        document.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        document.save()


def test_nothing_was_due_nothing_is_issued(quarter: Cast) -> None:
    host = quarter.territory.host
    empty = Commune.objects.create(code="ML020299", name="Ouro", cercle=host.cercle, district=host.district)
    with pytest.raises(CannotIssue, match="Aucun rapport mensuel n’était attendu dans la commune d’Ouro"):
        SHEET.issue(empty, third_quarter())
    asked = quarter.client_of("salif").post(f"/communes/{empty.code}/fiche/etablir/")
    assert "il n’y a rien à imprimer" in asked.content.decode()
    assert not Job.objects.exists()


# ---- Who reads, who asks ----
READERS = ("kadia", "moussa", "oumar", "fanta", "binta", "salif", "nana", "modibo", "ramata")


def test_who_reads_a_sheet(quarter: Cast, document: Document) -> None:
    """Those who read the quarterly report, nobody else: (its page, the file)."""
    expected = dict.fromkeys(READERS, (200, 200)) | {"drissa": (404, 404), "anonyme": (302, 302)}
    found = {}
    for name in expected:
        client = quarter.client_of(name)
        answers = [client.get(url) for url in (f"/documents/{NUMBER}/", f"/fichiers/{document.file_id}/")]
        found[name] = tuple(answer.status_code for answer in answers)
        if answers[1].streaming:
            b"".join(answers[1])  # read to the end, the file is closed
    assert found == expected


def test_asking_leads_to_a_job_that_issues_once(quarter: Cast) -> None:
    client = quarter.client_of("issa")
    page = client.get("/communes/ML020201/fiche/etablir/?periode=trimestre").content.decode()
    assert "de juillet à septembre 2026" in page
    asked = client.post("/communes/ML020201/fiche/etablir/", {"periode": "trimestre"})
    job = Job.objects.get(kind=SHEET.kind)
    assert asked.headers["Location"] == f"/travaux/{job.pk}/"
    run_job(str(job.pk))
    done = Job.objects.get(pk=job.pk)
    assert (done.state, done.result["document"]) == (Job.State.DONE, NUMBER)
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, done_steps=0)
    run_job(str(job.pk))
    assert Document.objects.get().number == NUMBER
    html = client.get(f"/documents/{NUMBER}/").content.decode()
    assert "Fiche essentielle de Banamba" in html
    assert "/communes/ML020201/fiche/etablir/?periode=trimestre" in html


@pytest.mark.parametrize(("who", "status"), [("binta", 403), ("kadia", 403), ("drissa", 404), ("fanta", 302)])
def test_who_may_ask(quarter: Cast, who: str, status: int) -> None:
    answer = quarter.client_of(who).post("/communes/ML020201/fiche/etablir/", {"periode": "trimestre"})
    assert answer.status_code == status
    assert Job.objects.exists() == (status == 302)


def test_a_right_that_ended_stops_the_job(quarter: Cast) -> None:
    quarter.client_of("issa").post("/communes/ML020201/fiche/etablir/", {"periode": "trimestre"})
    mandate = quarter.mandate_of("issa")
    mandate.ends_on = date(2026, 11, 2)
    mandate.save()
    job = Job.objects.get()
    run_job(str(job.pk))
    assert Job.objects.get(pk=job.pk).message == tasks.NO_RIGHT
    assert not Document.objects.exists()

"""A plan on paper: what is printed, in which state, who opens it."""

import io
import re

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from files.scans import Scan
from files.store import open_file
from jobs.models import Job
from jobs.tasks import run_job
from planning.acts import do
from planning.beginning import begin
from planning.enums import Source
from planning.lines import write_line
from planning.models import Plan
from planning.workflow import CIRCUIT
from reports import tasks
from reports.models import Document
from tests.cast import Cast
from tests.planning.conftest import BLANK
from tests.planning.running import add_line, made_plan, say

NOW = "2026-10-05T10:00:00+00:00"


@pytest.fixture(autouse=True)
def october() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan(everybody: Cast) -> Plan:
    """Under review: adopted, with the opinion of the commune and its engagement."""
    made = begin(everybody.territory.aire, 2027, everybody.scope_of("kadia"))
    write_line(made, everybody.scope_of("kadia"), BLANK)
    CIRCUIT.apply(made, "adopter", everybody.scope_of("moussa"), version=made.version)
    said = {"kind": "reserves", "pledges": {str(made.activities.get().key): 150_000}}
    words = "Le budget n’est pas voté."
    CIRCUIT.apply(
        made, "avis", everybody.scope_of("fanta"), version=made.version, comment=words, details=said
    )
    return Plan.objects.located().get(pk=made.pk)


def issued(plan: Plan, cast: Cast, name: str, reason: str = "") -> Document:
    job = tasks.ask_plan(plan, cast.person_of(name), reason)
    run_job(str(job.pk))
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    return Document.objects.get(job_id=job.pk)


def status_of(cast: Cast, name: str, url: str) -> int:
    """How the address answers this person; a file that opens is read to its end, which shuts it."""
    answer = cast.client_of(name).get(url)
    answer.getvalue()
    return answer.status_code


def words_of(document: Document) -> str:
    with open_file(document.file) as kept:
        pages = PdfReader(io.BytesIO(kept.read())).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_what_is_printed_of_a_plan_under_review(plan: Plan, everybody: Cast) -> None:
    document = issued(plan, everybody, "kadia")
    assert (document.number, document.edition, document.sha256) == (
        f"{plan.number}-1",
        1,
        document.file.sha256,
    )
    text = words_of(document)
    for wanted in (
        "Pas encore approuvé", "Tenir deux sorties avancées par mois", "600 000",
        "Plan adopté par le conseil d’administration",
        "Moussa Coulibaly", "favorable avec réserves", "Le budget n’est pas voté.", "150 000",
        document.number, "Fanta Keïta, maire", "Date, signature et cachet",
    ):  # fmt: skip
        assert wanted in text.replace("\u202f", " "), wanted
    assert issued(plan, everybody, "kadia", "l’état a changé").edition == 2


def test_a_file_joined_to_an_act_is_named(plan: Plan, everybody: Cast) -> None:
    scan = Scan(io.BytesIO(b"%PDF-1.7 note"), "application/pdf")
    seydou = everybody.scope_of("seydou")
    do(plan, "valider", seydou, version=plan.version, words="Normes suivies.", joined=scan)
    text = words_of(issued(plan, everybody, "kadia")).replace("\u00a0", " ")
    piece = plan.attachments.get()
    assert "Fichier joint : note technique" in text
    assert piece.file.name in text.replace("- ", "-").replace(" ", "") or piece.file.name in text


def test_who_opens_it(plan: Plan, everybody: Cast) -> None:
    document = issued(plan, everybody, "kadia")
    file, page = (
        reverse("file_download", args=[document.file_id]),
        reverse("document_show", args=[document.number]),
    )
    for name, opens in (
        ("moussa", 200), ("fanta", 200), ("nana", 200), ("boubacar", 200), ("julie", 404), ("sitan", 404),
        ("oumar", 404), ("drissa", 404),
    ):  # fmt: skip
        assert status_of(everybody, name, file) == opens, name
    for name, reads in (("moussa", 200), ("nana", 200), ("sitan", 404), ("oumar", 404), ("julie", 404)):
        assert status_of(everybody, name, page) == reads, name
    listed = everybody.client_of("oumar").get(reverse("document_list")).content.decode()
    assert document.number not in listed


def test_an_executed_plan_is_printed_with_what_is_done(everybody: Cast) -> None:
    plan = made_plan(everybody.territory.aire)
    say(add_line(plan, 1, {Source.ASACO: 400_000}), 1, 50, engaged=200_000, by_asaco=100_000)
    document = issued(plan, everybody, "julie")
    text = words_of(document).replace("\u202f", " ")
    assert "Brouillon" not in text
    assert "Pas encore approuvé" not in text
    assert "Réalisation physique, pondérée par le coût : 50 %" in text.replace("\u00a0", " ")
    assert status_of(everybody, "julie", reverse("file_download", args=[document.file_id])) == 200


def test_who_may_ask(plan: Plan, everybody: Cast) -> None:
    url = reverse("plan_document", args=[plan.aire.code, plan.year, plan.edition])
    assert everybody.client_of("drissa").get(url).context["reason"]
    everybody.client_of("drissa").post(url)
    assert not Job.objects.exists()
    assert everybody.client_of("julie").get(url).status_code == 404
    assert everybody.client_of("seydou").post(url).status_code == 302
    assert Job.objects.count() == 1
    Plan.objects.filter(pk=plan.pk).update(state="retire")
    everybody.end_mandate_of("seydou")
    job = Job.objects.get()
    run_job(str(job.pk))
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert not Document.objects.exists()

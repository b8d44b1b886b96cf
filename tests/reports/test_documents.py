"""Issued papers: numbered, kept, found again by their readers alone."""

import hashlib
import re
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from core.months import Quarter
from files.store import path_of
from jobs.models import Job
from jobs.tasks import run_job
from notices.models import Notice
from reports import issuing, pdf, tasks
from reports.issuing import CannotIssue, issue
from reports.models import Document
from tests.cast import Cast
from tests.reports.conftest import QUARTER

NUMBER = "RTP-2026-T3-ML020201-1"
AGAIN = "Le refaire, sous un nouveau numéro"


@pytest.fixture
def document(quarter: Cast) -> Document:
    """Issued for Issa, secretary of the town hall of Banamba."""
    return issue(quarter.territory.host, QUARTER, asked_by=quarter.person_of("issa"))


def run(job: Job) -> Job:
    run_job(str(job.pk))
    return Job.objects.get(pk=job.pk)


def last_job() -> Job:
    return Job.objects.latest("created_at")


def ask(client: Client, code: str = "ML020201", quarter: str = "2026-T3") -> int:
    return client.post(f"/communes/{code}/rapport-trimestriel/", {"trimestre": quarter}).status_code


# ---- The paper and its line in the register ----
def test_number_file_and_fingerprint(document: Document) -> None:
    assert (document.number, document.edition, document.quarter) == (NUMBER, 1, "2026-T3")
    content = path_of(document.file).read_bytes()
    assert content.startswith(b"%PDF-1.7")
    assert document.sha256 == hashlib.sha256(content).hexdigest() == document.file.sha256
    assert document.file.name == f"{NUMBER}.pdf"
    assert document.data_cutoff_at <= document.issued_at


def test_a_second_issue_is_a_second_edition(quarter: Cast, document: Document) -> None:
    kept = path_of(document.file).read_bytes()
    with pytest.raises(CannotIssue, match=f"sous le n° {NUMBER}"):
        issue(quarter.territory.host, QUARTER)
    second = issue(quarter.territory.host, QUARTER, reason="un chiffre corrigé")
    assert (second.number, second.edition) == ("RTP-2026-T3-ML020201-2", 2)
    assert (second.asked_by, second.reissue_reason) == (None, "un chiffre corrigé")
    assert path_of(document.file).read_bytes() == kept
    assert Document.objects.get(pk=document.pk).sha256 == document.sha256


def test_a_job_that_runs_again_issues_nothing_more(quarter: Cast) -> None:
    job = tasks.ask_one(quarter.territory.host, QUARTER, quarter.person_of("issa"))
    done = run(job)
    assert done.state == Job.State.DONE
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, done_steps=0)
    assert run(job).result == done.result
    assert Document.objects.count() == 1


def test_nothing_was_due_nothing_is_issued(quarter: Cast) -> None:
    with pytest.raises(CannotIssue, match="Aucun rapport mensuel n’était attendu"):
        issue(quarter.territory.host, Quarter(2024, 1))
    assert not Document.objects.exists()


def test_a_disk_that_refuses_is_told(quarter: Cast, files_root: Path) -> None:
    files_root.write_text("not a folder")
    with pytest.raises(CannotIssue, match="n’a pas pu être gardé sur le disque"):
        issue(quarter.territory.host, QUARTER)
    assert not Document.objects.exists()


# ---- Who reads ----
READERS = (
    *("kadia", "moussa", "sitan", "awa", "oumar", "fanta", "binta", "issa", "salif", "seydou", "nana"),
    *("modibo", "ramata"),
)


def test_who_reads_a_document(quarter: Cast, document: Document) -> None:
    """(its page, the register, the file), for everybody."""
    expected = dict.fromkeys(READERS, (200, 200, 200)) | {
        "drissa": (404, 200, 404),
        "yaya": (404, 403, 404),
        "anonyme": (302, 302, 302),
    }
    found = {}
    for name in expected:
        client = quarter.client_of(name)
        answers = [
            client.get(url)
            for url in (f"/documents/{NUMBER}/", "/documents/", f"/fichiers/{document.file_id}/")
        ]
        found[name] = tuple(answer.status_code for answer in answers)
        assert (NUMBER in answers[1].content.decode()) == (name in READERS)
        if answers[2].streaming:
            b"".join(answers[2])  # read to the end, the file is closed
    assert found == expected


def test_the_neighbour_finds_nothing_by_filter(quarter: Cast, document: Document) -> None:
    client = quarter.client_of("drissa")
    for query in ("?commune=ML020201", "?trimestre=2026-T3", "?page=2"):
        assert NUMBER not in client.get(f"/documents/{query}").content.decode()


def test_what_a_document_page_says(quarter: Cast, document: Document) -> None:
    issue(quarter.territory.host, QUARTER, reason="un chiffre corrigé")
    page = quarter.client_of("fanta").get(f"/documents/{NUMBER}/").content.decode().replace("<wbr>", "")
    for words in (document.sha256, "Issa Koné", "a été remplacé</b> par le n°", "un chiffre corrigé", AGAIN):
        assert words in page
    assert AGAIN not in quarter.client_of("kadia").get(f"/documents/{NUMBER}/").content.decode()


def test_an_empty_register_says_how_to_begin(quarter: Cast) -> None:
    page = quarter.client_of("fanta").get("/documents/").content.decode()
    assert "Aucun document pour l’instant" in page
    assert "/communes/ML020201/rapport-trimestriel/" in page


# ---- Asking ----
def test_who_may_ask(quarter: Cast) -> None:
    expected = {
        **dict.fromkeys(("fanta", "issa", "salif", "seydou", "nana"), 200),
        **dict.fromkeys(("binta", "kadia", "moussa", "awa", "modibo", "ramata"), 403),
        **dict.fromkeys(("drissa", "yaya", "boubacar", "julie"), 404),
        "anonyme": 302,
    }
    for name, status in expected.items():
        client, before = quarter.client_of(name), Job.objects.count()
        assert client.get("/communes/ML020201/rapport-trimestriel/").status_code == status, name
        assert ask(client) == (302 if status == 200 else status), name
        assert Job.objects.count() - before == (status == 200), name


def test_checking_before_asking(quarter: Cast) -> None:
    page = quarter.client_of("fanta").get("/communes/ML020201/rapport-trimestriel/").content.decode()
    assert "3e trimestre 2026" in page
    assert "1 rapport mensuel manque" in page
    assert re.search(r"5 reçus sur 6 attendus, 4\s+validés", page)


def test_from_the_button_to_the_notice(quarter: Cast) -> None:
    client = quarter.client_of("fanta")
    answer = client.post("/communes/ML020201/rapport-trimestriel/", {"trimestre": "2026-T3"})
    job = last_job()
    assert answer.url == f"/travaux/{job.pk}/"  # type: ignore[attr-defined]
    assert run(job).state == Job.State.DONE
    assert f"/documents/{NUMBER}/" in client.get(f"/travaux/{job.pk}/").content.decode()
    notice = Notice.objects.get(person=quarter.person_of("fanta"))
    assert notice.url == f"/documents/{NUMBER}/"


def test_a_quarter_that_is_not_over_is_refused_in_french(quarter: Cast) -> None:
    client = quarter.client_of("fanta")
    page = client.post("/communes/ML020201/rapport-trimestriel/", {"trimestre": "2026-T4"})
    assert page.status_code == 200
    assert "n’est pas fini" in page.content.decode()
    assert ask(client, quarter="2026-T9") == 404
    assert ask(client, quarter="2020-T1") == 200  # nothing was due: the page says so
    assert not Job.objects.exists()


def test_a_mandate_that_ended_meanwhile_stops_the_job(quarter: Cast) -> None:
    job = tasks.ask_one(quarter.territory.host, QUARTER, quarter.person_of("fanta"))
    quarter.end_mandate_of("fanta")
    done = run(job)
    assert (done.state, done.message) == (Job.State.FAILED, tasks.NO_RIGHT)
    assert not Document.objects.exists()


def test_a_machine_without_the_libraries_says_so(quarter: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LIBRARIES", ("libabsente.so.9",))
    client = quarter.client_of("fanta")
    assert "libabsente.so.9" in client.get("/communes/ML020201/rapport-trimestriel/").content.decode()
    assert ask(client) == 200
    assert not Job.objects.exists()
    done = run(tasks.ask_one(quarter.territory.host, QUARTER, None))
    assert done.state == Job.State.FAILED
    assert "libabsente.so.9" in done.message


# ---- All of them ----
def test_only_the_drs_asks_for_all(quarter: Cast) -> None:
    for name, expected in (("nana", 200), ("seydou", 403), ("fanta", 403), ("modibo", 403), ("anonyme", 302)):
        assert quarter.client_of(name).get("/rapports-trimestriels/").status_code == expected


def test_one_bad_commune_never_stops_the_batch(quarter: Cast) -> None:
    """A commune that no aire touches has nothing to print: a real reason, listed in French."""
    bare = type(quarter.territory.host).objects.create(
        code="ML020202", name="Boron", cercle=quarter.territory.cercle, district=quarter.territory.district
    )
    client = quarter.client_of("nana")
    page = client.get("/rapports-trimestriels/").content.decode()
    assert "3 communes sur 3" in re.sub(r"\s+", " ", page)
    client.post("/rapports-trimestriels/", {"trimestre": "2026-T3", "lesquels": "manquants"})
    job = last_job()
    assert job.total_steps == 3
    done = run(job)
    assert (done.state, done.done_steps) == (Job.State.DONE, 3)
    assert [failure["nom"] for failure in done.failures] == [f"{bare.name} (Banamba)"]
    assert "Aucun rapport mensuel n’était attendu" in done.failures[0]["motif"]
    numbers = set(Document.objects.values_list("number", flat=True))
    assert numbers == {NUMBER, "RTP-2026-T3-ML020601-1"}
    assert "1 échec" in Notice.objects.get(person=quarter.person_of("nana")).text


def test_a_batch_fills_the_gaps_or_makes_them_all_again(quarter: Cast, document: Document) -> None:
    nana = quarter.person_of("nana")
    run(tasks.ask_all(QUARTER, 2, nana, only_missing=True))
    assert Document.objects.filter(commune=quarter.territory.host).count() == 1
    assert Document.objects.filter(commune=quarter.territory.neighbour).count() == 1
    again = run(tasks.ask_all(QUARTER, 2, nana, only_missing=False, reason="une cible a changé"))
    assert again.failures == []
    reasons = Document.objects.filter(edition=2).values_list("reissue_reason", flat=True)
    assert list(reasons) == ["une cible a changé"] * 2


def test_a_batch_that_starts_again_skips_what_it_issued(quarter: Cast) -> None:
    job = tasks.ask_all(QUARTER, 2, quarter.person_of("nana"), only_missing=False)
    run(job)
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, done_steps=0)
    run(job)
    assert Document.objects.count() == 2


# ---- The calendar ----
def test_the_calendar_issues_once_a_quarter(quarter: Cast) -> None:
    """Validation of September was due on 15 October; today is 3 November."""
    first = tasks.issue_closed_quarter()
    assert first
    assert tasks.issue_closed_quarter() == ""
    job = Job.objects.get(pk=first)
    assert job.asked_by is None
    assert run(job).failures == []
    assert Document.objects.filter(asked_by=None).count() == 2
    after = Job.objects.get(pk=tasks.issue_closed_quarter())
    assert after.kind == "rapports_consolides", "once the communes have theirs"
    assert tasks.issue_closed_quarter() == ""


def test_the_calendar_waits_for_the_validation(quarter: Cast, now: time_machine.Traveller) -> None:
    now.move_to("2026-10-19T10:00:00+00:00")
    assert tasks.issue_closed_quarter() == ""
    now.move_to("2026-10-20T10:00:00+00:00")
    assert tasks.issue_closed_quarter()


def test_the_calendar_tries_again_after_a_failure(quarter: Cast) -> None:
    Job.objects.filter(pk=tasks.issue_closed_quarter()).update(state=Job.State.FAILED)
    assert tasks.issue_closed_quarter()


def test_two_at_the_same_moment_get_two_numbers(quarter: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody issues an edition between our reading of the last one and our writing."""
    host = quarter.territory.host
    real = issuing.last_edition
    seen: list[Document | None] = []

    def late(*args: object) -> Document | None:
        former = real(*args)  # type: ignore[arg-type]
        if not seen:
            seen.append(former)
            issue(host, QUARTER)
        return former

    monkeypatch.setattr(issuing, "last_edition", late)
    assert issue(host, QUARTER, reason="une erreur").edition == 2
    Document.objects.all().delete()
    seen.clear()
    with pytest.raises(CannotIssue, match=f"sous le n° {NUMBER}"):  # nobody knew that it would be the second
        issue(host, QUARTER)


# ---- The command of the demonstration ----
def test_the_command_waits_only_so_long(quarter: Cast) -> None:
    with pytest.raises(CommandError, match="aucun programme de fond"):
        call_command("demo_report", patience=0)


def test_the_command_prints_where_the_file_lies(
    quarter: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The worker does its part while the command sleeps; the calendar asks, the signers are called."""
    monkeypatch.setattr("time.sleep", lambda _seconds: run_job(str(last_job().pk)))
    call_command("demo_report")
    document = Document.objects.get()
    assert document.asked_by is None
    copy = Path(capsys.readouterr().out.strip().rpartition("\u00a0: ")[2])
    assert copy.suffix == ".pdf"
    assert copy.read_bytes() == path_of(document.file).read_bytes()
    for kind, number in (("fiche_siec_s", "SIECS"), ("dossier", "DOS")):
        run(Job.objects.get(kind=kind))
        assert Document.objects.get(kind=kind).number == f"{number}-202601-202609-ML020201-1"
    asked = Job.objects.filter(kind="rapport_consolide").order_by("created_at")
    assert [job.params["lieu"] for job in asked] == ["district", "region"]

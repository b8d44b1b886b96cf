"""The papers of a work as one ZIP: each by its right, now; never whole in memory."""

import io
import zipfile
from itertools import pairwise

import pytest
from django.utils import timezone

from communes.models import Commune
from core.months import Quarter
from files.store import CHUNK, path_of
from jobs.models import Job
from reports.genuine import Proof, new_code
from reports.issuing import keep
from reports.models import Document
from reports.zipping import LIST, zipped
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(everybody: Cast) -> Job:
    """Asked by Fanta, who is mayor of one commune of the two."""
    return Job.objects.create(kind="essai", title="Essai", asked_by=everybody.person_of("fanta"))


def made(job: Job, commune: Commune, content: bytes = b"%PDF-1.7 essai", quarter: int = 3) -> Document:
    period = Quarter(2026, quarter).code
    paper = Document(
        number=f"RTP-{period}-{commune.code}-1", title="x", commune=commune, quarter=period,
        data_cutoff_at=timezone.now(), job_id=job.pk,
    )  # fmt: skip
    keep(paper, content, Proof(new_code()), "0" * 64)
    return paper


def taken(cast: Cast, job: Job, name: str = "fanta") -> zipfile.ZipFile:
    answer = cast.client_of(name).get(f"/travaux/{job.pk}/documents.zip")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def test_each_paper_with_the_list_of_their_fingerprints(everybody: Cast, job: Job) -> None:
    papers = [made(job, everybody.territory.host, f"%PDF {q}".encode(), q) for q in (1, 2)]
    archive = taken(everybody, job)
    assert archive.testzip() is None
    assert archive.namelist() == [*(f"{paper.number}.pdf" for paper in papers), LIST]
    assert archive.read(f"{papers[1].number}.pdf") == b"%PDF 2"
    told = archive.read(LIST).decode()
    assert [line for line in told.split("\r\n") if line] == [
        f"{paper.sha256}  {paper.number}.pdf" for paper in papers
    ]


def test_the_right_is_asked_of_each_paper_now(everybody: Cast, job: Job) -> None:
    mine, other = made(job, everybody.territory.host), made(job, everybody.territory.neighbour)
    archive = taken(everybody, job)
    assert archive.namelist() == [f"{mine.number}.pdf", LIST]
    assert "1 document que votre mandat n’ouvre pas" in archive.read(LIST).decode()
    assert other.number not in archive.read(LIST).decode()
    everybody.end_mandate_of("fanta")
    assert everybody.client_of("fanta").get(f"/travaux/{job.pk}/documents.zip").status_code == 302


@pytest.mark.parametrize(("name", "status"), [("issa", 404), ("nana", 404), ("anonyme", 302)])
def test_it_is_its_asker_s_alone(everybody: Cast, job: Job, name: str, status: int) -> None:
    made(job, everybody.territory.host)
    assert everybody.client_of(name).get(f"/travaux/{job.pk}/documents.zip").status_code == status


def test_a_file_that_the_disk_lost_is_named(everybody: Cast, job: Job) -> None:
    kept, lost = made(job, everybody.territory.host, quarter=1), made(job, everybody.territory.host)
    path_of(lost.file).unlink()
    archive = taken(everybody, job)
    assert archive.namelist() == [f"{kept.number}.pdf", LIST]
    assert f"{lost.number}\u00a0: le fichier manque" in archive.read(LIST).decode()


def test_a_work_without_papers_says_so(everybody: Cast, job: Job) -> None:
    assert taken(everybody, job).read(LIST).decode().strip() == "Aucun document."


def test_it_is_never_whole_in_memory(everybody: Cast, job: Job) -> None:
    """Three files of 4 MB that do not shrink leave piece by piece, each smaller than two chunks."""
    noise = b"".join(i.to_bytes(4) for i in range(0, 2**32, 4099))[: 4 * 1024 * 1024]
    for quarter in (1, 2, 3):
        made(job, everybody.territory.host, noise, quarter)
    sizes = [len(piece) for piece in zipped(Document.objects.select_related("file"), 0)]
    assert sum(sizes) > 3 * CHUNK
    assert max(sizes) <= 4 * CHUNK
    assert len(sizes) > 3 * len(noise) / CHUNK
    assert all(first or second for first, second in pairwise(sizes))

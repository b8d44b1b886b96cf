"""Dossiers of meetings, quarterly reports, while worker and broker are killed under them: each once."""

import io
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.core.management import call_command
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from communes.models import Commune
from concertation.models import Meeting
from concertation.writing import Framing, Point, begin, write_item
from core.access import Role
from files.models import StoredFile
from files.scans import Scan
from files.store import files_on_disk, path_of
from jobs.models import Job
from jobs.tasks import sweep
from mandates.models import Mandate, Organ
from mandates.scopes import scope_of_person
from notices.models import Notice
from reports.models import Document, DocumentKind
from reports.tasks import ask_meeting, ask_one
from tests.cast import Cast
from tests.jobs.worker import Worker, until
from tests.loss.brokers import Broker, FolderBroker, RedisBroker
from tests.loss.papers import PATIENCE, all_over, printed, silent, stand_whole
from tests.loss.world import QUARTER, make_communes
from tests.mandates.organs import hold, kind, organ, seat
from tests.territory import SINCE

pytestmark = [pytest.mark.deployed, pytest.mark.django_db(transaction=True)]

KILLS = 2  # of a worker
JOINED = 2  # pages of the paper joined to each dossier
BROKERS = {"redis": RedisBroker, "files": FolderBroker}
# The draw, how many communes: a report and a dossier for each.
DRAWS = [(7, 3), *(pytest.param(seed, 10, marks=pytest.mark.long) for seed in (8, 9, 10))]


@pytest.fixture(params=list(BROKERS))
def broker(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Iterator[Broker]:
    """Each in turn; files go where the worker puts them."""
    if request.param == "redis" and not shutil.which("redis-server"):
        pytest.skip("no redis-server program on this machine")
    settings.FILES_ROOT = tmp_path / "files"
    with BROKERS[request.param](tmp_path) as broker:
        yield broker


def paper() -> io.BytesIO:
    """What is joined to an item."""
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(JOINED):
        made.add_blank_page(page_size=(595, 842))
    made.save(out)
    out.seek(0)
    return out


def make_meetings(everybody: Cast, communes: Sequence[Commune]) -> list[Meeting]:
    """One a commune, kept by Issa, with a paper joined."""
    issa = everybody.person_of("issa")
    Mandate.objects.bulk_create(
        Mandate(person=issa, role=Role.SECRETAIRE_GENERAL, starts_on=SINCE, commune=one) for one in communes
    )
    of = kind("commission_sante", "commune", name="Commission santé")
    for commune in communes:
        hold(seat(organ(of, commune=commune), "président", chair=True))
    scope, made = scope_of_person(issa), []
    for one in Organ.objects.filter(kind=of).located():
        meeting = begin(one, Framing(date(2025, 10, 20), venue="mairie"), scope)
        point = Point("Budget", paper=Scan(paper(), "application/pdf"))
        write_item(meeting, point, scope, version=meeting.version)
        made.append(meeting)
    return made


@pytest.mark.parametrize(("seed", "places"), DRAWS)
def test_papers_survive_the_deaths_of_worker_and_broker(
    env: dict[str, str], broker: Broker, seed: int, places: int
) -> None:
    """Worker, broker with its memory, broker without it, worker again; each in the middle of a paper."""
    everybody, communes = make_communes(places)
    meetings, dice = make_meetings(everybody, communes), random.Random(seed)
    mine = env | {"REDIS_URL": broker.url}

    def once(hundredths: int) -> None:
        """Wait for this part of the papers, then a moment: the next one is under way."""
        until(printed(2 * places * hundredths // 100), f"{hundredths} papers of a hundred", PATIENCE)
        time.sleep(dice.uniform(0, 0.8))

    with Worker(mine) as worker:
        ask_all(everybody, communes, meetings, broker)
        sweep(0)  # as the scheduler does
        once(20)
        worker.kill()
        silent()
    with Worker(mine) as worker:
        once(40)
        broker.die()
        broker.forget()
        time.sleep(dice.uniform(0, 0.8))
        broker.come_back()
        sweep(0)
        once(65)  # without any bell of before
        worker.kill()
        silent()
    with Worker(mine):
        until(all_over, "all works over", PATIENCE)
    each_once(everybody, communes, meetings)


def ask_all(
    everybody: Cast, communes: Sequence[Commune], meetings: Sequence[Meeting], broker: Broker
) -> None:
    """A report and a dossier for each; for a third of them the broker is dead, and nobody is told no."""
    nana, issa = everybody.person_of("nana"), everybody.person_of("issa")
    for number, (commune, meeting) in enumerate(zip(communes, meetings, strict=True)):
        if number == len(communes) // 3:
            broker.die()
        ask_one(commune, QUARTER, nana)
        ask_meeting(Meeting.objects.located().get(pk=meeting.pk), "", issa)
        if number == len(communes) * 2 // 3 - 1:
            broker.come_back()


def each_once(everybody: Cast, communes: Sequence[Commune], meetings: Sequence[Meeting]) -> None:
    """One paper an ask, whole, told once; no half row, no file of nobody once they are swept."""
    documents = list(Document.objects.select_related("file"))
    reports = [one for one in documents if one.kind != DocumentKind.MEETING]
    dossiers = [one for one in documents if one.kind == DocumentKind.MEETING]
    assert sorted(one.commune_id or 0 for one in reports) == sorted(one.pk for one in communes)
    assert sorted(one.meeting_id or 0 for one in dossiers) == sorted(one.pk for one in meetings)
    assert {one.edition for one in documents} == {1}
    jobs = list(Job.objects.all())
    assert sorted(str(one.job_id) for one in documents) == sorted(str(job.pk) for job in jobs)
    assert {tuple(job.failures) for job in jobs} == {()}
    assert sum(job.attempts for job in jobs) > len(jobs)  # a death fell in the middle of a work
    stand_whole(documents)
    for one in dossiers:
        pages = PdfReader(path_of(one.file)).pages
        assert f"page {len(pages)} / {len(pages)}" in " ".join(pages[-1].extract_text().split())
        assert f"page {JOINED} sur {JOINED}" in " ".join(pages[-1].extract_text().split())
    for name, papers in (("nana", reports), ("issa", dossiers)):
        told = Counter(Notice.objects.filter(person=everybody.person_of(name)).values_list("url", flat=True))
        assert [told[url] for url in links(papers)] == [1] * len(papers)
    stored = len(meetings) + len(documents)
    assert StoredFile.objects.count() == stored
    assert stored <= len(list(files_on_disk())) <= stored + KILLS
    call_command("delete_orphans", heures=0, verbosity=0, stdout=io.StringIO())
    assert len(list(files_on_disk())) == stored


def links(papers: Sequence[Document]) -> list[str]:
    """Where the notice of each leads."""
    return [
        one.file_url if one.kind == DocumentKind.MEETING else f"/documents/{one.number}/" for one in papers
    ]

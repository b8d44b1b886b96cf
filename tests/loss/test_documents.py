"""Twenty reports asked while Redis is dead, then the worker: answered at once, done later, each once."""

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from files.models import StoredFile
from files.store import files_on_disk
from jobs.models import Job
from jobs.tasks import sweep
from notices.models import Notice
from reports.models import Document
from tests.cast import Cast
from tests.jobs.conftest import app, ring_at
from tests.jobs.worker import Worker, until
from tests.loss.children import OwnRedis, Web
from tests.loss.papers import PATIENCE, all_over, printed, silent, stand_whole
from tests.loss.tab import TOKEN, Tab
from tests.loss.world import COMMUNES, QUARTER, make_communes, session_of

pytestmark = [pytest.mark.deployed, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def redis(tmp_path: Path, settings: Settings) -> Iterator[OwnRedis]:
    """A Redis that may be killed, where this process rings too; files go where the worker puts them."""
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server program on this machine")
    settings.FILES_ROOT = tmp_path / "files"
    kept = {key: app.conf[key] for key in ("broker_url", "broker_transport_options")}
    with OwnRedis(tmp_path) as own:
        ring_at(own.url)
        yield own
    ring_at(**kept)


def each_once(everybody: Cast) -> None:
    """Twenty communes, twenty papers, twenty files; no half of anything."""
    found = Counter(Document.objects.values_list("commune__code", flat=True))
    assert len(found) == COMMUNES
    assert set(found.values()) == {1}
    assert set(Document.objects.values_list("edition", flat=True)) == {1}
    stand_whole(Document.objects.select_related("file"))
    assert StoredFile.objects.count() == COMMUNES
    assert {tuple(job.failures) for job in Job.objects.all()} == {()}
    told = Counter(Notice.objects.filter(person=everybody.person_of("nana")).values_list("url", flat=True))
    assert set(told.values()) == {1}
    # A file may have been written when its row was not: swept one day, opened by nobody.
    assert COMMUNES <= len(list(files_on_disk())) <= COMMUNES + 2


def test_twenty_jobs_survive_the_death_of_redis_then_of_the_worker(
    env: dict[str, str], redis: OwnRedis
) -> None:
    """Asked on the page while the broker is dead: answered at once, done later, each once."""
    everybody, communes = make_communes()
    mine = env | {"REDIS_URL": redis.url}
    with ExitStack() as children:
        web = children.enter_context(Web(mine, workers=1))
        worker = children.enter_context(Worker(mine))
        tab = Tab(web.port, session_of(everybody, "nana"))
        slowest = 0.0
        for number, commune in enumerate(communes):
            if number == 6:
                redis.kill()
            if number == 14:
                redis.start()
            before = time.monotonic()
            body = {"trimestre": QUARTER.code, "csrfmiddlewaretoken": TOKEN}
            status, address, _ = tab.ask(f"/communes/{commune.code}/rapport-trimestriel/", body)
            slowest = max(slowest, time.monotonic() - before)
            assert (status, address[:9]) == (302, "/travaux/")
        assert Job.objects.count() == COMMUNES
        # Six bells were kept by Redis, six came after: the same worker answers them, connected anew, except
        # one that it had taken from the Redis that died, not begun: the sweep's, like the eight others.
        until(printed(11), "the reports whose bells were heard", PATIENCE)
        assert sweep(0) >= 8  # as the scheduler does
        until(printed(14), "three of the others", PATIENCE)
        worker.kill()
        silent()
        with Worker(mine):
            until(all_over, "all jobs over", PATIENCE)
    assert slowest < 10
    each_once(everybody)

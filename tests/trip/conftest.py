"""Who does the background work: this process when nothing is installed, a real worker when deployed."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import time_machine
from pytest_django.fixtures import Settings

from jobs.models import Job
from jobs.tasks import run_job
from tests.jobs.conftest import _read, app, ring_at
from tests.jobs.worker import Worker, environment, private_redis, until
from tests.loss.children import OwnRedis
from tests.trip.world import NOW, World, make_world

Hands = Callable[[], None]


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    """The small world on 6 October 2025; the clock runs."""
    with time_machine.travel(NOW, tick=True):
        yield make_world()


@pytest.fixture(params=["here", pytest.param("worker", marks=pytest.mark.deployed)])
def hands(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Iterator[Hands]:
    """Call it: what was asked is done, by whoever the bells of the commits rang for."""
    settings.FILES_ROOT = tmp_path / "files"
    kept = {key: app.conf[key] for key in ("broker_url", "broker_transport_options")}
    with ExitStack() as children:
        if request.param == "here":
            ring_at("memory://")
            yield _answer
        else:
            redis = _redis(children, tmp_path)
            ring_at(redis)
            children.enter_context(Worker(environment(tmp_path, redis=redis)))
            yield _wait
    ring_at(**kept)


def _redis(children: ExitStack, folder: Path) -> str:
    """A Redis of our own; where the program is not on this machine, a base of the run's."""
    if shutil.which("redis-server"):
        return children.enter_context(OwnRedis(folder)).url
    return private_redis(os.environ["REDIS_URL"])


def _answer() -> None:
    """The real work, in this process, for the jobs whose bell rang."""
    rung = _read()
    assert rung
    for job_id in rung:
        run_job(job_id)


def _wait() -> None:
    until(lambda: not Job.objects.exclude(state=Job.State.DONE).exists(), "the jobs done")

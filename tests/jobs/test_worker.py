"""Real workers on a real base: what a kill -9 leaves is taken up again, once each."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from redis import Redis

from jobs.models import Job
from tests.jobs.kinds import written
from tests.jobs.worker import Worker, environment, private_redis, until

pytestmark = [pytest.mark.deployed, pytest.mark.django_db(transaction=True)]
ITEMS = [f"n{number}" for number in range(12)]

ASK = """
import sys, django
django.setup()
from jobs.queue import ask
for number in range(int(sys.argv[1])):
    items = sys.argv[2].split(",")
    ask("essai_lent", f"Essai {number}", {"items": items, "seconds": sys.argv[3]}, None)
"""


@pytest.fixture(params=["files", "redis"])
def env(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    redis = private_redis(os.environ["REDIS_URL"]) if request.param == "redis" else ""
    if redis:
        Redis.from_url(redis).flushdb()
    yield environment(tmp_path, redis=redis)
    if redis:
        Redis.from_url(redis).flushdb()


def ask_from_elsewhere(env: dict[str, str], *, jobs: int = 1, items: list[str], seconds: float) -> None:
    """From a process of its own, as the web does: its bell goes to the broker of the worker."""
    command = [sys.executable, "-c", ASK, str(jobs), ",".join(items), str(seconds)]
    subprocess.run(command, env=env, cwd=settings.BASE_DIR, check=True, timeout=60)


def all_over() -> bool:
    return not Job.objects.exclude(state=Job.State.DONE).exists()


def test_from_the_request_to_the_end(env: dict[str, str]) -> None:
    with Worker(env):
        ask_from_elsewhere(env, jobs=3, items=["a", "b"], seconds=0)
        until(all_over, "three jobs done")
    assert Counter(name.split()[0] for name in written()) == {"a": 3, "b": 3}
    assert {job.attempts for job in Job.objects.all()} == {1}


def test_killed_in_the_middle_then_resumed(env: dict[str, str]) -> None:
    with Worker(env) as worker:
        ask_from_elsewhere(env, items=ITEMS, seconds=0.2)
        until(lambda: len(written()) >= 3, "three items done")
        worker.kill()
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.RUNNING, 1)
    assert 2 <= job.done_steps < len(ITEMS)
    # A minute of silence, without waiting for it.
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=61))
    with Worker(env):
        until(all_over, "the job taken up again")
    job.refresh_from_db()
    assert (job.attempts, job.done_steps) == (2, len(ITEMS))
    done = Counter(name.split()[0] for name in written())
    assert set(done) == set(ITEMS)
    # Only the item under way at the kill may have been done twice.
    assert sum(done.values()) <= len(ITEMS) + 1
    assert len({name.split()[1] for name in written()}) == 2


def test_bells_that_were_lost(env: dict[str, str]) -> None:
    """The broker forgot everything: the rows are enough."""
    ask_from_elsewhere(env, jobs=3, items=["a"], seconds=0)
    if env["REDIS_URL"]:
        Redis.from_url(env["REDIS_URL"]).flushdb()
    else:
        for bell in (Path(env["JEKABAARA_VAR"]) / "broker" / "queue").iterdir():
            bell.unlink()
    with Worker(env):
        until(all_over, "three jobs done")
    assert len(written()) == 3


def test_twenty_jobs_and_a_kill_each_item_once(env: dict[str, str]) -> None:
    with Worker(env) as worker:
        ask_from_elsewhere(env, jobs=20, items=["a", "b"], seconds=0.05)
        until(lambda: len(written()) >= 15, "fifteen items done")
        worker.kill()
    Job.objects.filter(state=Job.State.RUNNING).update(heartbeat_at=timezone.now() - timedelta(seconds=61))
    with Worker(env):
        until(all_over, "twenty jobs done")
    assert 40 <= len(written()) <= 41

"""What ended too early is taken up again by its asker; what is long over is forgotten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as of_the_house
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.celery import app as celery_app
from jobs.claims import forget_old_jobs
from jobs.models import Job
from jobs.queue import ask, resume
from jobs.tasks import run_job, sweep
from tests.cast import Cast
from tests.house.files import ROOT
from tests.jobs.kinds import written

pytestmark = pytest.mark.django_db
Rung = Callable[[], list[str]]
ENDED = (Job.State.DONE, Job.State.FAILED, Job.State.STOPPED)


def asked(everybody: Cast, kind: str = "essai_repris", *items: str) -> Job:
    return Job.objects.create(
        kind=kind,
        title="Un essai",
        params={"items": list(items or "ab")},
        asked_by=everybody.person_of("nana"),
    )


def run(job: Job) -> Job:
    run_job(str(job.pk))
    return Job.objects.get(pk=job.pk)


# ---- Taking up again ----
def test_it_goes_on_where_it_stopped(
    everybody: Cast, rung: Rung, django_capture_on_commit_callbacks: Any
) -> None:
    job = run(asked(everybody, "essai_repris", "a", "arret", "c"))
    assert (job.state, written()) == (Job.State.STOPPED, ["a", "arret"])
    with django_capture_on_commit_callbacks(execute=True):
        answer = everybody.client_of("nana").post(f"/travaux/{job.pk}/reprendre/", follow=True)
    assert "reprend là où il s’était arrêté" in answer.content.decode()
    assert rung() == [str(job.pk)]
    job = run(job)
    assert (job.state, job.done_steps, written()) == (Job.State.DONE, 3, ["a", "arret", "c"])


@pytest.mark.parametrize("state", Job.State.values)
@pytest.mark.parametrize("kind", ["essai_repris", "essai"])
def test_what_may_be_taken_up_again(everybody: Cast, state: str, kind: str) -> None:
    """A failed or stopped one, of a kind that begins again: its page offers it, and nothing else does it."""
    job = asked(everybody, kind)
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=timezone.now() if state in ENDED else None)
    client, may = everybody.client_of("nana"), kind == "essai_repris" and state in {"en_erreur", "arrete"}
    assert ("Reprendre ce travail" in client.get(f"/travaux/{job.pk}/").content.decode()) == may
    answer = client.post(f"/travaux/{job.pk}/reprendre/", follow=True).content.decode()
    assert ("ne se reprend pas" in answer) != may
    assert Job.objects.get(pk=job.pk).state == (Job.State.QUEUED if may else state)


def test_the_same_work_is_not_under_way_twice(everybody: Cast) -> None:
    first = ask("essai_repris", "x", {"items": ["a"]}, everybody.person_of("nana"), key="x")
    Job.objects.filter(pk=first.pk).update(state=Job.State.FAILED)
    ask("essai_repris", "x", {"items": ["a"]}, everybody.person_of("nana"), key="x")
    first.refresh_from_db()
    assert not resume(first)


def test_nobody_else_takes_it_up(everybody: Cast) -> None:
    job = asked(everybody)
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED)
    for name, status in (("fanta", 404), ("yaya", 404), ("anonyme", 302)):
        assert everybody.client_of(name).post(f"/travaux/{job.pk}/reprendre/").status_code == status
    assert Job.objects.get().state == Job.State.FAILED


# ---- Forgetting ----
def test_what_is_long_over_is_forgotten_and_the_page_says_when(everybody: Cast, settings: Settings) -> None:
    settings.JOB_KEPT = timedelta(days=30)
    now = timezone.now()
    for age in (29, 31):
        for state in Job.State.values:
            job = asked(everybody)
            Job.objects.filter(pk=job.pk).update(
                state=state, finished_at=now - timedelta(days=age) if state in ENDED else None
            )
    sweep()
    left = Job.objects.values_list("state", "finished_at")
    assert len(left) == 10 - len(ENDED)
    assert all(ended is None or now - ended < timedelta(days=30) for _, ended in left)
    assert forget_old_jobs() == 0
    client = everybody.client_of("nana")
    assert "reste ici 30 jours" in client.get("/travaux/").content.decode()
    over = Job.objects.filter(state=Job.State.DONE).get()
    assert "Gardé ici" in client.get(f"/travaux/{over.pk}/").content.decode()


# ---- Bounds of a worker ----
def test_a_worker_is_bounded() -> None:
    """A child that has grown is replaced; together they fit in the container of the deployment."""
    conf = celery_app.conf
    assert (conf.worker_max_tasks_per_child, conf.worker_max_memory_per_child) == (50, 400 * 1024)
    assert conf.worker_prefetch_multiplier == 1
    worker = (ROOT / "docker-compose.yml").read_text(encoding="utf-8").partition("\n  worker:\n")[2]
    container = int(worker.partition("memory: ")[2].partition("M")[0])
    processes = int(worker.partition("${WORKER_PROCESSES:-")[2].partition("}")[0])
    assert (processes + 1) * conf.worker_max_memory_per_child / 1024 <= container
    assert timedelta(days=7) <= of_the_house.JOB_KEPT

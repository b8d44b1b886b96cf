"""What the workers run: one job by its id, the sweep that finds the lost ones."""

import logging
from datetime import timedelta
from typing import Any

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_ready

from core.workflow import Refusal
from jobs.claims import PATIENCE, claim, finish, give_up, lost_jobs, release
from jobs.models import Job
from jobs.registry import handler_of
from jobs.steps import UNKNOWN_ERROR, Lost, Paused, Stepper, Stopped

log = logging.getLogger("jekabaara.jobs")
UNKNOWN_KIND = "Ce travail est inconnu de cette version de Jèkabaara."
TOO_LONG = "Ce travail a duré plus que permis. Demandez-en une partie seulement."


@shared_task(name="jobs.tasks.run_job")
def run_job(job_id: str) -> None:
    """Do one job, whatever rang: a second bell for the same job finds it taken and leaves."""
    job = claim(job_id)
    if job is None:
        return
    try:
        _do(job)
    except Lost:
        log.warning("job_lost job=%s attempt=%s", job.pk, job.attempts)
    except Stopped:
        finish(job, Job.State.STOPPED, job.message)
    except Paused:
        if release(job):
            run_job.delay(str(job.pk))
    except Refusal as refusal:
        finish(job, Job.State.FAILED, str(refusal))
    except SoftTimeLimitExceeded:
        log.exception("job_too_long job=%s kind=%s", job.pk, job.kind)
        finish(job, Job.State.FAILED, TOO_LONG)
    except Exception:
        log.exception("job_failed job=%s kind=%s", job.pk, job.kind)
        finish(job, Job.State.FAILED, UNKNOWN_ERROR)


def _do(job: Job) -> None:
    if job.stop_asked:
        raise Stopped
    work = handler_of(job.kind)
    if work is None:
        raise Refusal(UNKNOWN_KIND)
    result = work(job, Stepper(job))
    finish(job, Job.State.DONE, "", result)


@shared_task(name="jobs.tasks.sweep")
def sweep(patience: float = PATIENCE.total_seconds()) -> int:
    """Ring again for what was lost, give up on what keeps dying; ``patience`` in seconds. How many rang."""
    given_up = give_up()
    found = lost_jobs(timedelta(seconds=patience))
    for job_id in found:
        run_job.delay(job_id)
    if found or given_up:
        log.info("sweep rung=%s given_up=%s", len(found), given_up)
    return len(found)


@worker_ready.connect
def look_at_start(**_: Any) -> None:
    """A worker that starts looks at once, in a child: its parent must open no connection to share."""
    sweep.delay(0)

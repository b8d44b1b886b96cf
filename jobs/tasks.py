"""What the workers run: one job by its id, the sweep that finds the lost ones."""

import logging
import time
from datetime import timedelta
from typing import Any

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_ready
from django.db import InterfaceError, OperationalError, connection

from core.limits import forget_old_counts
from core.workflow import Refusal
from jobs.claims import PATIENCE, claim, finish, forget_old_jobs, give_up, hand_back, lost_jobs, release
from jobs.marks import SWEEP, leave_mark
from jobs.models import Job
from jobs.registry import brooms, handler_of
from jobs.steps import UNKNOWN_ERROR, Lost, Paused, Stepper, Stopped, database_lost

log = logging.getLogger("jekabaara.jobs")
UNKNOWN_KIND = "Ce travail est inconnu de cette version de Jèkabaara."
WAITS = (0, 1, 2, 4, 8)  # seconds before each try to reach a database that went away
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
    except Exception as error:
        log.exception("job_failed job=%s kind=%s", job.pk, job.kind)
        if database_lost(error):
            _do_again(job)
        else:
            finish(job, Job.State.FAILED, UNKNOWN_ERROR)


def _do(job: Job) -> None:
    if job.stop_asked:
        raise Stopped
    work = handler_of(job.kind)
    if work is None:
        raise Refusal(UNKNOWN_KIND)
    result = work(job, Stepper(job))
    finish(job, Job.State.DONE, "", result)


def _do_again(job: Job) -> None:
    """The database went away under the job, nobody knows what it kept: when it is back, another turn.

    A database away for longer leaves the job to the sweep, which finds it silent.
    """
    for wait in WAITS:
        time.sleep(wait)
        connection.close()
        try:
            if hand_back(job):
                run_job.delay(str(job.pk))
            return
        except (OperationalError, InterfaceError):
            continue


@shared_task(name="jobs.tasks.sweep")
def sweep(patience: float = PATIENCE.total_seconds()) -> int:
    """Ring again for what was lost, give up on what keeps dying; ``patience`` in seconds. How many rang.

    It also forgets the rate limits whose window is over, the works long over, what higher apps say is long
    dead. It leaves its mark: ``/readyz`` reads it.
    """
    forget_old_counts()
    forget_old_jobs()
    for clean in brooms():
        clean()
    given_up = give_up()
    found = lost_jobs(timedelta(seconds=patience))
    for job_id in found:
        run_job.delay(job_id)
    if found or given_up:
        log.info("sweep rung=%s given_up=%s", len(found), given_up)
    leave_mark(SWEEP)
    return len(found)


@worker_ready.connect
def look_at_start(**_: Any) -> None:
    """A worker that starts looks at once, in a child: its parent must open no connection to share."""
    sweep.delay(0)

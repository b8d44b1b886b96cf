"""Taking a job, ending it, finding what was lost: each a compare-and-set on its row."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from jobs.models import Job
from jobs.registry import witnesses

log = logging.getLogger("jekabaara.jobs")
DEAD = timedelta(seconds=60)  # a running job silent for so long has lost its worker
PATIENCE = timedelta(seconds=30)  # a queued job not taken for so long may have lost its doorbell
MAX_STALLS = 5  # claims in a row that died before the next step: a long batch may survive more, one at a time
GIVEN_UP = (
    "Ce travail s’est interrompu cinq fois au même endroit. Demandez-le de nouveau\u00a0; "
    "si cela recommence, appelez la personne qui tient Jèkabaara."
)


def claim(job_id: str) -> Job | None:
    """Take the job for this worker: at most one gets it. None: it runs elsewhere, is over, or never was."""
    now = timezone.now()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, heartbeat_at__lt=now - DEAD)
    taken = Job.objects.filter(free, pk=job_id, stalls__lt=MAX_STALLS).update(
        state=Job.State.RUNNING,
        attempts=F("attempts") + 1,
        stalls=F("stalls") + 1,
        claimed_at=now,
        heartbeat_at=now,
    )
    return Job.objects.select_related("asked_by").get(pk=job_id) if taken else None


def finish(job: Job, state: Job.State, message: str, result: dict[str, Any] | None = None) -> bool:
    """End a job this worker still holds. False: somebody else took it over meanwhile."""
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    changes: dict[str, Any] = {"state": state, "message": message[:500], "finished_at": timezone.now()}
    if state == Job.State.DONE:
        changes |= {"result": result or {}, "done_steps": F("total_steps")}
    with transaction.atomic():
        ended = bool(mine.update(**changes))
        if ended:
            _tell_witnesses(job)
    return ended


def _tell_witnesses(job: Job) -> None:
    """A witness that breaks does not bring the job back to life."""
    job.refresh_from_db()
    for witness in witnesses():
        try:
            with transaction.atomic():
                witness(job)
        except Exception:
            log.exception("witness_failed job=%s", job.pk)


def release(job: Job) -> bool:
    """Back to the queue, of one's own will: this claim does not count among the attempts."""
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    back = {"attempts": F("attempts") - 1, "stalls": max(job.stalls - 1, 0), "heartbeat_at": None}
    return bool(mine.update(state=Job.State.QUEUED, **back))


def hand_back(job: Job) -> bool:
    """Back to the queue, because the database died under it; this claim counts. False: over, or taken."""
    if job.stalls >= MAX_STALLS:
        finish(job, Job.State.FAILED, GIVEN_UP)
        return False
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    return bool(mine.update(state=Job.State.QUEUED, heartbeat_at=None))


def ask_stop(job: Job) -> None:
    """Stop at once what nobody began; ask whoever runs it otherwise."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    with transaction.atomic():
        if waiting.update(state=Job.State.STOPPED, stop_asked=True, finished_at=timezone.now()):
            _tell_witnesses(job)
            return
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(stop_asked=True)


def give_up() -> int:
    """Jobs whose worker died too often end in error; how many."""
    now = timezone.now()
    silent = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=now - DEAD, stalls__gte=MAX_STALLS)
    return sum(finish(job, Job.State.FAILED, GIVEN_UP) for job in silent.select_related("asked_by"))


def forget_old_jobs() -> int:
    """Delete the rows of what has been over for longer than ``settings.JOB_KEPT``; how many."""
    old = Job.objects.filter(finished_at__lt=timezone.now() - settings.JOB_KEPT)
    return old.exclude(state__in=[Job.State.QUEUED, Job.State.RUNNING]).delete()[0]


def lost_jobs(patience: timedelta = PATIENCE) -> list[str]:
    """The ids whose doorbell must ring again: running in silence, or queued for too long.

    Each ring waits twice as long as the one before, so that a long queue is not flooded with bells; a queued
    job keeps the moment of its last ring in ``heartbeat_at``.
    """
    now = timezone.now()
    Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=now - DEAD).update(
        state=Job.State.QUEUED, heartbeat_at=None
    )
    waiting = Job.objects.filter(state=Job.State.QUEUED).order_by("created_at")[:200]
    due = [job.pk for job in waiting if _due(job, now, patience)]
    Job.objects.filter(pk__in=due, state=Job.State.QUEUED).update(heartbeat_at=now)
    return [str(pk) for pk in due]


def _due(job: Job, now: datetime, patience: timedelta) -> bool:
    since = job.claimed_at or job.created_at
    if job.heartbeat_at is None:  # never rung again yet
        return job.claimed_at is not None or now - since >= patience
    return now - job.heartbeat_at >= (max(patience, job.heartbeat_at - since) if patience else patience)

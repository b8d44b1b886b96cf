"""Asking for background work: a row in the caller's transaction, a bell after its commit."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Person
from jobs.models import Job
from jobs.registry import is_resumable
from jobs.tasks import run_job


def ask(
    kind: str,
    title: str,
    params: dict[str, Any],
    asked_by: Person | None,
    *,
    key: str | None = None,
    steps: int = 1,
) -> Job:
    """Write the job down; a worker takes it once the caller's transaction is committed.

    ``params`` holds ids, what was typed to ask: the handler reads the rest, and asks again what ``asked_by``
    may do. A job with the same ``key`` that is not over is returned as it is; put the asker's id in the key
    when the answer is theirs alone, for nobody else sees the page of the job. A broker that is down loses
    nothing: the sweep rings later.
    """
    with transaction.atomic():
        job = _under_way(key)
        if job is not None:
            return job
        row = Job(
            kind=kind, title=title[:200], params=params, asked_by=asked_by, key=key, total_steps=max(steps, 1)
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # asked twice at the same instant
            if (job := _under_way(key)) is None:
                raise
            return job
        _ring_after_commit(str(row.pk))
    return row


def resume(job: Job) -> bool:
    """Back to the queue at its asker's word, from the first step that is not done.

    False: it is not one that ended too early, its kind does not begin again, or the same is under way.
    """
    if not is_resumable(job.kind):
        return False
    alive = Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])
    with transaction.atomic():
        if alive.filter(kind=job.kind, params=job.params, asked_by=job.asked_by_id).exists():
            return False
        ended = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.STOPPED])
        afresh = {"stop_asked": False, "stalls": 0, "message": "", "finished_at": None, "heartbeat_at": None}
        if not ended.update(state=Job.State.QUEUED, resumed=F("resumed") + 1, **afresh):
            return False
        _ring_after_commit(str(job.pk))
    return True


def _ring_after_commit(job_id: str) -> None:
    def ring() -> None:  # a name of its own: Django writes it in the log when the broker does not answer
        run_job.delay(job_id)

    transaction.on_commit(ring, robust=True)


def _under_way(key: str | None) -> Job | None:
    """The unfinished job of this key; a finished one gives the key back."""
    if key is None:
        return None
    job = Job.objects.select_for_update().filter(key=key).first()
    if job is None or not job.over:
        return job
    Job.objects.filter(pk=job.pk).update(key=None)
    return None

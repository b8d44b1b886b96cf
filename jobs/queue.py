"""Asking for background work: a row in the caller's transaction, a bell after its commit."""

from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Person
from jobs.models import Job
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

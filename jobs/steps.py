"""The steps of a running job: real progress, sign of life, stop between two steps."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from core.workflow import Refusal
from jobs.models import Job

log = logging.getLogger("jekabaara.jobs")
T = TypeVar("T")
TURN = 300.0  # seconds a batch may keep a worker before others have their turn; well under the time limit
UNKNOWN_ERROR = "Une erreur est survenue de notre côté\u00a0; elle est notée au journal."


class Stopped(Exception):
    """Its asker stopped the job."""


class Paused(Exception):
    """A long batch gives its place back, and goes on at its next turn."""


class Lost(Exception):
    """Another worker took the job over: this one has nothing more to say."""


def database_lost(error: Exception) -> bool:
    """Did PostgreSQL go away, rather than refuse something? What was under way is then to be done again.

    Its own words come with a code: 57P is a server that stops or starts; no code at all, nobody answered.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "pgcode", "")
    return code is None or code.startswith(("08", "57P"))


class Stepper:
    """What a handler calls between two steps; none should last a minute (``jobs.claims.DEAD``)."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._turn_over = time.monotonic() + TURN

    def total(self, steps: int) -> None:
        """How many steps there are, when it was not known at first."""
        self._write(total_steps=max(steps, 1))

    def done(self, steps: int, message: str = "") -> None:
        """``steps`` are done so far. Raises Stopped or Lost, which only the runner catches."""
        self._write(done_steps=steps, message=message[:500], stalls=0)

    def failed(self, name: str, why: str) -> None:
        """One item failed with a French sentence; the batch goes on."""
        self._write(failures=[*self._job.failures, {"nom": name, "motif": why}])

    def each(self, items: Sequence[T], name: Callable[[T], str], work: Callable[[T], None]) -> int:
        """Do ``work`` on each item, one step an item; how many failed in all. ``items`` keep their order.

        Started again after a crash, it goes on from the item that was under way. A failing item is listed,
        never stops the others.
        """
        self.total(len(items))
        for index in range(self._job.done_steps, len(items)):
            item = items[index]
            try:
                work(item)
            except (Stopped, Lost, SoftTimeLimitExceeded):
                raise
            except Refusal as refusal:
                self.failed(name(item), str(refusal))
            except Exception as error:
                if database_lost(error):
                    raise
                log.exception("job_item_failed job=%s item=%s", self._job.pk, name(item))
                self.failed(name(item), UNKNOWN_ERROR)
            self.done(index + 1, name(item))
            if time.monotonic() > self._turn_over and index + 1 < len(items):
                raise Paused
        return len(self._job.failures)

    def _write(self, **changes: Any) -> None:
        """Only while the job is still ours: ``attempts`` is the number of this claim."""
        mine = Job.objects.filter(pk=self._job.pk, state=Job.State.RUNNING, attempts=self._job.attempts)
        if not mine.update(heartbeat_at=timezone.now(), **changes):
            raise Lost
        for column, value in changes.items():
            setattr(self._job, column, value)
        if mine.filter(stop_asked=True).exists():
            raise Stopped

"""Many workers and one job: PostgreSQL gives it to one."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from jobs.claims import claim
from jobs.models import Job
from jobs.queue import ask

pytestmark = [pytest.mark.deployed, pytest.mark.django_db(transaction=True)]
CROWD = 8


def at_once(work: Callable[[], object]) -> list[object]:
    """Do ``work`` in as many threads, each with a connection of its own, all let go together."""
    gate, found = threading.Barrier(CROWD), []

    def run() -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=10)
            found.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(found) == CROWD
    return found


def test_one_winner_each_time() -> None:
    for _ in range(10):
        job = Job.objects.create(kind="essai", title="Un essai")
        winners = [one for one in at_once(lambda job=job: claim(str(job.pk))) if one]  # type: ignore[misc]
        assert len(winners) == 1
        job.refresh_from_db()
        assert job.attempts == 1


def test_asked_twice_at_the_same_instant_is_one_job() -> None:
    for number in range(10):
        asked = at_once(lambda number=number: ask("essai", "x", {}, None, key=f"clé {number}").pk)  # type: ignore[misc]
        assert len(set(asked)) == 1
    assert Job.objects.count() == 10

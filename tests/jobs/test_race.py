"""Many workers and one job: PostgreSQL gives it to one."""

from functools import partial

import pytest

from jobs.claims import claim
from jobs.models import Job
from jobs.queue import ask
from tests.together import at_once

pytestmark = [pytest.mark.deployed, pytest.mark.django_db(transaction=True)]
CROWD = 8


def test_one_winner_each_time() -> None:
    for _ in range(10):
        job = Job.objects.create(kind="essai", title="Un essai")
        winners = [one for one in at_once([partial(claim, str(job.pk))] * CROWD) if one]
        assert len(winners) == 1
        job.refresh_from_db()
        assert job.attempts == 1


def asked_for(key: str) -> object:
    return ask("essai", "x", {}, None, key=key).pk


def test_asked_twice_at_the_same_instant_is_one_job() -> None:
    for number in range(10):
        asked = at_once([partial(asked_for, f"clé {number}")] * CROWD)
        assert len(set(asked)) == 1
    assert Job.objects.count() == 10

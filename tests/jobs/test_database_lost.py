"""The database hangs up on a job: nothing of it is a failure, it goes on when the database is back."""

from collections.abc import Callable

import pytest
from django.db import connection

from jobs.claims import MAX_STALLS
from jobs.models import Job
from jobs.tasks import run_job
from tests.jobs.kinds import written

pytestmark = [pytest.mark.deployed, pytest.mark.django_db(transaction=True)]
Rung = Callable[[], list[str]]


@pytest.fixture(autouse=True)
def _postgresql(db: None) -> None:
    assert connection.vendor == "postgresql", "it is PostgreSQL that hangs up"


def dying(times: int) -> Job:
    params = {"items": ["a", "b", "c"], "deaths": times}
    return Job.objects.create(kind="essai_sans_base", title="Un essai", params=params)


def test_what_was_under_way_is_done_again(rung: Rung) -> None:
    job = dying(1)
    run_job(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done_steps, job.failures) == ("en_file", 1, [])
    assert rung() == [str(job.pk)]
    run_job(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.attempts, job.failures) == ("termine", 2, [])
    assert written() == ["a", "b", "c"]  # each once, nothing half done


def test_five_times_at_the_same_place_are_enough(rung: Rung) -> None:
    job = dying(MAX_STALLS + 1)
    for _ in range(MAX_STALLS + 2):
        run_job(str(job.pk))
    job.refresh_from_db()
    # The first turn did « a », then died: it does not count as one at the same place.
    assert (job.state, job.attempts) == ("en_erreur", MAX_STALLS + 1)
    assert "cinq fois au même endroit" in job.message
    assert written() == ["a"]

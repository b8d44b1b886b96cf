"""Finding what was lost, ringing again with patience, giving up."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from jobs.claims import MAX_STALLS, claim
from jobs.models import Job
from jobs.tasks import run_job, sweep
from tests.jobs.kinds import written

pytestmark = pytest.mark.django_db
Rung = Callable[[], list[str]]
START = datetime(2026, 10, 5, 8, 0, tzinfo=timezone.get_current_timezone())


def queued() -> Job:
    return Job.objects.create(kind="essai", title="Un essai", params={"items": ["a"]})


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def test_a_bell_that_was_lost_rings_again(clock: time_machine.Traveller, rung: Rung) -> None:
    job = queued()
    clock.shift(29)
    assert sweep() == 0
    clock.shift(2)
    assert sweep() == 1
    assert rung() == [str(job.pk)]


def test_each_ring_waits_twice_as_long(clock: time_machine.Traveller, rung: Rung) -> None:
    """A long queue is not flooded: about ten rings in four hours, not five hundred."""
    queued()
    rings = []
    for second in range(0, 4 * 3600, 30):
        clock.move_to(START + timedelta(seconds=second))
        if sweep():
            rings.append(second)
    assert rings[:5] == [30, 60, 120, 240, 480]
    assert len(rings) < 12


def test_a_worker_that_starts_rings_for_all_that_waits(clock: time_machine.Traveller, rung: Rung) -> None:
    jobs = {str(queued().pk) for _ in range(3)}
    assert sweep(0) == 3
    assert set(rung()) == jobs


def test_a_dead_worker_is_replaced(clock: time_machine.Traveller, rung: Rung) -> None:
    job = queued()
    assert claim(str(job.pk))
    clock.shift(59)
    assert sweep() == 0
    clock.shift(2)
    assert sweep() == 1
    assert rung() == [str(job.pk)]
    assert Job.objects.get(pk=job.pk).state == "en_file"
    run_job(str(job.pk))
    assert written() == ["a"]


def test_five_deaths_are_enough(clock: time_machine.Traveller, rung: Rung) -> None:
    job = queued()
    for _ in range(MAX_STALLS):
        assert claim(str(job.pk))
        clock.shift(61)
        sweep()
    dead = Job.objects.get(pk=job.pk)
    assert (dead.state, dead.attempts) == ("en_erreur", 5)
    assert "interrompu cinq fois" in dead.message
    rung()
    assert sweep(0) == 0
    assert claim(str(job.pk)) is None


def test_a_long_batch_survives_more_deaths_than_that(clock: time_machine.Traveller, rung: Rung) -> None:
    """As long as each turn does something."""
    items = [f"n{number}" for number in range(MAX_STALLS + 2)]
    job = Job.objects.create(kind="essai_mourant", title="Un essai", params={"items": items})
    for _ in items[1:]:
        with pytest.raises(SystemExit):
            run_job(str(job.pk))
        clock.shift(61)
        sweep()
    run_job(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("termine", len(items))
    assert written() == items


def test_what_is_over_stays_over(clock: time_machine.Traveller, rung: Rung) -> None:
    for state in ("termine", "en_erreur", "arrete"):
        Job.objects.create(kind="essai", title=state, state=state, heartbeat_at=START)
    clock.shift(3600)
    assert sweep(0) == 0
    assert rung() == []

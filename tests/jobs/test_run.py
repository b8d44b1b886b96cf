"""Running a job: progress, failures listed, stops, sentences for the reader."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.claims import claim, finish, release
from jobs.models import Job
from jobs.steps import Lost, Paused, Stepper, Stopped
from jobs.tasks import run_job
from tests.jobs.kinds import write, written

pytestmark = pytest.mark.django_db
Rung = Callable[[], list[str]]


def queued(*items: str, kind: str = "essai", **more: object) -> Job:
    return Job.objects.create(kind=kind, title="Un essai", params={"items": list(items)}, **more)


def run(job: Job) -> Job:
    run_job(str(job.pk))
    return Job.objects.get(pk=job.pk)


def test_to_the_end() -> None:
    job = run(queued("a", "b", "c"))
    assert (job.state, job.done_steps, job.total_steps, job.percent) == ("termine", 3, 3, 100)
    assert job.result["rates"] == 0
    assert written() == ["a", "b", "c"]
    assert job.finished_at is not None
    assert job.attempts == 1


def test_one_failure_never_stops_the_batch(caplog: pytest.LogCaptureFixture) -> None:
    job = run(queued("a", "refus 1", "panne 2", "d"))
    assert job.state == "termine"
    assert written() == ["a", "d"]
    assert [failure["nom"] for failure in job.failures] == ["refus 1", "panne 2"]
    assert job.failures[0]["motif"] == "Rien à faire ici."
    assert "secret" not in str(job.failures) + job.message
    assert "secret words of the machine" in caplog.text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("essai_refuse", "Aucun rapport validé pour ce trimestre."),
        ("essai_panne", "Une erreur est survenue"),
        ("inconnu", "inconnu de cette version"),
    ],
)
def test_an_error_is_a_french_sentence(kind: str, words: str, caplog: pytest.LogCaptureFixture) -> None:
    job = run(queued(kind=kind))
    assert job.state == "en_erreur"
    assert words in job.message
    assert "secret" not in job.message
    assert ("secret words" in caplog.text) == (kind == "essai_panne")


def test_a_second_bell_finds_it_taken_or_over() -> None:
    job = queued("a")
    assert claim(str(job.pk))
    run(job)
    assert written() == []
    finish(Job.objects.get(pk=job.pk), Job.State.DONE, "", {})
    assert run(job).attempts == 1
    run_job(str(uuid.uuid4()))
    assert written() == []


def test_stopped_between_two_steps() -> None:
    job = run(queued("a", "arret", "c"))
    assert job.state == "arrete"
    assert job.done_steps == 2
    assert written() == ["a", "arret"]


def test_stopped_before_it_began() -> None:
    assert run(queued("a", stop_asked=True)).state == "arrete"
    assert written() == []


def silent(job: Job, seconds: int = 61) -> None:
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=seconds))


def test_after_a_death_the_next_worker_goes_on_where_it_was() -> None:
    job = queued("a", "b", "c")
    first = claim(str(job.pk))
    assert first
    step = Stepper(first)
    step.failed("zéro", "pour l’exemple")
    write("a")
    step.done(1, "a")
    silent(job)
    after = run(job)
    assert written() == ["a", "b", "c"]
    assert (after.state, after.attempts) == ("termine", 2)
    assert after.result["rates"] == 1


def test_a_worker_thought_dead_has_nothing_more_to_say() -> None:
    job = queued("a")
    ghost = claim(str(job.pk))
    assert ghost
    silent(job)
    assert run(job).state == "termine"
    with pytest.raises(Lost):
        Stepper(ghost).done(1)
    assert not finish(ghost, Job.State.FAILED, "du passé")
    assert not release(ghost)
    assert Job.objects.get(pk=job.pk).state == "termine"


def test_a_living_one_is_left_alone() -> None:
    job = queued("a")
    assert claim(str(job.pk))
    silent(job, 55)
    assert claim(str(job.pk)) is None


def test_progress_is_what_was_done() -> None:
    job = queued()
    mine = claim(str(job.pk))
    assert mine
    step = Stepper(mine)
    step.total(40)
    step.done(17, "Commune de Boron")
    shown = Job.objects.get(pk=job.pk)
    assert (shown.percent, shown.message) == (42, "Commune de Boron")
    Job.objects.filter(pk=job.pk).update(stop_asked=True)
    with pytest.raises(Stopped):
        step.done(18)


def test_a_long_batch_gives_its_place_back(rung: Rung, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.steps.TURN", -1.0)
    job = queued("a", "b", "c")
    for turn, state in enumerate(("en_file", "en_file", "termine"), 1):
        assert run(job).state == state
        assert len(written()) == turn
        assert rung() == ([str(job.pk)] if state == "en_file" else [])
    assert Job.objects.get(pk=job.pk).attempts == 1


def test_the_last_item_of_a_turn_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.steps.TURN", -1.0)
    mine = claim(str(queued().pk))
    assert mine
    with pytest.raises(Paused):
        Stepper(mine).each(["x", "y"], str, write)
    assert Stepper(mine).each(["x", "y"], str, write) == 0
    assert written() == ["x", "y"]

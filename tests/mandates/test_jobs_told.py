"""Whoever asked for long work hears of its end, once."""

import pytest

from jobs import registry
from jobs.claims import claim, finish
from jobs.models import Job
from mandates.tasks import tell_the_asker
from notices.models import Notice
from notices.send import tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def ended(everybody: Cast, state: Job.State, message: str = "") -> Job:
    job = Job.objects.create(kind="essai", title="Rapport de Boron", asked_by=everybody.person_of("nana"))
    mine = claim(str(job.pk))
    assert mine
    assert finish(mine, state, message)
    return mine


@pytest.mark.parametrize(
    ("state", "message", "words"),
    [
        (Job.State.DONE, "", "« Rapport de Boron » : c’est prêt."),
        (Job.State.FAILED, "Aucun rapport.", "« Rapport de Boron » n’a pas abouti. Aucun rapport."),
    ],
)
def test_the_end_is_told_with_its_page(everybody: Cast, state: Job.State, message: str, words: str) -> None:
    job = ended(everybody, state, message)
    told = Notice.objects.get(person=everybody.person_of("nana"))
    assert told.text == words
    assert everybody.client_of("nana").get(told.url).context["job"] == job


def test_what_one_stopped_oneself_is_not_told(everybody: Cast) -> None:
    ended(everybody, Job.State.STOPPED)
    assert not Notice.objects.exists()


def test_a_work_taken_up_again_tells_its_second_end(everybody: Cast) -> None:
    job = ended(everybody, Job.State.FAILED, "Le disque est plein.")
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, resumed=1)  # as ``resume`` does
    again = claim(str(job.pk))
    assert again
    assert finish(again, Job.State.DONE, "")
    told = Notice.objects.filter(person=everybody.person_of("nana")).values_list("text", flat=True)
    assert sorted(text.rpartition("»")[2].strip("\u00a0: ") for text in told) == [
        "c’est prêt.",
        "n’a pas abouti. Le disque est plein.",
    ]


def test_the_work_itself_may_have_said_it_better(everybody: Cast) -> None:
    job = Job.objects.create(kind="essai", title="x", asked_by=everybody.person_of("nana"))
    mine = claim(str(job.pk))
    assert mine
    tell([everybody.person_of("nana")], f"travail:{job.pk}", "Le rapport est prêt.", "")
    finish(mine, Job.State.DONE, "")
    assert Notice.objects.get().text == "Le rapport est prêt."


def test_a_witness_that_breaks_changes_nothing(everybody: Cast, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_job: Job) -> None:
        raise RuntimeError("broken witness")

    assert tell_the_asker in registry.witnesses()
    registry.when_over(broken)
    try:
        job = ended(everybody, Job.State.DONE)
    finally:
        registry._witnesses.remove(broken)
    assert Job.objects.get(pk=job.pk).state == "termine"
    assert Notice.objects.count() == 1
    assert "broken witness" in caplog.text

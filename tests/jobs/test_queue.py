"""Asking for work: a row first, a bell after the commit."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from jobs.models import Job
from jobs.queue import ask
from tests.cast import Cast
from tests.jobs.conftest import ring_at

Rung = Callable[[], list[str]]


def asked(everybody: Cast | None = None, **more: Any) -> Job:
    person = everybody.person_of("nana") if everybody else None
    return ask("essai", "Un essai", {"items": []}, person, **more)


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit(rung: Rung) -> None:
    with transaction.atomic():
        job = asked()
        assert rung() == []
    assert rung() == [str(job.pk)]
    assert (job.state, job.attempts, job.percent) == ("en_file", 0, 0)


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_rings_nothing(rung: Rung) -> None:
    with transaction.atomic():
        asked()
        transaction.set_rollback(True)
    assert rung() == []
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_loses_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Port 1 answers nobody: the row stays for the sweep."""
    ring_at("redis://127.0.0.1:1/0")
    assert Job.objects.get(pk=asked().pk).state == "en_file"
    assert "Connection refused" in caplog.text


@pytest.mark.django_db
def test_the_same_key_is_the_same_job_until_it_is_over() -> None:
    first = asked(key="rapport:2026-T3")
    assert asked(key="rapport:2026-T3") == first
    assert asked(key="rapport:2026-T2") != first
    for over in ("termine", "en_erreur", "arrete"):
        Job.objects.filter(key="rapport:2026-T3").update(state=over)
        again = asked(key="rapport:2026-T3")
        assert again != first
        first = again
    assert Job.objects.filter(key="rapport:2026-T3").count() == 1
    assert Job.objects.count() == 5


@pytest.mark.django_db
def test_without_a_key_each_is_another() -> None:
    assert asked() != asked()


@pytest.mark.django_db
def test_a_title_is_cut_and_steps_are_one_at_least(everybody: Cast) -> None:
    job = ask("essai", "x" * 300, {}, everybody.person_of("nana"), steps=0)
    job.refresh_from_db()
    assert (len(job.title), job.total_steps) == (200, 1)

"""Changes of many months, changes for a day to come: written in the background, whole or not at all."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cscom.models import BoundaryChange, VillageAire
from jobs.claims import ask_stop
from jobs.models import Job
from jobs.tasks import run_job
from monitoring.boundaries.acting import FEW
from monitoring.models import Period, Total
from monitoring.tasks import begin_boundaries
from monitoring.totals import open_period, verify
from notices.models import Notice
from tests.cast import Cast
from tests.monitoring.boundaries import VILLAGES, ask, confirm, counted_months, done, villages_body
from tests.monitoring.pages import text_of, told
from tests.reporting import make_period

pytestmark = pytest.mark.django_db
State = BoundaryChange.State


@pytest.fixture
def nana(cast: Cast) -> Client:
    return cast.client_of("nana")


@pytest.fixture
def months(cast: Cast, october: Period) -> list[Period]:
    """One more month than is counted again while one waits."""
    october.delete()
    counted = counted_months(cast, "2026-09", "2026-10")
    others = [make_period(f"2026-{n:02}") for n in range(8 - FEW + 1, 9)]
    for period in others:
        open_period(period)
    return [*others, *counted]


def asked(cast: Cast, nana: Client) -> tuple[BoundaryChange, Job]:
    """A change that touches every month."""
    answer = confirm(nana, VILLAGES, villages_body(cast.territory, "01 01 2026", 3))
    job = Job.objects.get()
    assert answer["Location"] == f"/travaux/{job.pk}/"
    return BoundaryChange.objects.get(), job


def moved(cast: Cast) -> bool:
    link = VillageAire.objects.get(village=cast.territory.villages[3], ends_on=None)
    return link.aire == cast.territory.second_aire


def test_many_months_are_written_by_a_worker(cast: Cast, months: list[Period], nana: Client) -> None:
    change, job = asked(cast, nana)
    assert change.state == State.WRITING
    assert not moved(cast)
    assert "Suivre le travail" in text_of(nana.get(change.get_absolute_url()))
    run_job(str(job.pk))
    job.refresh_from_db()
    change.refresh_from_db()
    assert (job.state, job.done_steps, job.total_steps) == (Job.State.DONE, len(months) + 1, len(months) + 1)
    assert change.state == State.DONE
    assert moved(cast)
    assert verify() == []
    assert "Totaux vérifiés" in Notice.objects.get(person=cast.person_of("nana")).text
    assert change.title in text_of(nana.get(f"/travaux/{job.pk}/"))


def test_done_twice_it_is_done_once(cast: Cast, months: list[Period], nana: Client) -> None:
    _, job = asked(cast, nana)
    run_job(str(job.pk))
    links = VillageAire.objects.count()
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    run_job(str(job.pk))
    assert VillageAire.objects.count() == links
    assert Job.objects.get().state == Job.State.DONE


def test_undone_by_a_worker_too(cast: Cast, months: list[Period], nana: Client) -> None:
    change, job = asked(cast, nana)
    run_job(str(job.pk))
    answer = nana.post(f"{change.get_absolute_url()}annuler/", {"reason": "Erreur"})
    assert "l’annulation est en cours" in told(answer)[-1]
    run_job(str(Job.objects.exclude(pk=job.pk).get().pk))
    change.refresh_from_db()
    assert (change.state, change.undone_because) == (State.UNDONE, "Erreur")
    assert not moved(cast)
    assert verify() == []


def test_stopped_before_it_began_nothing_moved_and_it_says_so(
    cast: Cast, months: list[Period], nana: Client
) -> None:
    change, job = asked(cast, nana)
    Job.objects.filter(pk=job.pk).update(stop_asked=True)
    run_job(str(job.pk))
    change.refresh_from_db()
    assert (Job.objects.get().state, change.state) == (Job.State.STOPPED, State.FAILED)
    assert "rien n’a changé" in text_of(nana.get(change.get_absolute_url()))
    assert not moved(cast)
    assert verify() == []


def test_stopped_in_the_queue_it_is_never_done(cast: Cast, months: list[Period], nana: Client) -> None:
    change, job = asked(cast, nana)
    ask_stop(job)
    change.refresh_from_db()
    assert change.state == State.FAILED
    assert not moved(cast)


def test_places_that_moved_meanwhile_refuse_it(cast: Cast, months: list[Period], nana: Client) -> None:
    change, job = asked(cast, nana)
    done(nana, VILLAGES, villages_body(cast.territory, "01 10 2026", 2))
    run_job(str(job.pk))
    change.refresh_from_db()
    assert (Job.objects.get().state, change.state) == (Job.State.FAILED, State.FAILED)
    assert "ont changé depuis l’aperçu" in change.why_not
    assert not moved(cast)
    assert "n’a pas pu se faire" in Notice.objects.get(person=cast.person_of("nana")).text
    assert verify() == []


def test_who_lost_the_mandate_writes_no_more(cast: Cast, months: list[Period], nana: Client) -> None:
    change, job = asked(cast, nana)
    cast.end_mandate_of("nana")
    run_job(str(job.pk))
    change.refresh_from_db()
    assert change.state == State.FAILED
    assert "Votre mandat ne permet plus" in change.why_not
    assert not moved(cast)


def test_a_day_to_come(cast: Cast, months: list[Period], nana: Client, now: time_machine.Traveller) -> None:
    body = villages_body(cast.territory, "01 12 2026", 3)
    assert "0 mois" not in text_of(ask(nana, VILLAGES, body))
    answer = confirm(nana, VILLAGES, body)
    assert "Le changement se fera ce jour-là" in told(answer)[-1]
    change = BoundaryChange.objects.get()
    assert "à venir" in text_of(nana.get("/decoupage/"))
    assert begin_boundaries() == 0
    assert not moved(cast)
    december = make_period("2026-12")
    open_period(december)
    now.shift(timedelta(days=28))
    assert timezone.localdate().isoformat() == "2026-12-01"
    assert begin_boundaries() == 1
    assert begin_boundaries() == 0
    run_job(str(Job.objects.get().pk))
    change.refresh_from_db()
    assert change.state == State.DONE
    assert moved(cast)
    row = Total.objects.get(place_kind="commune", place_id=cast.territory.neighbour.pk, period=december)
    assert row.expected_count == 2
    assert verify() == []


def test_a_change_to_come_is_called_off(cast: Cast, months: list[Period], nana: Client) -> None:
    confirm(nana, VILLAGES, villages_body(cast.territory, "01 12 2026", 3))
    change = BoundaryChange.objects.get()
    assert "Renoncer à ce changement" in text_of(nana.get(change.get_absolute_url()))
    nana.post(f"{change.get_absolute_url()}annuler/", {"reason": "Décret retiré"})
    change.refresh_from_db()
    assert change.state == State.UNDONE
    assert "Décret retiré" in text_of(nana.get(change.get_absolute_url()))


def test_a_change_to_come_that_has_become_impossible_says_why(
    cast: Cast, months: list[Period], nana: Client, now: time_machine.Traveller
) -> None:
    confirm(nana, VILLAGES, villages_body(cast.territory, "01 12 2026", 3))
    change = BoundaryChange.objects.get()
    done(nana, VILLAGES, villages_body(cast.territory, "01 10 2026", 3))
    now.shift(timedelta(days=28))
    begin_boundaries()
    run_job(str(Job.objects.get().pk))
    change.refresh_from_db()
    assert change.state == State.FAILED
    assert "est déjà dans l’aire de santé" in change.why_not
    assert "Tiontala est déjà" in text_of(cast.client_of("nana").get(change.get_absolute_url()))

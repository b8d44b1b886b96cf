"""One's jobs on the screen, and nobody else's."""

import pytest

from jobs.models import Job
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(everybody: Cast) -> Job:
    return Job.objects.create(
        kind="essai", title="Rapport trimestriel, Boron", asked_by=everybody.person_of("nana"), total_steps=4
    )


def shown(everybody: Cast, job: Job, who: str = "nana") -> str:
    answer = everybody.client_of(who).get(f"/travaux/{job.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("state", "words", "alive"),
    [
        ("en_file", "attend son tour", True),
        ("en_cours", "En cours, 50\u202f%", True),
        ("termine", "Terminé", False),
        ("en_erreur", "Le disque est plein.", False),
        ("arrete", "Arrêté à votre demande", False),
    ],
)
def test_each_state_in_words(everybody: Cast, job: Job, state: str, words: str, alive: bool) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, done_steps=2, message="Le disque est plein.")
    page = shown(everybody, job)
    assert words in page
    assert ('http-equiv="refresh"' in page) == alive
    assert ("data-live" in page) == alive
    assert ("Arrêter ce travail" in page) == alive
    assert ("Que faire" in page) == (state == "en_erreur")
    assert "Nana Touré" in page


def test_what_failed_is_listed_and_what_came_out_is_linked(everybody: Cast, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(
        state="termine",
        failures=[{"nom": "Kiban <b>", "motif": "Aucun rapport."}],
        result={"liens": [{"label": "Le document", "url": "/mes-droits/"}]},
    )
    page = shown(everybody, job)
    assert "Terminé, avec 1 échec." in page
    assert "Kiban &lt;b&gt;" in page
    assert '<a href="/mes-droits/">Le document</a>' in page


@pytest.mark.parametrize("who", ["fanta", "salif", "yaya", "modibo"])
def test_only_its_asker_sees_or_stops_it(everybody: Cast, job: Job, who: str) -> None:
    client = everybody.client_of(who)
    assert client.get(f"/travaux/{job.pk}/").status_code == 404
    assert client.post(f"/travaux/{job.pk}/arreter/").status_code == 404
    assert job.title not in client.get("/travaux/").content.decode()
    assert not Job.objects.get(pk=job.pk).stop_asked


def test_a_job_of_the_calendar_is_nobodys(everybody: Cast) -> None:
    job = Job.objects.create(kind="essai", title="De la nuit")
    assert everybody.client_of("nana").get(f"/travaux/{job.pk}/").status_code == 404
    assert everybody.client_of("anonyme").get(f"/travaux/{job.pk}/").status_code == 302


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [("en_file", "arrete", True), ("en_cours", "en_cours", True), ("termine", "termine", False)],
)
def test_stopping(everybody: Cast, job: Job, before: str, after: str, asked: bool) -> None:
    Job.objects.filter(pk=job.pk).update(state=before)
    client = everybody.client_of("nana")
    assert client.get(f"/travaux/{job.pk}/arreter/").status_code == 405
    assert client.post(f"/travaux/{job.pk}/arreter/").status_code == 302
    job.refresh_from_db()
    assert (job.state, job.stop_asked) == (after, asked)


def test_the_list(everybody: Cast, job: Job) -> None:
    page = everybody.client_of("nana").get("/travaux/").content.decode()
    assert job.title in page
    assert "Aucun travail" in everybody.client_of("salif").get("/travaux/").content.decode()

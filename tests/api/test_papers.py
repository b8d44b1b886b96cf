"""Documents by program, down to the file; one’s own jobs."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from core.access import Action, PlaceKind
from files.store import path_of, store
from jobs.models import Job
from reports.models import Document
from tests.api.program import Program, faults, problem
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LIST = "/api/v1/documents/"
NUMBER = "RTP-2026-T3-ML020201-1"
CONTENT = b"%PDF-1.7 un essai"
PDF = "application/pdf"


@pytest.fixture
def document(everybody: Cast, settings: Any, tmp_path: Path) -> Document:
    """A paper of Banamba."""
    settings.FILES_ROOT = tmp_path
    host = everybody.territory.host
    kept = store(
        CONTENT, name=f"{NUMBER}.pdf", mime=PDF, action=Action.DOCUMENT_SEE, place_kind=PlaceKind.COMMUNE,
        where=Document(commune=host).where(), created_by=None,
    )  # fmt: skip
    return Document.objects.create(
        number=NUMBER, title="Rapport", commune=host, quarter="2026-T3", file=kept, sha256=kept.sha256,
        data_cutoff_at=datetime(2026, 10, 20, tzinfo=UTC), code="K7QM2XRT9BDF",
    )  # fmt: skip


def test_from_the_register_to_the_file(everybody: Cast, document: Document) -> None:
    fanta = Program(everybody, "fanta")
    (one,) = fanta.get(LIST).json()["resultats"]
    assert (one["numero"], one["commune"], one["trimestre"], one["taille"]) == (
        NUMBER, "ML020201", "2026-T3", len(CONTENT),
    )  # fmt: skip
    assert (one["motif"], one["verification"]) == ("", "/v/K7QM-2XRT-9BDF/")
    assert fanta.get(f"{LIST}{NUMBER}/").json() == one
    sent = fanta.client.get(one["fichier"], headers={"accept": PDF})
    content = b"".join(sent)
    assert (sent.status_code, sent.headers["Content-Type"], content) == (200, PDF, CONTENT)
    assert hashlib.sha256(content).hexdigest() == one["sha256"]
    assert "attachment" in sent.headers["Content-Disposition"]
    again = fanta.client.get(one["fichier"], headers={"if-none-match": sent.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_may_not_read_it_gets_no_file(everybody: Cast, document: Document) -> None:
    url = f"{LIST}{NUMBER}/fichier/"
    problem(Client().get(url), 401)
    problem(Program(everybody, "drissa").client.get(url, headers={"accept": PDF}), 404)
    problem(Program(everybody, "julie").get(url), 403 if _sees(everybody, "julie") else 404)
    assert Program(everybody, "drissa").get(LIST).json()["total"] == 0


def _sees(everybody: Cast, name: str) -> bool:
    return everybody.scope_of(name).may(Action.DOCUMENT_SEE)


def test_a_file_that_is_lost_is_told_in_json(everybody: Cast, document: Document) -> None:
    path_of(document.file).unlink()
    problem(Program(everybody, "fanta").client.get(f"{LIST}{NUMBER}/fichier/", headers={"accept": PDF}), 404)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?trimestre=2026-T3", 1),
        ("?trimestre=2026-T2", 0),
        ("?nature=rapport_trimestriel", 1),
        ("?nature=fiche_siec_s", 0),
        ("?commune=ML020201", 1),
        ("?modifie_depuis=2020-01-01T00:00:00Z", 1),
        ("?modifie_depuis=2099-01-01T00:00:00Z", 0),
        ("?modifie_depuis=2099-06-11T09:30:19.6%2B23:11", 0),  # an offset no database holds
    ],
)
def test_filters(everybody: Cast, document: Document, query: str, found: int) -> None:
    assert Program(everybody, "fanta").get(LIST + query).json()["total"] == found


def test_wrong_filters(everybody: Cast, document: Document) -> None:
    fanta = Program(everybody, "fanta")
    assert list(faults(fanta.get(f"{LIST}?trimestre=2026-3"))) == ["trimestre"]
    assert faults(fanta.get(f"{LIST}?commune=ML020601")) == faults(fanta.get(f"{LIST}?commune=RIEN"))


def test_one_s_own_jobs(everybody: Cast) -> None:
    person = everybody.person_of("issa")
    done = Job.objects.create(
        kind="essai", title="Rapport", asked_by=person, state=Job.State.DONE, done_steps=3, total_steps=3,
        result={"document": NUMBER, "liens": [{"label": "Rapport", "url": f"/documents/{NUMBER}/"}]},
    )  # fmt: skip
    waits = Job.objects.create(kind="essai", title="Autre", asked_by=person)
    other = Job.objects.create(kind="essai", title="À une autre", asked_by=everybody.person_of("fanta"))
    issa = Program(everybody, "issa")
    told = {one["numero"]: one for one in issa.get("/api/v1/travaux/").json()["resultats"]}
    assert set(told) == {str(done.pk), str(waits.pk)}
    assert told[str(done.pk)]["document"] == NUMBER
    assert told[str(done.pk)]["liens"] == [{"libelle": "Rapport", "adresse": f"/documents/{NUMBER}/"}]
    first = told[str(waits.pk)]
    assert (first["document"], first["liens"], first["fini"], first["etat"]) == (None, [], False, "en_file")
    assert issa.get(f"/api/v1/travaux/{waits.pk}/").json() == first
    assert issa.get("/api/v1/travaux/?etat=termine").json()["total"] == 1
    problem(issa.get(f"/api/v1/travaux/{other.pk}/"), 404)

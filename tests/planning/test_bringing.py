"""What comes into a plan: an open promise becomes a line, papers are joined, taken out."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from files.models import StoredFile
from followup.models import Followup
from followup.promising import Origin, Promise, promise
from monitorage.models import Measure, Session
from planning.models import Attachment, Plan
from planning.taking_up import plans_with
from tests.cast import Cast
from tests.planning.test_lines import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def kadia(everybody: Cast) -> Client:
    return everybody.client_of("kadia")


def promised(text: str, place: object, everybody: Cast) -> Followup:
    said = Promise(text, date(2026, 12, 1), date(2026, 7, 20), everybody.person_of("awa"))
    return promise(said, place, Origin("monitorage", "Session du 1er semestre", "/aide/"), by=None)  # type: ignore[arg-type]


def test_a_promise_becomes_a_line_once(plan: Plan, everybody: Cast, kadia: Client) -> None:
    line = promised("Réparer la clôture", plan.aire, everybody)
    assert "Réparer la clôture" in kadia.get(url(plan, "suivi/")).content.decode()
    for _ in range(2):
        kadia.post(url(plan, "suivi/"), {"suivi": line.pk})
    (made,) = plan.activities.filter(origin=line)
    assert (made.text, made.responsible, made.cost) == ("Réparer la clôture", "Awa Diarra", 0)
    page = kadia.get(url(plan, f"lignes/{made.key}/")).content.decode()
    assert line.number in page
    assert "Dans le plan" in kadia.get(url(plan, "suivi/")).content.decode()
    page = kadia.get(f"/suivi/{line.pk}/").content.decode()
    assert f'href="{url(plan, "")}"' in page
    assert "Repris dans" in page


def test_who_does_not_see_the_plan_is_not_told_of_it(plan: Plan, everybody: Cast, kadia: Client) -> None:
    line = promised("Réparer la clôture", plan.aire, everybody)
    kadia.post(url(plan, "suivi/"), {"suivi": line.pk})
    assert len(list(plans_with(line, everybody.scope_of("salif")))) == 1
    assert list(plans_with(line, everybody.scope_of("sitan"))) == []


def test_a_measure_brings_its_cost_and_who_pays(plan: Plan, everybody: Cast, kadia: Client) -> None:
    line = promised("Acheter un frigo", plan.aire, everybody)
    session = Session.objects.create(aire=plan.aire, year=2026, half=1, catalogue=1)
    Measure.objects.create(session=session, intervention="pev", followup=line, source="commune", cost=350_000)
    kadia.post(url(plan, "suivi/"), {"suivi": line.pk})
    made = plan.activities.get(origin=line)
    assert (made.cost, made.by_commune, made.sought) == (350_000, 350_000, 0)


@pytest.mark.parametrize("place", ["second_aire", "host"])
def test_a_promise_of_another_place_is_not_taken(
    plan: Plan, everybody: Cast, kadia: Client, place: str
) -> None:
    line = promised("Ailleurs", getattr(everybody.territory, place), everybody)
    answer = kadia.post(url(plan, "suivi/"), {"suivi": line.pk}, follow=True)
    assert "plus ouvert dans cette aire" in answer.content.decode()
    assert plan.activities.count() == 2


def test_a_line_that_comes_back_keeps_where_it_came_from(plan: Plan, everybody: Cast, kadia: Client) -> None:
    line = promised("Réparer la clôture", plan.aire, everybody)
    kadia.post(url(plan, "suivi/"), {"suivi": line.pk})
    made = plan.activities.get(origin=line)
    kadia.post(url(plan, f"lignes/{made.key}/retirer/"), {"version": made.version})
    kadia.post(url(plan), {"remettre": str(made.key)})
    assert plan.activities.get(key=made.key).origin_id == line.pk


def pdf(content: bytes = b"%PDF-1.7 essai\n%%EOF", name: str = "devis.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def test_a_paper_is_joined_read_taken_out(plan: Plan, everybody: Cast, kadia: Client) -> None:
    assert kadia.post(url(plan, "pieces/"), {"label": "Devis", "copy": pdf()}).status_code == 302
    (paper,) = Attachment.objects.filter(plan=plan)
    for reader in ("fanta", "drissa"):  # the host, a commune merely touched
        opened = everybody.client_of(reader).get(f"/fichiers/{paper.file_id}/")
        assert opened.getvalue() == b"%PDF-1.7 essai\n%%EOF"  # read to its end, it shuts its file
    assert everybody.client_of("oumar").get(f"/fichiers/{paper.file_id}/").status_code == 404
    kadia.post(url(plan, "pieces/"), {"retirer": paper.pk})
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("label", "content", "says"),
    [
        ("Devis", b"<html><script>x</script>", "ni un PDF, ni une image"),
        ("Devis", b"", "vide"),
        ("", b"%PDF-1.7", "Dites ce qu’est cette pièce"),
        ("Devis", b"%PDF-1.7" + b"x" * (5 * 1024 * 1024), "trop lourd"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(
    plan: Plan, kadia: Client, label: str, content: bytes, says: str
) -> None:
    answer = kadia.post(url(plan, "pieces/"), {"label": label, "copy": pdf(content, "photo.jpg")})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert StoredFile.objects.count() == 0


def test_a_scan_of_60_megabytes_is_not_read(plan: Plan, kadia: Client) -> None:
    answer = kadia.post(
        url(plan, "pieces/"), {"label": "Devis", "copy": pdf(b"%PDF" + b"0" * (60 * 1024 * 1024))}
    )
    assert answer.status_code == 413
    assert StoredFile.objects.count() == 0


def test_papers_are_locked_with_the_plan(plan: Plan, kadia: Client) -> None:
    kadia.post(url(plan, "pieces/"), {"label": "Devis", "copy": pdf()})
    paper = Attachment.objects.get()
    Plan.objects.filter(pk=plan.pk).update(state="adopte")
    answer = kadia.post(url(plan, "pieces/"), {"label": "Autre", "copy": pdf()})
    assert "verrouillé" in answer.content.decode()
    kadia.post(url(plan, "pieces/"), {"retirer": paper.pk})
    assert Attachment.objects.count() == 1

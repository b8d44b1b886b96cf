"""The dossier of a meeting: page 1 lists what follows, each piece on its pages, nothing of anybody else."""

import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from communes.models import Commune
from core.months import Month
from cscom.models import Aire, CommuneShare
from followup.promising import Origin, Promise, promise
from jobs.models import Job
from jobs.tasks import run_job
from monitoring.spans import QUARTER as T3
from monitoring.spans import Span, chosen, spans
from notices.models import Notice
from planning.enums import Source
from reports import pdf, tasks
from reports.dossier.paper import DOSSIER
from reports.dossier.pieces import PIECES
from reports.essential.issuing import SHEET
from reports.models import Document, DocumentKind
from reports.spanned import Edition
from tests.cast import Cast
from tests.planning.running import add_line, made_plan, say

NUMBER = "DOS-202607-202609-ML020201-1"
ORIGIN = Origin("essai", "Session de monitorage, 1er semestre 2026", "/aide/")
URL = "/communes/ML020201/dossier/etablir/"
QUERIES = 32


def third_quarter() -> Span:
    return chosen(T3, spans(Month(2026, 9)))


def context_of(commune: Commune) -> dict[str, object]:
    span = third_quarter()
    return DOSSIER.context(
        commune, span, Edition(DOSSIER.number_of(commune, span.months, 1), timezone.now(), "Issa Koné")
    )


def printed(commune: Commune) -> list[str]:
    """The words of each page, one space between them."""
    content = pdf.render(DOSSIER.template, context_of(commune))
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def promised(text: str, place: Aire | Commune, due: date, cast: Cast) -> None:
    said = Promise(text, due, date(2026, 5, 4), owner=cast.person_of("awa"))
    promise(said, place, ORIGIN, by=None)


@pytest.fixture
def measured(quarter: Cast) -> Cast:
    """Two lines in the commune and its aire, the late one written last; one in an aire held by a tenth.

    A plan of 2026 that is half executed.
    """
    land = quarter.territory
    say(add_line(made_plan(land.aire), 1, {Source.ASACO: 400_000}), 1, 50, by_asaco=100_000)
    promised("Acheter un frigo", land.host, date(2026, 12, 31), quarter)
    promised("Réparer la moto", land.aire, date(2026, 10, 24), quarter)
    far = Aire.objects.create(
        code="ML02-CSCOM-999", name="Au loin", host_commune=land.neighbour, district=land.host.district
    )
    CommuneShare.objects.create(aire=far, commune=land.host, share=1_000, starts_on=date(2009, 1, 1))
    promised("Payer le gardien", far, date(2026, 10, 1), quarter)
    return quarter


# ---- The paper ----
def test_the_list_of_page_one_is_what_follows(measured: Cast) -> None:
    pages = printed(measured.territory.host)
    listed = re.findall(r"(\d)\. ([^,.]+), p\. (\d+)", pages[0].partition("Liste des pièces")[2])
    assert [title for _, title, _ in listed] == [piece.title for piece in PIECES]
    assert [number for number, _, _ in listed] == ["1", "2", "3", "4", "5", "6"]
    for number, title, page in listed:
        assert f"{number}. {title}" in pages[int(page) - 1], title
    firsts = [int(page) for _, _, page in listed]
    assert firsts == sorted(set(firsts))
    assert firsts[0] == 2
    assert len(pages) == 9


def test_each_page_says_state_number_date_and_place_in_the_file(measured: Cast) -> None:
    pages = printed(measured.territory.host)
    for i, page in enumerate(pages, start=1):
        assert f"n° {NUMBER} · document préparatoire · établi le 3 novembre 2026" in page, i
        assert f"page {i} / {len(pages)}" in page
    for page in pages[1:]:
        assert "Dossier de réunion" in page
        assert "Commune de Banamba · de juillet à septembre 2026" in page


def test_what_the_pieces_say(measured: Cast) -> None:
    pages = printed(measured.territory.host)
    text = " ".join(pages)
    for words in (
        "validés seulement, arrêtés au 3 novembre 2026 à 10 h 00",
        "Samakélé (part de la commune : 60 %)",
        "A. Population et cibles",
        "Cotrimoxazole",
        "2 / 3",
        "septembre (non reçu)",
        "Les dix chiffres de la commune, données validées",
        "Trait plein : 2026. Tirets : 2025.",
        "Réalisation physique, pondérée par le coût : 50 %.",
        "Payé : 25 % de ce qui a un payeur (100 000 FCFA sur 400 000 FCFA).",
        "2 mesures ouvertes, dont 1 en retard.",
        "10 jours de retard",
        "Awa",
        "Signature",
        "Le président de séance",
    ):
        assert words in text, words
    assert "provisoire" not in text
    assert "Vérifier cette fiche" not in text
    measures = next(page for page in pages[1:] if "5. Mesures ouvertes" in page)
    assert measures.index("Réparer la moto") < measures.index("Acheter un frigo")
    assert "Payer le gardien" not in text


def test_an_empty_commune_still_has_its_attendance_sheet(quarter: Cast) -> None:
    host = quarter.territory.host
    empty = Commune.objects.create(code="ML020299", name="Ouro", cercle=host.cercle, district=host.district)
    pages = printed(empty)
    assert len(pages) == 2
    for words in (
        "Aires de santé aucune connue",
        "non joint. Aucun rapport mensuel n’était attendu dans la commune d’Ouro",
        "Rapports en retard : non joint. Aucun rapport mensuel n’était attendu pour ces mois.",
        "courbes : non joint. Aucun rapport validé ne donne ces chiffres.",
        "Exécution des plans : non joint. Aucun plan 2026 approuvé dans les aires que la commune accueille.",
        "Mesures ouvertes : non joint. Aucune mesure ouverte dans le suivi.",
        "1. Feuille de présence, p. 2",
    ):
        assert words in pages[0], words
    assert "1. Feuille de présence" in pages[1]


def test_nothing_is_late(quarter: Cast) -> None:
    CommuneShare.objects.filter(aire=quarter.territory.aires[1]).delete()
    Aire.objects.filter(pk=quarter.territory.aires[1].pk).update(host_commune=quarter.territory.neighbour)
    assert "Tous les rapports attendus sont arrivés à temps." in printed(quarter.territory.host)[0]


def test_fictitious_is_said_on_each_page(quarter: Cast, settings: Settings) -> None:
    settings.DEMO = True
    assert all("données fictives" in page for page in printed(quarter.territory.host))


def test_what_it_reads(measured: Cast) -> None:
    """More measures, more queries: none."""
    host = Commune.objects.select_related("cercle__region", "district").get(pk=measured.territory.host.pk)
    context_of(host)
    for i in range(4):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            context_of(host)
        assert len(asked) == QUERIES
        promised(f"Mesure {i}", measured.territory.aire, date(2026, 12, 1), measured)


# ---- Its line in the register ----
def test_asking_leads_to_a_job_that_issues_once(quarter: Cast) -> None:
    client = quarter.client_of("issa")
    page = client.get(f"{URL}?periode=trimestre").content.decode()
    assert "de juillet à septembre 2026" in page
    assert all(piece.title in page for piece in PIECES)
    asked = client.post(URL, {"periode": "trimestre"})
    job = Job.objects.get(kind=DOSSIER.kind)
    assert asked.headers["Location"] == f"/travaux/{job.pk}/"
    for _ in range(2):
        run_job(str(job.pk))
        Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, done_steps=0)
    document = Document.objects.get()
    assert (document.number, document.kind) == (NUMBER, DocumentKind.DOSSIER)
    html = client.get(f"/documents/{NUMBER}/").content.decode()
    assert "Dossier de réunion de Banamba" in html
    assert f"{URL}?periode=trimestre" in html
    told = Notice.objects.filter(fact=f"document:{NUMBER}").values_list("person__first_name", flat=True)
    assert sorted(told) == ["Binta", "Fanta"]


def test_a_sheet_and_a_dossier_do_not_meet(quarter: Cast) -> None:
    sheet = SHEET.issue(quarter.territory.host, third_quarter())
    first = DOSSIER.issue(quarter.territory.host, third_quarter())
    second = DOSSIER.issue(quarter.territory.host, third_quarter(), reason="une erreur")
    assert (sheet.edition, first.edition, second.edition) == (1, 1, 2)
    assert list(first.editions().order_by("edition")) == [first, second]


@pytest.mark.parametrize(("who", "status"), [("binta", 403), ("kadia", 403), ("drissa", 404), ("fanta", 302)])
def test_who_may_ask(quarter: Cast, who: str, status: int) -> None:
    answer = quarter.client_of(who).post(URL, {"periode": "trimestre"})
    assert answer.status_code == status
    assert Job.objects.exists() == (status == 302)


def test_the_neighbour_reads_neither_page_nor_file(quarter: Cast) -> None:
    document = DOSSIER.issue(quarter.territory.host, third_quarter())
    client = quarter.client_of("drissa")
    urls = (URL, f"/documents/{NUMBER}/", f"/fichiers/{document.file_id}/")
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]


def test_a_right_that_ended_stops_the_job(quarter: Cast) -> None:
    quarter.client_of("issa").post(URL, {"periode": "trimestre"})
    mandate = quarter.mandate_of("issa")
    mandate.ends_on = date(2026, 11, 2)
    mandate.save()
    run_job(str(Job.objects.get().pk))
    assert Job.objects.get().message == tasks.NO_RIGHT
    assert not Document.objects.exists()


def test_the_mayor_finds_it_among_what_is_for_the_meeting(quarter: Cast) -> None:
    page = quarter.client_of("fanta").get("/communes/ML020201/chiffres/").content.decode()
    assert URL in page.partition("Pour la réunion")[2]
    assert URL not in quarter.client_of("kadia").get("/communes/ML020201/chiffres/").content.decode()

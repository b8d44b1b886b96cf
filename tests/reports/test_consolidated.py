"""The consolidated report of a district, of a région: what it sums, who asks, who reads, when it is made."""

import io
import re
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from communes.models import Commune, District, Region
from concertation.writing import Framing, begin
from core.formats import number
from cscom.models import Aire, CommuneShare
from files.store import path_of
from jobs.models import Job
from jobs.tasks import run_job
from mandates.models import Mandate
from notices.models import Notice
from planning.enums import Source
from reports import pdf, tasks
from reports.consolidated import jobs, paper
from reports.consolidated.gathering import gathered
from reports.consolidated.issuing import issue
from reports.consolidated.wide import tally_of
from reports.issuing import CannotIssue
from reports.issuing import issue as issue_quarterly
from reports.models import Document, DocumentKind
from reports.quarterly import Edition
from tests.cast import Cast
from tests.concertation.conftest import held
from tests.mandates.organs import hold, organ, seat
from tests.planning.running import add_line, made_plan, say
from tests.reports.conftest import CANARY, QUARTER

TODAY = date(2026, 11, 3)
OF_DISTRICT = "RTC-2026-T3-ML02-CSREF-1-1"
OF_REGION = "RTC-2026-T3-ML02-1"


def district_of(cast: Cast) -> District:
    found: District = District.objects.select_related("region").get(pk=cast.territory.district.pk)
    return found


def region_of(cast: Cast) -> Region:
    return district_of(cast).region


def run(job: Job) -> Job:
    run_job(str(job.pk))
    return Job.objects.get(pk=job.pk)


def ask(cast: Cast, name: str, url: str, **said: str) -> int:
    return cast.client_of(name).post(url, {"trimestre": "2026-T3", **said}).status_code


def opened(client: Client, url: str) -> int:
    """How a file answers; read to its end, it shuts (closing it would end the connection too)."""
    answer = client.get(url)
    if answer.streaming:
        answer.getvalue()
    return answer.status_code


def printed(place: District | Region) -> str:
    edition = Edition(paper.number_of(place, QUARTER, 1), timezone.now(), "le calendrier")
    content = pdf.render(paper.TEMPLATE, paper.context(place, QUARTER, edition))
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def more_communes(cast: Cast, count: int) -> None:
    """Each with one aire, its organ, its plan."""
    host = cast.territory.host
    for i in range(count):
        commune = Commune.objects.create(
            code=f"ML0209{i:03}", name=f"Commune {i}", cercle=host.cercle, district=host.district
        )
        aire = Aire.objects.create(
            code=f"ML02-CSCOM-8{i:03}", name=f"Aire {i}", host_commune=commune, district=host.district
        )
        CommuneShare.objects.create(aire=aire, commune=commune, share=10_000, starts_on=date(2009, 1, 1))


@pytest.fixture
def busy(quarter: Cast) -> Cast:
    """An organ of the first aire that met in July, a plan half done, the report of Banamba issued."""
    land, kadia = quarter.territory, quarter.scope_of("kadia")
    committee = organ(aire=land.aire, sessions_a_year=12)
    hold(seat(committee, "président", chair=True))
    seat(committee, "trésorier")
    held(begin(committee, Framing(date(2026, 7, 6)), kadia), kadia, "pa", on="2026-07-06")
    organ(district=land.district, sessions_a_year=4)
    say(add_line(made_plan(land.aire), 1, {Source.ASACO: 400_000}), 3, 50, by_asaco=100_000)
    issue_quarterly(land.host, QUARTER)
    return quarter


# ---- What it sums ----
def test_the_district_worked_by_hand(busy: Cast) -> None:
    """5 reports of 6, 4 validated; four months of accounts; one meeting of four due, one organ of its own."""
    found = gathered(district_of(busy), QUARTER, TODAY)
    assert (found.tally.expected, found.tally.received, found.tally.validated) == (6, 5, 4)
    assert (found.purse.asaco, found.purse.months, found.purse.validated) == (2, 6, 4)
    assert found.purse.receipts == 3 * 50 + CANARY + 40
    assert (found.record.due, found.record.met, found.own.due) == (4, 1, 1)
    assert found.record.attendance == 50
    assert found.plans.physical == 50
    assert (found.plans.plans, found.plans.paid) == (1, 100_000)
    lines = {line.part.name: line for line in found.lines}
    assert list(lines) == ["Banamba", "Ben Kadi"]
    assert (lines["Banamba"].purse.asaco, lines["Ben Kadi"].purse.asaco) == (2, 0)
    assert (lines["Banamba"].record.due, lines["Ben Kadi"].record.due) == (3, 0)
    assert (lines["Ben Kadi"].tally.expected, lines["Ben Kadi"].tally.received) == (3, 3)
    assert lines["Banamba"].paper
    assert not lines["Ben Kadi"].paper


def test_each_rate_is_that_of_the_place(busy: Cast) -> None:
    """56 third doses: of 61,2 + 17 children in Banamba, of 40,8 more with Ben Kadi’s part; never a mean."""
    found = gathered(district_of(busy), QUARTER, TODAY)
    codes = [figure.code for figure in found.compared]
    at = codes.index("I27")
    whole, parts = found.compared[at], [line.figures[at] for line in found.lines]
    assert whole.above == sum(part.above or 0 for part in parts)
    assert whole.below == pytest.approx(sum(part.below or 0 for part in parts))
    assert whole.value == next(figure for figure in found.figures if figure.code == "I27").value


def test_the_paper_of_a_district(busy: Cast) -> None:
    text = printed(district_of(busy))
    for words in (
        "Rapport trimestriel consolidé",
        "District de Banamba · 3e trimestre 2026, juillet à septembre",
        "2 communes, 2 aires de santé",
        "5 reçus sur 6 attendus, 4 validés",
        "1 rapport mensuel sur 6 manque",
        "1 commune sur 2 n’a pas encore de rapport trimestriel.",
        re.sub(r"\s+", " ", number(3 * 50 + CANARY + 40)),
        "Réalisation physique, pondérée par le coût : 50 %",
        "2 organes suivis. Présence : 50 % des sièges",
        "RTP-2026-T3-ML020201-1",
        "pas encore établi",
        "Pour le CSRéf de Banamba Seydou Cissé, médecin chef",
        "Pour le conseil de cercle, Banamba Cheick Fofana, président",
        "Total des recettes",
    ):
        assert words in text, words
    assert "provisoire" not in text


def test_the_paper_of_a_region_puts_districts_side_by_side(busy: Cast) -> None:
    issue(district_of(busy), QUARTER)
    Mandate.objects.filter(role="conseil_cercle").delete()
    text = printed(region_of(busy))
    for words in (
        "Région de Koulikoro",
        "1 district, 2 communes, 2 aires de santé",
        OF_DISTRICT,
        "RTP-2026-T3-ML020201-1",
        "Pour la direction régionale de la santé Nana Touré, directeur régional",
    ):
        assert words in text, words
    assert "conseil de cercle" not in text, "a party that has no mandate does not sign"


def test_as_many_queries_for_two_hundred_aires(busy: Cast) -> None:
    place = region_of(busy)
    with CaptureQueriesContext(connection) as before:
        gathered(place, QUARTER, TODAY)
    more_communes(busy, 200)
    with CaptureQueriesContext(connection) as after:
        assert len(gathered(place, QUARTER, TODAY).within.aires) == 202
    assert len(after) == len(before) <= 32


def test_a_commune_whose_aire_is_of_another_district_is_counted_once(busy: Cast) -> None:
    """Its accounts stand in the whole of its district, in no line of it."""
    other = District.objects.create(
        code="ML02-CSREF-9", name="Kolokani", region=region_of(busy), csref_name="CSRéf de Kolokani"
    )
    Aire.objects.filter(pk=busy.territory.second_aire.pk).update(district=other)
    found = gathered(other, QUARTER, TODAY)
    assert found.lines == []
    assert found.purse.asaco == 1
    assert printed(other)


# ---- Number, edition, register ----
def test_numbered_kept_and_told(busy: Cast) -> None:
    document = issue(district_of(busy), QUARTER, asked_by=busy.person_of("salif"))
    assert (document.number, document.kind) == (OF_DISTRICT, DocumentKind.CONSOLIDATED)
    assert (document.commune_id, document.district) == (None, district_of(busy))
    assert document.place_words == "district sanitaire de Banamba"
    assert path_of(document.file).read_bytes().startswith(b"%PDF-1.7")
    assert len(document.fingerprint) == 64
    told = Notice.objects.filter(fact=f"document:{OF_DISTRICT}").values_list("person__first_name", flat=True)
    assert set(told) == {"Seydou", "Nana"}
    with pytest.raises(CannotIssue, match=f"sous le n° {OF_DISTRICT}"):
        issue(district_of(busy), QUARTER)
    again = issue(district_of(busy), QUARTER, reason="un chiffre corrigé")
    assert (again.edition, again.reissue_reason) == (2, "un chiffre corrigé")
    assert list(document.editions().order_by("edition")) == [document, again]
    replaced = Document.objects.with_newer().filter(Q(replaced=True))
    assert [one.number for one in replaced] == [OF_DISTRICT]


def test_anybody_verifies_it(busy: Cast, client: Client) -> None:
    document = issue(region_of(busy), QUARTER)
    page = client.get(f"/v/{document.code}/").content.decode()
    assert "Région de Koulikoro" in page
    assert OF_REGION in page
    assert "C’est le dernier établi" in page


def test_nothing_to_print(quarter: Cast) -> None:
    empty = District.objects.create(
        code="ML02-CSREF-9", name="Kolokani", region=region_of(quarter), csref_name="CSRéf de Kolokani"
    )
    assert tally_of(empty, QUARTER).expected == 0
    with pytest.raises(CannotIssue, match="Aucun rapport mensuel"):
        issue(empty, QUARTER)
    page = quarter.client_of("nana").get(f"/districts/{empty.code}/rapport-trimestriel/")
    assert "Il n’y a rien à imprimer." in page.content.decode()


@pytest.mark.parametrize("wrong", [{"region": None, "district": None}, {"commune": True}, {"quarter": ""}])
def test_the_database_keeps_one_place_and_one_quarter(quarter: Cast, wrong: dict[str, object]) -> None:
    document = issue(district_of(quarter), QUARTER)
    values = wrong | ({"commune": quarter.territory.host} if "commune" in wrong else {})
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(region=region_of(quarter))


# ---- Who asks, who reads ----
def test_who_asks_at_their_own_place(quarter: Cast) -> None:
    place = district_of(quarter)
    here = f"/districts/{place.code}/rapport-trimestriel/"
    above = f"/regions/{place.region.code}/rapport-trimestriel/"
    for name, district, region in (
        ("salif", 302, 404), ("seydou", 302, 404), ("nana", 302, 302), ("modibo", 403, 403),
        ("fanta", 404, 404), ("kadia", 404, 404), ("ramata", 404, 404),
    ):  # fmt: skip
        assert (ask(quarter, name, here), ask(quarter, name, above)) == (district, region), name
    page = quarter.client_of("salif").get("/documents/").content.decode()
    assert f'href="{here}"' in page
    assert above not in page
    mayor = quarter.client_of("fanta").get("/documents/").content.decode()
    assert "Établir un rapport consolidé" not in mayor


def test_the_page_checks_then_the_worker_makes_it(quarter: Cast) -> None:
    place, salif = district_of(quarter), quarter.client_of("salif")
    url = f"/districts/{place.code}/rapport-trimestriel/"
    page = salif.get(url).content.decode()
    assert "Établir le rapport trimestriel consolidé du district de Banamba" in page
    assert "1 rapport mensuel manque" in page
    assert ask(quarter, "salif", url) == 302
    job = run(Job.objects.get())
    assert job.state == Job.State.DONE
    document = Document.objects.get()
    assert job.result["document"] == document.number == OF_DISTRICT
    assert "Un document existe déjà" in salif.get(url).content.decode()
    assert ask(quarter, "salif", url) == 422, "whoever asks again says why"
    shown = salif.get(f"/documents/{OF_DISTRICT}/").content.decode()
    assert f"{url}?trimestre=2026-T3" in shown


def test_a_mandate_that_ended_issues_nothing(quarter: Cast) -> None:
    job = jobs.ask_one(district_of(quarter), QUARTER, quarter.person_of("salif"))
    Mandate.objects.filter(person=quarter.person_of("salif")).update(ends_on=date(2026, 11, 2))
    assert run(job).state == Job.State.FAILED
    assert not Document.objects.exists()


def test_who_reads_it(quarter: Cast) -> None:
    """Those of the very place, those above; never through a commune of it."""
    district, region = issue(district_of(quarter), QUARTER), issue(region_of(quarter), QUARTER)
    for name, of_district, of_region in (
        ("salif", 200, 404), ("seydou", 200, 404), ("nana", 200, 200), ("modibo", 200, 200),
        ("fanta", 404, 404), ("kadia", 404, 404), ("ramata", 404, 404),
    ):  # fmt: skip
        client = quarter.client_of(name)
        found = [client.get(f"/documents/{one.number}/").status_code for one in (district, region)]
        files = [opened(client, one.file_url) for one in (district, region)]
        assert found == files == [of_district, of_region], name
    listed = quarter.client_of("nana").get("/documents/").content.decode()
    assert "District sanitaire de Banamba" in listed
    assert "Région de Koulikoro" in listed


# ---- The calendar ----
def test_the_calendar_makes_them_after_the_communes(quarter: Cast, now: time_machine.Traveller) -> None:
    run(Job.objects.get(pk=tasks.issue_closed_quarter()))
    assert not Document.objects.filter(kind=DocumentKind.CONSOLIDATED).exists()
    job = Job.objects.get(pk=tasks.issue_closed_quarter())
    done = run(job)
    assert (done.failures, done.total_steps) == ([], 2)
    numbers = Document.objects.filter(kind=DocumentKind.CONSOLIDATED).values_list("number", flat=True)
    assert set(numbers) == {OF_DISTRICT, OF_REGION}
    assert tasks.issue_closed_quarter() == ""
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, done_steps=0)
    run(job)
    assert len(numbers.all()) == 2, "a batch that starts again skips what it issued"


def test_the_home_of_the_mayor_still_counts_what_is_to_issue(quarter: Cast) -> None:
    """A paper of no commune hides no commune that has none."""
    issue(district_of(quarter), QUARTER)
    home = quarter.client_of("fanta").get("/").content.decode()
    assert "1 rapport du trimestre à établir" in home
    assert "n’est pas établi" in home

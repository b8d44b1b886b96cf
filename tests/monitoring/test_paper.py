"""An act taken on paper is the signatory's, dated by the paper; whoever records it gains no right by it."""

import io
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.access import Role
from core.models import ActLog
from core.workflow import Refusal, Stale
from files.kinds import kind_of
from files.models import StoredFile
from files.scans import Scan
from mandates.models import Mandate
from monitoring.enums import ReportState
from monitoring.form import load_form
from monitoring.models import MonthlyReport, PaperAct, Period, Total
from monitoring.paper import record, signatories
from monitoring.totals import open_period, verify
from monitoring.workflow import CIRCUIT
from notices.models import Notice
from tests.cast import Cast
from tests.monitoring.pages import address, send_act, text_of, told, version_of
from tests.reporting import act, complete_report, good_values, type_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
JPG = b"\xff\xd8\xff\xe0" + bytes(32)
TODAY = date(2026, 11, 3)


def on_paper(
    cast: Cast,
    name: str,
    report: MonthlyReport,
    what: str,
    signatory: str,
    on: date = TODAY,
    *,
    version: int | None = None,
) -> ActLog:
    """``name`` records what ``signatory`` did on paper."""
    fresh = MonthlyReport.objects.located().get(pk=report.pk)
    log = record(
        fresh,
        what,
        cast.scope_of(name),
        version=fresh.version if version is None else version,
        mandate=Mandate.objects.with_places().get(pk=cast.mandate_of(signatory).pk),
        on=on,
        scan=Scan(io.BytesIO(PDF), "application/pdf"),
    )
    report.refresh_from_db()
    return log


def send(client: Client, report: MonthlyReport, what: str, **said: object) -> object:
    """The form of the page."""
    body = {
        "version": version_of(report.aire, report.period),
        "on": "03 11 2026",
        "scan": SimpleUploadedFile("photo.pdf", PDF),
    } | said
    route = "report_paper_validate" if what == "valider" else "report_paper"
    rest = () if what == "valider" else (what,)
    return client.post(address(route, report.aire, report.period, *rest), body)


@pytest.fixture
def report(cast: Cast, october: Period) -> MonthlyReport:
    """Typed and declared by Kadia on the 3rd of November."""
    open_period(october)
    return complete_report(cast, october)


# ---- What an act on paper is ----
def test_the_whole_circuit_on_paper(cast: Cast, october: Period, now: time_machine.Traveller) -> None:
    open_period(october)
    values = good_values(load_form(october.starts_on))
    report = type_in(cast, "kadia", cast.territory.aire, october, values).report
    now.move_to("2026-11-12T10:00:00+00:00")
    on_paper(cast, "kadia", report, "declarer", "awa", date(2026, 11, 4))
    assert report.declared_by == cast.person_of("awa")
    assert timezone.localdate(report.first_declared_at) == date(2026, 11, 4)
    assert Total.objects.get(period=october, place_kind="pays").timely_count == 1  # by the day of the paper
    on_paper(cast, "kadia", report, "viser", "awa", date(2026, 11, 4))
    on_paper(cast, "awa", report, "signer", "moussa", date(2026, 11, 5))
    assert {timezone.localdate(s.stamped_at).day for s in report.stamps.all()} == {4, 5}
    on_paper(cast, "seydou", report, "valider", "salif", date(2026, 11, 11))
    assert report.state == ReportState.VALIDATED
    assert timezone.localdate(report.validated_at) == date(2026, 11, 11)
    logs = [
        (log.act, log.person_name, log.details["paper"]["recorded_by"]) for log in CIRCUIT.history(report)
    ]
    assert logs == [
        ("declarer", "Awa Diarra", "Kadia Traoré"),
        ("viser", "Awa Diarra", "Kadia Traoré"),
        ("signer", "Moussa Coulibaly", "Awa Diarra"),
        ("valider", "Salif Diallo", "Seydou Cissé"),
    ]
    assert verify() == []


def test_the_page_and_the_printed_sheet_tell_the_paper(cast: Cast, report: MonthlyReport) -> None:
    on_paper(cast, "kadia", report, "viser", "awa", date(2026, 11, 2))
    page = cast.client_of("kadia").get(address("report_show", report.aire, report.period))
    words = text_of(page)
    assert "Awa Diarra sur papier le 2 novembre 2026, enregistré par Kadia Traoré" in words
    assert "Pris sur papier le 2 novembre 2026, enregistré par Kadia Traoré (secrétaire de l’ASACO)." in words
    assert "Visa sur papier d’Awa Diarra, 2 novembre 2026" in words


def test_a_stamp_that_fell_and_was_given_again_by_hand_says_so(cast: Cast, report: MonthlyReport) -> None:
    on_paper(cast, "kadia", report, "viser", "awa")
    act(cast, "salif", report, "renvoyer", "À revoir.")
    type_in(cast, "kadia", report.aire, report.period, {"CPN2": 9})
    act(cast, "kadia", report, "declarer")
    act(cast, "awa", report, "viser", sections=["cpn"])
    words = text_of(cast.client_of("kadia").get(address("report_show", report.aire, report.period)))
    assert "Visa d’Awa Diarra, 3 novembre 2026" in words
    assert "Visa sur papier d’Awa Diarra, 3 novembre 2026" in words


def test_those_who_come_next_are_told(
    cast: Cast, report: MonthlyReport, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        on_paper(cast, "kadia", report, "viser", "awa")
    with django_capture_on_commit_callbacks(execute=True):
        on_paper(cast, "awa", report, "signer", "moussa")
    assert [n.text for n in Notice.objects.filter(person=cast.person_of("salif"))] == [
        "Rapport d’octobre 2026, Samakélé\u00a0: visé et signé, prêt à valider."
    ]


# ---- Who may, who may not ----
@pytest.mark.parametrize("name", ["moussa", "sitan", "nana", "fanta", "oumar"])
def test_others_record_nothing(cast: Cast, report: MonthlyReport, name: str) -> None:
    with pytest.raises(Refusal, match="pas de votre ressort"):
        on_paper(cast, name, report, "viser", "awa")
    assert not PaperAct.objects.exists()


def test_the_secretary_records_no_validation(cast: Cast, report: MonthlyReport) -> None:
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    with pytest.raises(Refusal, match="pas de votre ressort"):
        on_paper(cast, "kadia", report, "valider", "salif")
    assert send(cast.client_of("kadia"), report, "valider").status_code == 403  # type: ignore[attr-defined]


def test_whoever_recorded_a_visa_may_not_validate(cast: Cast, report: MonthlyReport) -> None:
    on_paper(cast, "salif", report, "viser", "awa")
    act(cast, "moussa", report, "signer")
    with pytest.raises(Refusal, match="une autre personne doit le valider"):
        act(cast, "salif", report, "valider")
    with pytest.raises(Refusal, match="Salif Diallo a saisi, déclaré, visé ou signé"):
        on_paper(cast, "seydou", report, "valider", "salif")


def test_whoever_recorded_a_visa_may_not_record_the_validation(cast: Cast, report: MonthlyReport) -> None:
    on_paper(cast, "seydou", report, "viser", "awa")
    act(cast, "moussa", report, "signer")
    with pytest.raises(Refusal, match="une autre personne doit le valider"):
        on_paper(cast, "seydou", report, "valider", "salif")
    act(cast, "salif", report, "valider")


def test_the_list_holds_who_had_the_function_then(cast: Cast, report: MonthlyReport) -> None:
    """A visa of the 2nd is by who was there on the 2nd, gone since or not; Oumar is next door."""
    assert [m.person for m in signatories(report, "viser")] == [cast.person_of("awa")]
    cast.end_mandate_of("awa")  # on the 2nd: her last day was the 1st
    new = Mandate.objects.create(
        person=cast.person_of("binta"), role=Role.CPM, aire=report.aire, starts_on=date(2026, 11, 2)
    )
    names = {str(m.person) for m in signatories(report, "viser")}
    assert names == {"Awa Diarra", "Binta Sidibé"}
    with pytest.raises(Refusal, match="Awa Diarra ne tenait pas cette fonction ce jour-là"):
        on_paper(cast, "kadia", report, "viser", "awa", date(2026, 11, 2))
    answer = send(cast.client_of("kadia"), report, "viser", signatory=new.pk, on="01 11 2026")
    assert "Binta Sidibé ne tenait pas cette fonction ce jour-là." in text_of(answer)


def test_a_signatory_from_elsewhere_is_not_in_the_list(cast: Cast, report: MonthlyReport) -> None:
    answer = send(cast.client_of("kadia"), report, "viser", signatory=cast.mandate_of("oumar").pk)
    assert "Choisissez une personne de la liste." in text_of(answer)
    assert not PaperAct.objects.exists()


# ---- When ----
@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("04 11 2026", "Écrivez un jour passé"),
        ("30 10 2026", "Le mois de rapport finissait le 31 octobre 2026"),
        ("", "Écrivez la date de l’acte."),
        ("31 02 2026", "Cette date n’existe pas"),
    ],
)
def test_a_day_that_cannot_be(cast: Cast, report: MonthlyReport, on: str, words: str) -> None:
    answer = send(cast.client_of("kadia"), report, "viser", signatory=cast.mandate_of("awa").pk, on=on)
    assert words in text_of(answer)
    assert not PaperAct.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_new_declaration_is_not_older_than_the_return(
    cast: Cast, report: MonthlyReport, now: time_machine.Traveller
) -> None:
    now.shift(timedelta(days=3))
    act(cast, "salif", report, "renvoyer", "À revoir.")
    with pytest.raises(Refusal, match="Le rapport est revenu le 6 novembre 2026"):
        on_paper(cast, "kadia", report, "declarer", "awa", date(2026, 11, 5))


@pytest.mark.parametrize(("what", "signatory"), [("viser", "awa"), ("signer", "moussa")])
def test_a_stamp_is_not_older_than_the_return(
    cast: Cast, report: MonthlyReport, now: time_machine.Traveller, what: str, signatory: str
) -> None:
    """What fell because it was corrected is not given back by the paper of before."""
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    now.shift(timedelta(days=3))
    act(cast, "salif", report, "renvoyer", "À revoir.")
    type_in(cast, "kadia", report.aire, report.period, {"CPN2": 9, "CS_RAP": 0})
    act(cast, "kadia", report, "declarer")
    with pytest.raises(Refusal, match="Le rapport est revenu le 6 novembre 2026"):
        on_paper(cast, "kadia", report, what, signatory, date(2026, 11, 4))
    on_paper(cast, "kadia", report, what, signatory, date(2026, 11, 6))


def test_a_validation_is_not_older_than_the_declaration(cast: Cast, report: MonthlyReport) -> None:
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    with pytest.raises(Refusal, match="Le rapport est complet depuis le 3 novembre 2026"):
        on_paper(cast, "seydou", report, "valider", "salif", date(2026, 11, 2))


def test_guards_hold_on_paper_too(cast: Cast, report: MonthlyReport) -> None:
    with pytest.raises(Refusal, match="Il manque le visa ou la signature"):
        on_paper(cast, "seydou", report, "valider", "salif")
    on_paper(cast, "kadia", report, "viser", "awa")
    with pytest.raises(Refusal, match="déjà fait"):
        on_paper(cast, "kadia", report, "viser", "awa")


def test_a_refused_act_leaves_neither_row_nor_file(cast: Cast, report: MonthlyReport) -> None:
    with pytest.raises(Stale):
        on_paper(cast, "kadia", report, "viser", "awa", version=0)
    assert (PaperAct.objects.count(), StoredFile.objects.count(), report.stamps.count()) == (0, 0, 0)


def test_the_database_refuses_a_paper_of_tomorrow(cast: Cast, report: MonthlyReport) -> None:
    on_paper(cast, "kadia", report, "viser", "awa")
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperAct.objects.update(acted_on=date(2026, 11, 4))


# ---- The page, the scan ----
def test_the_form_records_the_act(cast: Cast, report: MonthlyReport) -> None:
    kadia = cast.client_of("kadia")
    show = kadia.get(address("report_show", report.aire, report.period))
    assert "Signé sur papier" in text_of(show)
    assert address("report_paper", report.aire, report.period, "viser") in show.content.decode()
    answer = send(kadia, report, "viser", signatory=cast.mandate_of("awa").pk)
    assert told(answer)[0].startswith(
        "Samakélé, octobre 2026 : visa sur papier, par Awa Diarra le 3 novembre 2026, enregistré. Suite"
    )
    paper = PaperAct.objects.get()
    assert (paper.signatory, paper.recorded_by) == (cast.person_of("awa"), cast.person_of("kadia"))
    assert paper.scan.mime == "application/pdf"
    assert paper.scan.name == "ML02A001-2026-10-viser-2026-11-03.pdf" or paper.scan.name.endswith(".pdf")
    page = kadia.get(address("report_show", report.aire, report.period)).content.decode()
    assert f"/fichiers/{paper.scan.pk}/" in page


def test_the_scan_opens_to_those_who_read_the_report(cast: Cast, report: MonthlyReport) -> None:
    """Sitan reads the management sections alone: a photo of the whole is not hers. Two communes hold the
    aire: both mayors open it."""
    on_paper(cast, "kadia", report, "signer", "moussa")
    url = f"/fichiers/{PaperAct.objects.get().scan.pk}/"
    seen = {}
    opened = ("kadia", "moussa", "awa", "salif", "nana", "fanta", "drissa")
    refused = ("sitan", "oumar", "modibo", "ramata", "julie")
    for name in (*opened, *refused):
        answer = cast.client_of(name).get(url)
        seen[name] = answer.status_code
        assert answer.status_code == 404 or b"".join(answer) == PDF  # read whole: closed
    assert seen == dict.fromkeys(opened, 200) | dict.fromkeys(refused, 404)
    for name, opens in seen.items():
        page = cast.client_of(name).get(address("report_show", report.aire, report.period))
        assert (url in page.content.decode()) == (opens == 200), name  # no link to a closed door
    sitan = cast.client_of("sitan").get(address("report_show", report.aire, report.period))
    assert "/fichiers/" not in sitan.content.decode()


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPG, "image/jpeg"),
        (b"<svg onload=x>", ""),
        (b"MZ\x90", ""),
    ],
)
def test_a_file_is_what_it_begins_with(content: bytes, mime: str) -> None:
    assert kind_of(content[:16]) == mime


@pytest.mark.parametrize(
    ("scan", "words"),
    [
        (SimpleUploadedFile("virus.pdf", b"MZ\x90\x00 this is no paper"), "ni un PDF, ni une image"),
        (SimpleUploadedFile("vide.pdf", b""), "Ce fichier est vide."),
        (SimpleUploadedFile("gros.pdf", PDF + bytes(6 * 1024 * 1024)), "trop lourd"),
        ("", "Joignez la photo"),
    ],
)
def test_what_is_no_scan_is_refused(cast: Cast, report: MonthlyReport, scan: object, words: str) -> None:
    answer = send(cast.client_of("kadia"), report, "viser", signatory=cast.mandate_of("awa").pk, scan=scan)
    assert words in text_of(answer)
    assert 'value="03 11 2026"' in answer.content.decode()  # type: ignore[attr-defined]
    assert not StoredFile.objects.exists()


def test_fifty_megabytes_are_refused_unread(cast: Cast, report: MonthlyReport) -> None:
    scan = SimpleUploadedFile("enorme.pdf", PDF + bytes(50 * 1024 * 1024))
    answer = send(cast.client_of("kadia"), report, "viser", scan=scan)
    assert answer.status_code == 413  # type: ignore[attr-defined]


def test_pages_that_cannot_be(cast: Cast, report: MonthlyReport, october: Period) -> None:
    kadia = cast.client_of("kadia")
    assert kadia.get(address("report_paper", report.aire, october, "renvoyer")).status_code == 404
    assert kadia.get(address("report_paper", report.aire, october, "valider")).status_code == 403
    words = text_of(kadia.get(address("report_paper", report.aire, october, "declarer")))
    assert "n’est pas possible dans cet état" in words
    other = text_of(
        cast.client_of("salif").get(address("report_paper", cast.territory.second_aire, october, "viser"))
    )
    assert "n’est pas commencé" in other


def test_a_change_of_the_report_meanwhile_is_told(cast: Cast, report: MonthlyReport) -> None:
    old = report.version
    act(cast, "moussa", report, "signer")
    answer = send(cast.client_of("kadia"), report, "viser", signatory=cast.mandate_of("awa").pk, version=old)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "Quelqu’un a modifié" in text_of(answer)
    assert send_act(cast.client_of("awa"), "report_visa", report).status_code == 302


def test_noon_of_the_paper_is_never_to_come(cast: Cast, report: MonthlyReport) -> None:
    """Recorded at ten on the very day: stamped at ten."""
    on_paper(cast, "kadia", report, "viser", "awa")
    assert {s.stamped_at for s in report.stamps.all()} == {
        datetime.fromisoformat("2026-11-03T10:00:00+00:00")
    }

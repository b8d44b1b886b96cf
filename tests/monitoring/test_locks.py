"""A locked cell says why, since when, who can lift it; a closed month takes nothing but a reopening."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.workflow import Refusal
from monitoring.entry import report_of, save_cells
from monitoring.enums import ReportState
from monitoring.form import Form, load_form
from monitoring.locks import closed, may_enter
from monitoring.models import MonthlyReport, Period, ReportDiff
from monitoring.todo import waiting_for
from monitoring.totals import open_period, verify
from notices.models import Notice
from tests.cast import Cast
from tests.monitoring.pages import address, send_cells, text_of, values_of
from tests.reporting import act, complete_report, good_values, type_in, validated_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def closing(october: Period) -> Period:
    """October is typed in until the last day of November."""
    october.closes_on = date(2026, 11, 30)
    october.save()
    open_period(october)
    return october


def why(cast: Cast, name: str, report: MonthlyReport, section: str) -> str:
    """The sentence of a section, spaces made plain."""
    fresh = MonthlyReport.objects.located().get(pk=report.pk)
    part = load_form(report.period.starts_on).section(section)
    assert part is not None
    return may_enter(fresh, cast.scope_of(name), part).replace("\u00a0", " ")


# ---- One sentence ----
def test_declared(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    assert why(cast, "kadia", report, "cpn") == (
        "Verrouillé : le rapport est déclaré complet depuis le 3 novembre 2026 (Kadia Traoré). "
        "Le chargé du SIS peut le renvoyer."
    )


def test_validated(cast: Cast, october: Period) -> None:
    report = validated_report(cast, october)
    assert why(cast, "kadia", report, "cpn") == (
        "Verrouillé : le rapport est validé depuis le 3 novembre 2026. "
        "Le chargé du SIS ou le médecin chef peut le rouvrir."
    )


def test_a_section_of_somebody_else(cast: Cast, october: Period) -> None:
    report = type_in(cast, "kadia", cast.territory.aire, october, {"CPN2": 1}).report
    assert why(cast, "awa", report, "finances").endswith(
        "La secrétaire ou le trésorier de l’ASACO la saisit."
    )
    assert why(cast, "sitan", report, "cpn").endswith("La secrétaire de l’ASACO ou le DTC la saisit.")


def test_a_reopening_in_force_then_over(cast: Cast, october: Period, now: time_machine.Traveller) -> None:
    report = validated_report(cast, october)
    act(cast, "salif", report, "rouvrir", "Une facture oubliée.", sections=["finances"], until="2026-11-20")
    assert why(cast, "kadia", report, "finances") == ""
    assert "jusqu’au 20 novembre 2026. Le chargé du SIS ou le médecin chef peut élargir" in why(
        cast, "kadia", report, "cpn"
    )
    page = cast.client_of("salif").get(address("report_show", report.aire, october))
    assert "rouvert jusqu’au 20 novembre 2026 au soir" in text_of(page)
    assert "Sections rouvertes : Finances" in text_of(page)
    assert "Une facture oubliée." in text_of(page)
    now.move_to("2026-11-21T10:00:00+00:00")
    assert "a pris fin le 20 novembre 2026 au soir" in why(cast, "kadia", report, "finances")
    page = cast.client_of("salif").get(address("report_show", report.aire, october))
    assert "réouverture finie le 20 novembre 2026 au soir" in text_of(page)
    assert "Prolonger ou élargir la réouverture" in text_of(page)


def test_a_reopening_is_prolonged_and_widened(
    cast: Cast, october: Period, now: time_machine.Traveller
) -> None:
    report = validated_report(cast, october)
    act(cast, "salif", report, "rouvrir", "Facture.", sections=["finances"], until="2026-11-20")
    now.move_to("2026-11-25T10:00:00+00:00")
    act(cast, "seydou", report, "rouvrir", "La CPN aussi.", sections=["finances", "cpn"], until="2026-12-05")
    assert why(cast, "kadia", report, "cpn") == ""
    assert (report.state, report.reopened_until) == (ReportState.RETURNED, date(2026, 12, 5))
    assert verify() == []


def test_one_that_was_sent_back_is_open_already(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    act(cast, "salif", report, "renvoyer", "À revoir.")
    with pytest.raises(Refusal, match="déjà ouvert à la saisie"):
        act(cast, "salif", report, "rouvrir", "Encore.", sections=[], until="2026-11-20")
    page = cast.client_of("salif").get(address("report_show", report.aire, october))
    assert "report_reopen" not in page.content.decode()
    assert "/rouvrir/" not in page.content.decode()


# ---- A month that closes ----
def test_nobody_types_in_a_closed_month(cast: Cast, closing: Period, now: time_machine.Traveller) -> None:
    now.move_to("2026-11-30T22:00:00+00:00")
    report = type_in(cast, "kadia", cast.territory.aire, closing, {"CPN2": 7}).report
    now.move_to("2026-12-01T00:30:00+00:00")
    told = "Clos : la saisie d’octobre 2026 est close depuis le 1er décembre 2026. "
    assert why(cast, "kadia", report, "cpn") == told + "La direction régionale (DRS) peut rouvrir le mois."
    with pytest.raises(Refusal, match="peut rouvrir le mois"):
        type_in(cast, "kadia", cast.territory.aire, closing, {"CPN2": 8})
    kadia = cast.client_of("kadia")
    answer = send_cells(kadia, cast.territory.aire, closing, "cpn", {"CPN2": "8"})
    assert answer.status_code == 409
    assert "peut rouvrir le mois" in text_of(answer)
    assert 'value="8"' in answer.content.decode()
    assert values_of(cast.territory.aire, closing) == {"CPN2": 7}
    page = kadia.get(address("report_section", cast.territory.aire, closing, "cpn"))
    assert "close depuis le 1er décembre 2026" in text_of(page)


def test_a_closed_month_is_neither_declared_nor_sent_back(
    cast: Cast, closing: Period, form: Form, now: time_machine.Traveller
) -> None:
    report = type_in(cast, "kadia", cast.territory.aire, closing, good_values(form)).report
    now.move_to("2026-12-02T10:00:00+00:00")
    with pytest.raises(Refusal, match="peut rouvrir le mois"):
        act(cast, "kadia", report, "declarer")
    now.move_to("2026-11-29T10:00:00+00:00")
    act(cast, "kadia", report, "declarer")
    now.move_to("2026-12-02T10:00:00+00:00")
    with pytest.raises(Refusal, match="ne pourrait pas être corrigé"):
        act(cast, "salif", report, "renvoyer", "À revoir.")
    assert "Le mois est clos depuis le 1er décembre 2026" in closed(report)
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    act(cast, "salif", report, "valider")
    assert verify() == []


def test_one_report_is_reopened_in_a_closed_month(
    cast: Cast, closing: Period, now: time_machine.Traveller
) -> None:
    report = validated_report(cast, closing)
    now.move_to("2026-12-02T10:00:00+00:00")
    act(cast, "salif", report, "rouvrir", "Facture.", sections=["finances"], until="2026-12-05")
    type_in(cast, "kadia", report.aire, closing, {"SAL_IMP": 1})
    now.move_to("2026-12-06T10:00:00+00:00")
    with pytest.raises(Refusal, match="a pris fin"):
        type_in(cast, "kadia", report.aire, closing, {"SAL_IMP": 2})
    act(cast, "kadia", report, "declarer")
    assert report.state == ReportState.COMPLETE
    assert verify() == []


def test_one_sent_back_before_the_closing_is_reopened_by_the_district(
    cast: Cast, closing: Period, now: time_machine.Traveller
) -> None:
    report = complete_report(cast, closing)
    act(cast, "salif", report, "renvoyer", "À revoir.")
    now.move_to("2026-12-02T10:00:00+00:00")
    assert "peut rouvrir le mois, le chargé du SIS ce rapport" in why(cast, "kadia", report, "cpn")
    assert waiting_for(cast.scope_of("kadia")).returned.lines[0].note == "mois clos"
    act(cast, "salif", report, "rouvrir", "Encore trois jours.", sections=[], until="2026-12-05")
    assert why(cast, "kadia", report, "cpn") == ""
    assert waiting_for(cast.scope_of("kadia")).returned.lines[0].note == "rouvert jusqu’au 5 décembre 2026"


# ---- Visas that fall ----
def test_whoever_had_stamped_is_told_and_the_history_keeps_it(
    cast: Cast, october: Period, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    report = complete_report(cast, october)
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    act(cast, "salif", report, "renvoyer", "À revoir.")
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        saved = type_in(cast, "kadia", report.aire, october, {"CPN2": 9, "SAL_IMP": 1})
    assert set(saved.erased) == {"Consultation prénatale", "Finances"}
    told = {str(n.person): n.text.replace("\u00a0", " ") for n in Notice.objects.select_related("person")}
    subject = "Rapport d’octobre 2026, Samakélé : "
    by = ", Kadia Traoré a changé la section."
    assert told == {
        "Awa Diarra": f"{subject}votre visa de « Consultation prénatale » est effacé{by}",
        "Moussa Coulibaly": f"{subject}votre signature de « Finances » est effacée{by}",
    }
    words = text_of(cast.client_of("kadia").get(address("report_show", report.aire, october)))
    assert "Effacé : Visa d’Awa Diarra, Consultation prénatale" in words
    assert "Effacé : Signature de Moussa Coulibaly, Finances" in words
    sitan = text_of(cast.client_of("sitan").get(address("report_show", report.aire, october)))
    assert "Consultation prénatale" not in sitan.partition("Qui a changé quoi")[2]
    assert "Effacé : Signature de Moussa Coulibaly, Finances" in sitan


def test_who_changes_what_they_stamped_is_not_told_twice(
    cast: Cast, october: Period, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    report = complete_report(cast, october)
    act(cast, "awa", report, "viser")
    act(cast, "salif", report, "renvoyer", "À revoir.")
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        type_in(cast, "awa", report.aire, october, {"CPN2": 9})
    assert not Notice.objects.exists()
    assert ReportDiff.objects.latest("version").erased == [
        ["cpn", "Visa d’Awa Diarra, Consultation prénatale"]
    ]


def test_a_save_that_makes_nothing_fall_keeps_nothing(cast: Cast, october: Period) -> None:
    report = report_of(cast.territory.aire, october)
    save_cells(
        report,
        {"CPN2": 3},
        form=load_form(october.starts_on),
        scope=cast.scope_of("kadia"),
        base_version=0,
        operation=uuid4(),
    )
    assert ReportDiff.objects.get().erased is None


# ---- What awaits whom ----
def test_each_act_awaited_has_its_age_and_its_deadline(
    cast: Cast, october: Period, now: time_machine.Traveller
) -> None:
    complete_report(cast, october)
    now.shift(timedelta(days=4))
    visa = waiting_for(cast.scope_of("awa")).visa.lines[0]
    assert (visa.days, visa.note) == (4, "avant le 15 novembre 2026 au soir")
    now.move_to("2026-11-20T10:00:00+00:00")
    sign = waiting_for(cast.scope_of("moussa")).sign.lines[0]
    assert (sign.days, sign.note) == (17, "en retard depuis le 15 novembre 2026")
    check = waiting_for(cast.scope_of("salif")).validate.lines[0]
    assert check.note == "visa attendu, signature attendue, en retard depuis le 15 novembre 2026"

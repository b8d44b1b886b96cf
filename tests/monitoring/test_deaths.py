"""Maternal deaths declared: what the form asks, who may, when it holds the report back."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core.workflow import Refusal
from monitoring.deaths import told_deaths
from monitoring.form import Form, Value
from monitoring.models import DeathDeclaration, MonthlyReport, Period
from tests.cast import Cast
from tests.monitoring.pages import address, send_act, text_of, told
from tests.reporting import act, good_values, type_in, validated_report

GOOD = {"died_on": "12 10 2026", "place": "domicile", "audit": "oui", "audit_on": "20/10/2026"}


@pytest.fixture
def report(cast: Cast, october: Period, form: Form) -> MonthlyReport:
    """One maternal death counted."""
    return type_in(cast, "kadia", cast.territory.aire, october, good_values(form) | {"DM.cscom": 1}).report


def send(cast: Cast, name: str, report: MonthlyReport, **changes: str) -> tuple[int, str]:
    """Status, and what was said: the message of the next page, else this page."""
    body = GOOD | {"operation": str(uuid4())} | changes
    answer = send_act(cast.client_of(name), "report_deaths", report, body)
    return answer.status_code, told(answer)[-1] if answer.status_code == 302 else text_of(answer)


def test_a_death_is_declared_without_a_name(cast: Cast, report: MonthlyReport) -> None:
    assert send(cast, "awa", report) == (
        302,
        "Déclaré. Décès du 12 octobre 2026, à domicile : audit prévu le 20 octobre 2026.",
    )
    death = report.deaths.get()
    assert (death.died_on, death.place, death.audit_on) == (
        date(2026, 10, 12),
        "domicile",
        date(2026, 10, 20),
    )
    assert (death.person, death.mandate_id) == (cast.person_of("awa"), cast.mandate_of("awa").pk)
    page = text_of(cast.client_of("kadia").get(address("report_deaths", report.aire, report.period)))
    assert "Déclarés : 1 sur 1 que compte le rapport" in page
    assert "Déclaré par Awa Diarra, 3 novembre 2026" in page
    assert "circuit de santé" not in page
    assert "Déclarer ce décès" not in page


def test_no_audit_yet_is_an_answer(cast: Cast, report: MonthlyReport) -> None:
    status, words = send(cast, "kadia", report, audit="non", audit_on="99")
    assert status == 422  # what was typed is a date, or nothing
    status, words = send(cast, "kadia", report, audit="non", audit_on="20 10 2026")
    assert (status, words) == (302, "Déclaré. Décès du 12 octobre 2026, à domicile : aucun audit prévu.")
    assert report.deaths.get().audit_on is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"died_on": ""}, "Écrivez la date du décès."),
        ({"died_on": "hier"}, "Écrivez une date"),
        ({"died_on": "30 09 2026"}, "Écrivez un jour de ce mois de rapport, du 1er octobre 2026"),
        ({"died_on": "01 11 2026"}, "Écrivez un jour de ce mois de rapport"),
        ({"place": ""}, "Choisissez le lieu du décès."),
        ({"place": "ailleurs"}, "ailleurs"),
        ({"audit": ""}, "Dites si un audit est prévu."),
        ({"audit_on": ""}, "Écrivez la date prévue de l’audit."),
        ({"audit_on": "11 10 2026"}, "L’audit vient après le décès."),
        ({"operation": "x"}, "Erreur :"),
    ],
)
def test_bad_input_is_told_and_kept(
    cast: Cast, report: MonthlyReport, changes: dict[str, str], words: str
) -> None:
    client = cast.client_of("awa")
    body = GOOD | {"operation": str(uuid4())} | changes
    page = client.post(address("report_deaths", report.aire, report.period), body)
    assert page.status_code == 422
    assert words in text_of(page)
    assert f'value="{body["died_on"]}"' in page.content.decode() or not body["died_on"]
    assert not DeathDeclaration.objects.exists()


def test_never_more_than_the_report_counts(cast: Cast, report: MonthlyReport) -> None:
    operation = str(uuid4())
    assert send(cast, "awa", report, operation=operation)[0] == 302
    assert send(cast, "awa", report, operation=operation)[0] == 302  # the same sending, its answer lost
    assert report.deaths.count() == 1
    status, words = send(cast, "kadia", report)
    assert status == 422
    assert "Chaque décès maternel que compte le rapport est déjà déclaré." in words
    assert report.deaths.count() == 1


def test_back_then_another_death_is_another_declaration(cast: Cast, report: MonthlyReport) -> None:
    """The page come back to carries the number of the first: nothing typed is lost, nor taken for it."""
    type_in(cast, "kadia", report.aire, report.period, {"DM.trajet": 1})
    body = GOOD | {"operation": str(uuid4())}
    send(cast, "awa", report, **body)
    other = body | {"died_on": "15 10 2026", "place": "trajet"}
    page = send_act(cast.client_of("awa"), "report_deaths", report, other)
    assert page.status_code == 422
    assert "Ce formulaire a déjà servi pour une autre déclaration" in text_of(page)
    assert 'value="15 10 2026"' in page.content.decode()
    assert report.deaths.count() == 1
    fresh = page.context["form"]["operation"].value()
    assert send(cast, "awa", report, **(other | {"operation": fresh}))[0] == 302
    assert [death.died_on.day for death in report.deaths.all()] == [12, 15]


def test_what_was_withdrawn_is_not_told_as_declared_again(cast: Cast, report: MonthlyReport) -> None:
    body = GOOD | {"operation": str(uuid4())}
    send(cast, "awa", report, **body)
    send_act(cast.client_of("awa"), "report_deaths", report, {"retirer": str(report.deaths.get().pk)})
    assert send(cast, "awa", report, **body)[0] == 422
    assert not report.deaths.filter(withdrawn_at=None).exists()


def test_none_counted_none_declared(cast: Cast, october: Period, form: Form) -> None:
    report = type_in(cast, "kadia", cast.territory.aire, october, good_values(form)).report
    assert "Le rapport ne compte aucun décès maternel" in send(cast, "awa", report)[1]
    page = cast.client_of("awa").get(address("report_deaths", report.aire, october))
    assert "Déclarer ce décès" not in text_of(page)


def test_one_place_typed_is_enough_to_declare(cast: Cast, october: Period) -> None:
    """The two other cells are still vide: the death that was typed is counted all the same."""
    cells: dict[str, Value | None] = {"DM.domicile": 1, "DM.trajet": "NA"}
    report = type_in(cast, "kadia", cast.territory.aire, october, cells).report
    page = text_of(cast.client_of("awa").get(address("report_deaths", report.aire, october)))
    assert "Déclarés : 0 sur 1 que compte le rapport" in page
    assert send(cast, "awa", report)[0] == 302
    assert send(cast, "awa", report)[0] == 422


def test_a_report_not_begun_has_its_page(cast: Cast, october: Period) -> None:
    page = address("report_deaths", cast.territory.aire, october)
    assert "ne compte aucun décès" in text_of(cast.client_of("awa").get(page))
    assert cast.client_of("awa").post(page, GOOD | {"operation": str(uuid4())}).status_code == 422


def test_a_mistake_is_taken_back_and_kept(cast: Cast, report: MonthlyReport, form: Form) -> None:
    send(cast, "awa", report)
    death = report.deaths.get()
    answer = send_act(cast.client_of("kadia"), "report_deaths", report, {"retirer": str(death.pk)})
    assert told(answer) == [
        "Déclaration retirée. Décès du 12 octobre 2026, à domicile : audit prévu le 20 octobre 2026."
    ]
    death.refresh_from_db()
    assert (death.withdrawn_by, death.withdrawn_at is None) == (cast.person_of("kadia"), False)
    assert told_deaths(report, form, report.values).left == 1
    for number in (str(death.pk), "0", "²", "1" * 40, "x"):
        again = send_act(cast.client_of("kadia"), "report_deaths", report, {"retirer": number})
        assert told(again) == ["Cette déclaration est déjà retirée."]


def test_another_aire_cannot_take_it_back(cast: Cast, report: MonthlyReport, form: Form) -> None:
    send(cast, "awa", report)
    death = report.deaths.get()
    other = type_in(cast, "oumar", cast.territory.second_aire, report.period, {"DM.cscom": 1}).report
    send_act(cast.client_of("oumar"), "report_deaths", other, {"retirer": str(death.pk)})
    death.refresh_from_db()
    assert death.withdrawn_at is None
    assert (
        cast.client_of("oumar").get(address("report_deaths", report.aire, report.period)).status_code == 404
    )


@pytest.mark.parametrize(("name", "reads"), [("salif", 200), ("nana", 200), ("sitan", 403), ("yaya", 404)])
def test_who_reads_does_not_declare(cast: Cast, report: MonthlyReport, name: str, reads: int) -> None:
    page = address("report_deaths", report.aire, report.period)
    assert cast.client_of(name).get(page).status_code == reads
    answer = cast.client_of(name).post(page, GOOD | {"operation": str(uuid4())})
    assert answer.status_code == (403 if reads == 200 else reads)
    assert not DeathDeclaration.objects.exists()


@pytest.mark.parametrize("name", ["fanta", "drissa", "binta", "issa", "moussa"])
def test_outside_the_circuit_of_health_one_reads_that_it_was_declared(
    cast: Cast, report: MonthlyReport, name: str
) -> None:
    """Neither day, nor place, nor who told it when: in a village that is a name."""
    type_in(cast, "kadia", report.aire, report.period, {"DM.trajet": 1})
    send(cast, "awa", report)
    send(cast, "awa", report, died_on="09 10 2026", place="trajet", audit="non")
    page = cast.client_of(name).get(address("report_deaths", report.aire, report.period))
    words = text_of(page)
    assert page.status_code == 200
    assert "Décès déclaré : aucun audit prévu. Décès déclaré : audit prévu." in words
    assert "La date et le lieu sont lus par le circuit de santé seul" in words
    for told_elsewhere in ("12 octobre", "20 octobre", "domicile", "trajet", "Awa Diarra", "3 novembre"):
        assert told_elsewhere not in words


def test_a_validated_report_still_takes_it(cast: Cast, october: Period, form: Form) -> None:
    report = type_in(cast, "kadia", cast.territory.aire, october, good_values(form) | {"DM.cscom": 1}).report
    report.comments.create(rule_code="V13", text="La déclaration suit.")
    act(cast, "kadia", report, "declarer")
    for name, what in (("awa", "viser"), ("moussa", "signer"), ("salif", "valider")):
        act(cast, name, report, what)
    assert send(cast, "awa", report)[0] == 302


# ---- What it does to the declaration of the report ----
def test_it_is_recalled_for_thirty_days_then_holds_back(
    cast: Cast, report: MonthlyReport, now: time_machine.Traveller
) -> None:
    page = address("report_check", report.aire, report.period)
    words = cast.client_of("kadia").get(page)
    assert 'name="r.V13"' in words.content.decode()
    assert f'href="{address("report_deaths", report.aire, report.period)}"' in words.content.decode()
    report.comments.create(rule_code="V13", text="La déclaration suit.")
    now.move_to("2026-12-01T10:00:00+00:00")
    assert "Le mois est fini depuis plus de 30 jours" in text_of(cast.client_of("kadia").get(page))
    with pytest.raises(Refusal, match=r"Décès maternels comptés.: 1, déclarés.: 0"):
        act(cast, "kadia", report, "declarer")
    send(cast, "awa", report)
    act(cast, "kadia", report, "declarer")


def test_declared_at_once_nothing_is_asked(cast: Cast, report: MonthlyReport) -> None:
    send(cast, "awa", report)
    act(cast, "kadia", report, "declarer")
    page = cast.client_of("kadia").get(report.get_absolute_url())
    assert "1 décès maternel compté : voir ce qui est déclaré" in text_of(page)


def test_the_database_keeps_the_order_of_days(cast: Cast, october: Period) -> None:
    report = validated_report(cast, october)
    with pytest.raises(IntegrityError), transaction.atomic():
        report.deaths.create(died_on=date(2026, 10, 5), audit_on=date(2026, 10, 4), place="cscom")

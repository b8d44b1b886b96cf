"""Told at once, in the transaction of the act: a maternal death is declared, a tracer drug was out."""

from django.urls import reverse

from core.access import Action
from core.formats import de
from core.models import ActLog
from mandates.receivers import receivers
from monitoring.form import Form, Values, load_form
from monitoring.models import DeathDeclaration, MonthlyReport
from monitoring.news import subject_of
from notices.models import NoticeKind
from notices.send import Fact, tell_all

TRACER = "RUP_"  # how the codes of days without a tracer drug begin


def alert_death(death: DeathDeclaration, report: MonthlyReport, by: int | None) -> None:
    """That one is declared, in which aire; no day, no place, no month: a village is small. ``by`` knows."""
    text = f"Un décès maternel est déclaré dans l’aire de santé {de(report.aire.name)}."
    _tell_death(f"deces:{death.pk}", text, report, by)


def alert_withdrawn(death: DeathDeclaration, report: MonthlyReport, by: int | None) -> None:
    """The same people learn that it was a mistake."""
    text = f"Une déclaration de décès maternel est retirée, dans l’aire de santé {de(report.aire.name)}."
    _tell_death(f"deces:{death.pk}:retire", text, report, by)


def _tell_death(key: str, text: str, report: MonthlyReport, by: int | None) -> None:
    """To those who read the page of deaths."""
    people = _readers(Action.CLINICAL_SEE, report) - {by or 0}
    url = reverse("report_deaths", args=[report.aire.code, report.period.code])
    tell_all([Fact(NoticeKind.DEATH, key, text, url, frozenset(people))])


def _readers(action: Action, report: MonthlyReport) -> set[int]:
    return {person.pk for person in receivers(action, report.where())}


def alert_shortage(report: MonthlyReport, log: ActLog) -> None:
    """The drugs that a report just declared says were out, once a report; to those who read that section."""
    drugs = missing_drugs(load_form(report.period.starts_on), report.values)
    if not drugs:
        return
    people = _readers(Action.MANAGEMENT_SEE, report) & _readers(Action.TOTALS_PROVISIONAL, report)
    author = log.details["paper"]["recorded_by_id"] if "paper" in log.details else log.person_id
    subject = subject_of(report.aire, report.period)
    text = f"{subject}\u00a0: rupture de stock, {', '.join(drugs)}."
    key, readers = f"rupture:{report.pk}", frozenset(people - {author})
    tell_all([Fact(NoticeKind.SHORTAGE, key, text, report.get_absolute_url(), readers)])


def missing_drugs(form: Form, values: Values) -> list[str]:
    """The tracer drugs with a day without, in the order of the paper."""
    found = []
    for code, element in form.elements.items():
        days = [values.get(key) for key in element.keys]
        if code.startswith(TRACER) and any(isinstance(one, int) and one > 0 for one in days):
            found.append(element.label.rpartition(":")[2].strip())
    return found

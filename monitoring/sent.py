"""The last reports of one aire: month, state, day of arrival, the way to each."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from core.access import Action, Scope
from core.formats import counted, day, month
from core.months import Month
from cscom.models import Aire
from monitoring.models import MonthlyReport, Period
from monitoring.recent import opened_among
from monitoring.standing import StateTag, tag_of

MONTHS = 12
READ = (Action.CLINICAL_SEE, Action.MANAGEMENT_SEE)


@dataclass(frozen=True, slots=True)
class SentReport:
    """One month: ``note`` tells the day it came, or how long it has been awaited."""

    label: str
    tag: StateTag
    note: str
    url: str


def sent_reports(aire: Aire, last: Month, scope: Scope) -> list[SentReport]:
    """The twelve months up to the one after ``last``, newest first. Two queries."""
    periods = list(opened_among((last - (MONTHS - 2)).until(last + 1)).values())
    reports = MonthlyReport.objects.filter(aire=aire, period__in=periods).defer("values")
    by_period = {report.period_id: report for report in reports}
    readable = any(scope.may(action, aire.where()) for action in READ)
    return [_sent(aire, period, by_period.get(period.pk), readable=readable) for period in periods]


def _sent(aire: Aire, period: Period, report: MonthlyReport | None, *, readable: bool) -> SentReport:
    url = reverse("report_show", args=[aire.code, period.code]) if readable else ""
    return SentReport(month(period.year, period.month), tag_of(report), _note(period, report), url)


def _note(period: Period, report: MonthlyReport | None) -> str:
    late = (timezone.localdate() - period.due_on).days
    if report and report.first_declared_at:
        came = timezone.localdate(report.first_declared_at)
        days = (came - period.due_on).days
        delay = f", {counted(days, 'jour', 'jours')} de retard" if days > 0 else ""
        return f"reçu le {day(came)}{delay}"
    if late > 0:
        return f"attendu depuis le {day(period.due_on)}"
    return f"à déposer avant le {day(period.due_on)} au soir"

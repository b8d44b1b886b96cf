"""Fetching a report within the reach of its reader; what lies outside does not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from core.access import Action, Scope
from core.months import Month
from cscom.models import Aire
from monitoring.entry import report_of
from monitoring.models import MonthlyReport, Period

SEEN_BY = (Action.MANAGEMENT_SEE, Action.CLINICAL_SEE)


def period_at(month: str) -> Period:
    """The reporting month « 2026-09 » (one query). Raises 404."""
    try:
        calendar = Month.parse(month)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Period, year=calendar.year, month=calendar.number)


def report_at(scope: Scope, aire: str, month: str) -> MonthlyReport:
    """The report of an aire for a month, begun or not (then unsaved): four queries. Raises 404."""
    place: Aire = get_object_or_404(Aire.objects.within(scope.reach(*SEEN_BY)).located(), code=aire)
    period = period_at(month)
    report = report_of(place, period)
    report.aire, report.period = place, period  # located already: where() asks nothing more
    return report

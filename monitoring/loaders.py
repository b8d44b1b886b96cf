"""Fetching a report within the reach of its reader; what lies outside does not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from core.access import Action, Scope
from core.months import Month
from cscom.models import Aire
from monitoring.entry import report_of
from monitoring.models import MonthlyReport, Period

SEEN_BY = (Action.MANAGEMENT_SEE, Action.CLINICAL_SEE)


def report_at(scope: Scope, aire: str, month: str) -> MonthlyReport:
    """The report of an aire for a month, begun or not (then unsaved): four queries. Raises 404."""
    place: Aire = get_object_or_404(Aire.objects.within(scope.reach(*SEEN_BY)).located(), code=aire)
    try:
        calendar = Month.parse(month)
    except ValueError as error:
        raise Http404 from error
    period = get_object_or_404(Period, year=calendar.year, month=calendar.number)
    report = report_of(place, period)
    report.aire, report.period = place, period  # located already: where() asks nothing more
    return report

"""Fetching a report within the reach of its reader; what lies outside does not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from core.access import Action, Scope
from core.months import Month
from cscom.models import Aire
from monitoring.models import MonthlyReport, Period

SEEN_BY = (Action.MANAGEMENT_SEE, Action.CLINICAL_SEE)


def period_at(month: str) -> Period:
    """The reporting month « 2026-09 » (one query). Raises 404."""
    calendar = _month(month)
    return get_object_or_404(Period, year=calendar.year, month=calendar.number)


def _month(month: str) -> Month:
    try:
        return Month.parse(month)
    except ValueError as error:
        raise Http404 from error


def placed(found: MonthlyReport | None, aire: Aire, period: Period) -> MonthlyReport:
    """The report of an aire for a month, unsaved when not begun; the aire is located already."""
    report = found or MonthlyReport()
    report.aire, report.period = aire, period
    return report


def report_at(scope: Scope, aire: str, month: str) -> MonthlyReport:
    """The report of an aire for a month: four queries at most. Unsaved when not begun; raises 404."""
    place: Aire = get_object_or_404(Aire.objects.within(scope.reach(*SEEN_BY)).located(), code=aire)
    calendar = _month(month)
    begun = MonthlyReport.objects.filter(
        aire=place, period__year=calendar.year, period__month=calendar.number
    )
    report = begun.select_related("period").first() or MonthlyReport(period=period_at(month))
    report.aire = place  # located already: where() asks nothing more
    return report

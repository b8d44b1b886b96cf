"""Fetching what a sheet is about within the reach of its reader; what lies outside does not exist."""

from collections.abc import Iterable

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from communes.models import District
from core.access import Scope
from cscom.models import Aire
from monitoring.listing import was_open
from monitoring.loaders import SEEN_BY, placed
from monitoring.models import MonthlyReport, Period, SheetUpload


def district_of_sheets(scope: Scope, code: str) -> District:
    """A district of which this reader sees every report: one query. Raises 404."""
    district: District = get_object_or_404(District, code=code)
    if not sees(scope, district):
        raise Http404
    return district


def sees(scope: Scope, district: District) -> bool:
    """Does this reader see the reports of the whole district?"""
    return any(scope.may(action, district.where()) for action in SEEN_BY)


def reports_of(district: District, period: Period) -> list[MonthlyReport]:
    """The report of each aire open that month, begun or not, by name: three queries."""
    aires = Aire.objects.filter(district=district).located().order_by("name", "code")
    return reports_at([aire for aire in aires if was_open(aire, period)], period)


def reports_at(aires: Iterable[Aire], period: Period) -> list[MonthlyReport]:
    """Their reports of one month, those nobody has begun included: one query."""
    places = list(aires)
    found = {r.aire_id: r for r in MonthlyReport.objects.filter(aire__in=places, period=period)}
    return [placed(found.get(aire.pk), aire, period) for aire in places]


def sheet_of_mine(scope: Scope, pk: str) -> SheetUpload:
    """A file that this person sent and that is still kept. Raises 404."""
    mine = SheetUpload.objects.filter(person=scope.person_id, expires_at__gt=timezone.now())
    return get_object_or_404(mine, pk=pk)

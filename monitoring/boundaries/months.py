"""The months that a change of boundaries counts again."""

from datetime import date

from django.db.models import QuerySet

from monitoring.models import Period, Total
from monitoring.places import COUNTRY


def months_from(on: date) -> QuerySet[Period]:
    """Those already counted that end on ``on`` or after: a month takes the links of its last day."""
    counted = Total.objects.filter(place_kind=COUNTRY.kind, place_id=COUNTRY.id).values("period")
    return Period.objects.filter(ends_on__gte=on, pk__in=counted).order_by("year", "month")

"""Which communes a quarterly report is due for: those where at least one monthly report was expected."""

from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from communes.models import Commune, CommuneQuerySet
from core.access import PlaceKind
from core.months import Quarter
from monitoring.models import Total
from monitoring.recent import opened

GRACE = timedelta(days=5)  # after the validation deadline of the quarter's last month


def totals_of(quarter: Quarter) -> QuerySet[Total]:
    """The stored totals of every commune over ``quarter``, one row a month."""
    return Total.objects.filter(
        place_kind=PlaceKind.COMMUNE,
        period__year=quarter.year,
        period__month__in=[month.number for month in quarter.months],
    )


def expected_in(commune: Commune, quarter: Quarter) -> int:
    """How many monthly reports the aires touching ``commune`` owed over ``quarter``. One query."""
    return int(totals_of(quarter).filter(place_id=commune.pk).aggregate(n=Sum("expected_count"))["n"] or 0)


def communes_due(quarter: Quarter) -> CommuneQuerySet:
    """The communes whose aires owed at least one report over ``quarter``."""
    return Commune.objects.filter(pk__in=_owed(quarter).values("place_id"))


def _owed(quarter: Quarter) -> QuerySet[Total]:
    return totals_of(quarter).filter(expected_count__gt=0)


def issued_from(quarter: Quarter) -> date | None:
    """The day from which the calendar issues the reports; None: the last month is not opened yet."""
    last = opened(quarter.months[-1])
    return last.validation_due_on + GRACE if last else None

"""When the works of the calendar last ran."""

from datetime import date, timedelta

from django.utils import timezone

from jobs.models import CalendarMark

SWEEP = "sweep"


def leave_mark(name: str) -> None:
    """This work of the calendar has just run. One statement, whoever else writes it."""
    CalendarMark.objects.bulk_create(
        [CalendarMark(name=name, at=timezone.now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )


def age_of(name: str) -> timedelta | None:
    """How long ago it ran; None when it never did."""
    mark = CalendarMark.objects.filter(name=name).first()
    return timezone.now() - mark.at if mark else None


def day_of(name: str) -> date | None:
    """The day it last ran; None when it never did."""
    mark = CalendarMark.objects.filter(name=name).first()
    return timezone.localdate(mark.at) if mark else None

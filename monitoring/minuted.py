"""Meetings that have their minutes: a higher app, named by the settings, counts them for the reports."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

from django.conf import settings
from django.utils.module_loading import import_string

from monitoring.models import MonthlyReport

Spot: TypeAlias = tuple[int, date, date]  # an aire, the first and the last day of a month
Counter: TypeAlias = Callable[[Sequence[Spot]], dict[Spot, int | None]]


def spot_of(report: MonthlyReport) -> Spot:
    """The aire and the days of a report."""
    return report.aire_id, report.period.starts_on, report.period.ends_on


def minuted(spots: Sequence[Spot]) -> dict[Spot, int | None]:
    """Spot → how many of its meetings have their minutes; None: its meetings are not kept here."""
    counter: Counter = import_string(settings.MINUTED_MEETINGS)
    return counter(spots)

"""An indicator changes from a month on: the months before keep what it was."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models.base import ModelState

from core.formats import month
from monitoring.enums import COUNTED
from monitoring.indicators import forms_a_sum
from monitoring.models import Indicator, MonthlyReport, Period

FORMULAS = ("numerator", "denominator")
CHANGED = (
    "Quelqu’un d’autre a changé cet indicateur pendant que vous écriviez\u00a0: relisez-le, puis recommencez."
)
TAKEN = "Un indicateur porte déjà ce code."


class NotRevised(ValueError):
    """Why nothing was written: one French sentence."""


@dataclass(frozen=True, slots=True)
class Revised:
    """What was written. ``recount``: months whose totals are to be made again, the oldest first."""

    indicator: Indicator
    recount: tuple[Period, ...]


def versions(code: str) -> list[Indicator]:
    """Every version of an indicator, the latest first. One query."""
    return list(Indicator.objects.filter(code=code).order_by("-valid_from"))


def mark_of(rows: list[Indicator]) -> str:
    """What tells that nobody touched these versions since they were read."""
    return "-".join(f"{row.pk}.{row.history.count()}" for row in rows)


@transaction.atomic
def revise(code: str, says: Mapping[str, Any], since: Period, mark: str, why: str) -> Revised:
    """Give ``code`` the fields ``says`` from ``since`` on; a first version when it has none.

    ``mark``: of the versions as they were read, "" for a new indicator. Raises NotRevised.
    """
    rows = list(Indicator.objects.select_for_update().filter(code=code).order_by("-valid_from"))
    if rows and not mark:
        raise NotRevised(TAKEN)
    if mark_of(rows) != mark:
        raise NotRevised(CHANGED)
    start = since.starts_on
    before = next((row for row in rows if row.valid_from <= start and _lives(row, start)), None)
    after = min((row.valid_from for row in rows if row.valid_from > start), default=None)
    old = {name: getattr(before, name) for name in FORMULAS} if before else {}
    written = before if before and before.valid_from == start else _next(code, before, start)
    if before is not None and written is not before:
        _close(before, start, why)
        written.valid_to = after
    for name, value in says.items():
        setattr(written, name, value)
    written._change_reason = why  # type: ignore[attr-defined]  # noqa: SLF001
    written.save()
    moved = any(old.get(name) != says[name] for name in FORMULAS)
    return Revised(written, _to_recount(written, start, after) if moved else ())


def _next(code: str, before: Indicator | None, start: date) -> Indicator:
    """A version that begins, the same as the one before it."""
    row = copy(before) if before else Indicator(code=code)
    row.pk, row.valid_from, row._state = None, start, ModelState()
    return row


def _lives(row: Indicator, day: date) -> bool:
    return row.valid_to is None or row.valid_to > day


def _close(row: Indicator, day: date, why: str) -> None:
    row.valid_to = day
    row._change_reason = why  # type: ignore[attr-defined]  # noqa: SLF001
    row.save()


def _to_recount(row: Indicator, start: date, until: date | None) -> tuple[Period, ...]:
    """The months with reports in which totals keep sums of this indicator alone."""
    if not forms_a_sum(row):
        return ()
    months = Period.objects.filter(starts_on__gte=start).order_by("starts_on")
    if until:
        months = months.filter(starts_on__lt=until)
    full = MonthlyReport.objects.filter(period__in=months, state__in=COUNTED)
    return tuple(months.filter(pk__in=full.values("period")))


def choices_since(latest: Period) -> list[tuple[str, str]]:
    """The months from which a change may hold: those of two years, the latest first. One query."""
    far = latest.starts_on - timedelta(days=2 * 366)
    rows = Period.objects.filter(starts_on__gte=far).order_by("-starts_on")
    return [(p.code, month(p.year, p.month)) for p in rows]

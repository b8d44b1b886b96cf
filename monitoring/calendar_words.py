"""The calendar in words: where each month stands, what a change moved, who set which dates when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from core import formats
from core.access import PlaceKind, PlaceSet
from monitoring.models import Period, Total
from monitoring.timetable import Changed

LABELS = {
    "starts_on": "premier jour",
    "ends_on": "dernier jour",
    "due_on": "dépôt",
    "validation_due_on": "validation",
    "closes_on": "dernier jour de saisie",
}
SHOWN = 50


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the list: ``state`` (word, class, symbol), reports received among those expected."""

    period: Period
    words: str
    state: tuple[str, str, str]
    received: int
    expected: int


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change: what was set, from what to what."""

    at: datetime
    who: str
    why: str
    changes: tuple[tuple[str, str, str], ...]


def month_rows(periods: Sequence[Period], places: PlaceSet, today: date) -> list[MonthRow]:
    """The months as listed, with the reports of the reader's régions (one query)."""
    totals = Total.objects.filter(
        period__in=[p.pk for p in periods], place_kind=PlaceKind.REGION, place_id__in=places.regions
    )
    counts = {
        period: (received, expected)
        for period, received, expected in totals.values("period")
        .annotate(received=Sum("received_count"), expected=Sum("expected_count"))
        .values_list("period", "received", "expected")
    }
    return [
        MonthRow(p, formats.month(p.year, p.month), state_of(p, today), *counts.get(p.pk, (0, 0)))
        for p in periods
    ]


def state_of(period: Period, today: date) -> tuple[str, str, str]:
    """Where the month stands today: a word, the class of its tag, its symbol."""
    if period.shut(today) and period.closes_on:
        return f"clos depuis le {formats.day_short(period.closes_on + timedelta(days=1))}", "off", "lock"
    if today < period.starts_on:
        return "à venir", "off", ""
    if today <= period.ends_on:
        return "en cours", "", "pen"
    if today <= period.due_on:
        return "à déposer", "on", "clock"
    if today <= period.validation_due_on:
        return "à valider", "on", "clock"
    return "saisie ouverte", "", ""


def changed_words(done: Changed, what: str) -> str:
    """« Octobre 2026 : changé. Novembre 2026 suit. Reçus à temps : 34 au lieu de 30. »"""
    period = done.period
    said = f"{formats.month(period.year, period.month).capitalize()}\u00a0: {what}, {span(period)}."
    for one in done.moved:
        said += f" {formats.month(one.year, one.month).capitalize()} suit\u00a0: {span(one)}."
    if done.timely_before != done.timely_after:
        said += f" Reçus à temps\u00a0: {done.timely_after} au lieu de {done.timely_before}."
    if period.closes_on and period.shut(timezone.localdate()):
        said += f" Saisie close depuis le {formats.day(period.closes_on + timedelta(days=1))}."
    elif period.closes_on:
        said += f" Saisie ouverte jusqu’au {formats.day(period.closes_on)} au soir."
    return said


def span(period: Period) -> str:
    """« du 28 septembre 2026 au 27 octobre 2026 »."""
    return f"du {formats.day(period.starts_on)} au {formats.day(period.ends_on)}"


def history_lines(period: Period) -> list[HistoryLine]:
    """Who set which dates, latest first (one query)."""
    rows = list(
        period.history.select_related("history_user__person").order_by("-history_date", "-history_id")[
            : SHOWN + 1
        ]
    )
    lines = []
    for i, row in enumerate(rows[:SHOWN]):
        before = rows[i + 1] if i + 1 < len(rows) else None
        changes = tuple(
            (label, _shown(getattr(before, name)) if before else "", _shown(getattr(row, name)))
            for name, label in LABELS.items()
            if before is None or getattr(before, name) != getattr(row, name)
        )
        lines.append(HistoryLine(row.history_date, _who(row), row.history_change_reason or "", changes))
    return lines


def _shown(value: date | None) -> str:
    return formats.day(value) if value else "aucun"


def _who(row: Any) -> str:
    user = row.history_user
    return str(user.person) if user else "par commande"

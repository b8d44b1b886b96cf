"""The cells to follow, for who reviews the reports of a district or follows them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from core import formats
from core.access import Action, Scope
from monitoring.form import Cell, load_form
from monitoring.models import CellNote, MonthlyReport

SHOWN = 30


@dataclass(frozen=True, slots=True)
class FollowLine:
    """One cell, the report it stands in, who asked to follow it."""

    aire: str
    month: str
    label: str
    url: str
    text: str
    by: str
    note: CellNote


def follow_lines(scope: Scope) -> list[FollowLine]:
    """The last cells to follow in the reports this reader validates or follows (a query, and the form's)."""
    places = scope.reach(Action.REPORT_VALIDATE, Action.OUTLIERS_SEE)
    notes = list(
        CellNote.objects.flagging()
        .filter(report__in=MonthlyReport.objects.within(places).values("pk"))
        .select_related("report__aire", "report__period", "person")
        .order_by("-id")[:SHOWN]
    )
    cells = load_form(timezone.localdate()).cells if notes else {}
    return [_line(note, cells.get(note.key)) for note in notes]


def _line(note: CellNote, cell: Cell | None) -> FollowLine:
    aire, period = note.report.aire, note.report.period
    url = reverse("report_show", args=[aire.code, period.code])
    if cell:
        url = reverse("report_cell", args=[aire.code, period.code, cell.section, cell.key])
    month = formats.month(period.year, period.month)
    by = str(note.person) if note.person else ""
    return FollowLine(aire.name, month, cell.label if cell else note.key, url, note.text, by, note)

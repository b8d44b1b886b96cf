"""All that is known of one cell: its thread, its last twelve months, who changed it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from core import formats
from core.charts import Line, curve
from core.months import Month
from monitoring.enums import ValueType
from monitoring.form import Cell, FormSection, Value
from monitoring.models import ReportDiff
from monitoring.notes import NOTHING_SAID, Said, Thread, functions_of, threads
from monitoring.past import FEWEST, Past, load_past
from monitoring.sheet import UNITS, kind_of, value_text
from monitoring.sight import Sight

CHANGES_SHOWN = 50
NOT_RECEIVED = "non reçu"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One save of this cell, in words."""

    at: datetime
    name: str
    function: str
    origin: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Months:
    """The twelve months before. ``facts``: (what, value) in words; ``rows``: (month, value in words)."""

    facts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    drawing: SafeString | None


@dataclass(frozen=True)
class CellFile:
    """One cell as its reader may know it; ``before`` and ``after`` are its neighbours on the paper."""

    cell: Cell
    section: FormSection
    value: str
    kind: str
    thread: Thread
    said: list[Said]
    months: Months
    changes: list[CellChange]
    before: Cell | None
    after: Cell | None

    @property
    def unit(self) -> str:
        """« Nombre », « Montant en FCFA »."""
        return UNITS[self.cell.type]


def cell_file(sight: Sight, section: FormSection, cell: Cell) -> CellFile:
    """Five queries: the thread, the past, the changes, the functions behind both."""
    thread = threads(sight, [cell.key]).get(cell.key, NOTHING_SAID)
    diffs = _diffs(sight, cell.key)
    functions = functions_of([*(n.mandate_id for n in thread.notes), *(d.mandate_id for d in diffs)])
    value = sight.values.get(cell.key)
    keys = [c.key for c in section.cells]
    at = keys.index(cell.key) if cell.key in keys else -1
    return CellFile(
        cell,
        section,
        value_text(value, cell.type),
        kind_of(value),
        thread,
        thread.said(functions),
        _months(sight, cell),
        [_change(diff, cell, functions) for diff in diffs],
        section.cells[at - 1] if at > 0 else None,
        section.cells[at + 1] if 0 <= at < len(keys) - 1 else None,
    )


def _diffs(sight: Sight, key: str) -> list[ReportDiff]:
    if sight.veiled or sight.report._state.adding:
        return []
    found = sight.report.diffs.filter(after__has_key=key).select_related("person")
    return list(found.order_by("-version", "-id")[:CHANGES_SHOWN])


def _change(diff: ReportDiff, cell: Cell, functions: Mapping[int, str]) -> CellChange:
    return CellChange(
        diff.saved_at,
        str(diff.person) if diff.person else "",
        functions.get(diff.mandate_id or 0, ""),
        diff.origin,
        value_text(diff.before.get(cell.key), cell.type),
        value_text(diff.after.get(cell.key), cell.type),
    )


def _months(sight: Sight, cell: Cell) -> Months:
    period = sight.report.period
    past = load_past(sight.report.aire_id, Month(period.year, period.month), sight.form)
    series = past.series(cell.key)
    rows = tuple(
        (formats.month(month.year, month.number), _told(value, cell, received=month in past.months))
        for month, value in series
    )
    return Months(facts_of(past, cell), rows, _drawn(cell, series))


def facts_of(past: Past, cell: Cell) -> tuple[tuple[str, str], ...]:
    """« Mois précédents : 12 à 40 », the mean, the same month last year; empty without any month."""
    spread = past.spread(cell.key)
    if not spread.n:
        return ()
    usual = spread.usual
    limits = (
        f"{formats.number(usual[0])} à {formats.number(usual[1])}"
        if usual
        else f"pas encore assez de mois ({spread.n} sur {FEWEST})"
    )
    year_ago = past.month - len(past.before)
    return (
        ("Mois précédents", limits),
        ("Moyenne", f"{formats.number(spread.mean, 1)} sur {formats.counted(spread.n, 'mois', 'mois')}"),
        (
            formats.month(year_ago.year, year_ago.number).capitalize(),
            _told(past.at(cell.key, year_ago), cell, received=year_ago in past.months),
        ),
    )


def _told(value: Value | None, cell: Cell, *, received: bool) -> str:
    return value_text(value, cell.type) if received else NOT_RECEIVED


def _drawn(cell: Cell, series: Iterable[tuple[Month, Value | None]]) -> SafeString | None:
    """The curve of a number; a yes or a no has none, nor has a cell never filled."""
    points = list(series)
    values = [value if isinstance(value, int) else None for _, value in points]
    if cell.type == ValueType.YES_NO or not any(value is not None for value in values):
        return None
    labels = [formats.MONTHS_SHORT[month.number - 1] for month, _ in points]
    last = points[-1][0]
    name = formats.month_short(last.year, last.number)
    return curve(f"{cell.label}, douze mois", labels, Line(name, values))

"""The grid of a sheet: one row a cell of the form, one column an aire, the same in every format.

A clerk with a pile of paper takes one paper at a time and goes down it: an aire is a column, typed from top
to bottom with its labels frozen on the left; the whole district stands on one sheet, so that nobody turns
forty tabs. A CSV has no tabs: the same grid serves both. Nothing in the grid looks like a date or a power of
ten, for a spreadsheet that opens a CSV turns « 2026-10 » into a day.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from core import formats
from core.access import Scope
from cscom.models import Aire
from monitoring.entry import may_enter
from monitoring.enums import NA, ValueType
from monitoring.form import Cell, Form, FormSection, Value
from monitoring.models import MonthlyReport, Period
from monitoring.sheet import UNITS
from monitoring.sight import Sight, sight_of

FORMAT = "jekabaara-feuille-1"
FORMAT_ROW, MONTH_ROW, FORM_ROW, READ_ROW, NAME_ROW, VERSION_ROW = (
    "Format",
    "Mois",
    "Formulaire",
    "Lire",
    "Nom",
    "Version",
)
HEAD = ("Section", "Code", "Libellé", "Unité")
FIRST = len(HEAD)  # where the columns of the aires begin
ABOVE = 7  # rows above the first cell
NOT_APPLICABLE = "so"
HOW_TO_READ = (
    "Une colonne par aire. Case vide\u00a0: pas compté. 0\u00a0: il n’y en a pas eu. so\u00a0: sans objet. "
    "Ne changez ni les codes, ni les lignes du haut."
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Box: TypeAlias = str | int | None


@dataclass(frozen=True)
class Column:
    """One aire: what its report holds, the sections that may be typed in it now."""

    aire: Aire
    version: int
    values: Mapping[str, Value]
    open: Collection[str]


@dataclass(frozen=True)
class Sheet:
    """All that one file holds. ``lines``: the cells of the form, each with its section."""

    period: Period
    form: Form
    lines: Sequence[tuple[FormSection, Cell]]
    columns: Sequence[Column]

    @property
    def title(self) -> str:
        """« Rapport mensuel, octobre 2026 »."""
        return f"Rapport mensuel, {formats.month(self.period.year, self.period.month)}"


def sheet_of(reports: Sequence[MonthlyReport], scope: Scope, *, blank: bool) -> Sheet:
    """The sheet of some reports of one month, cut to the sections their reader sees in all of them.

    ``blank``: nothing filled, at version 0: what comes back in it was typed from paper, nothing erased.
    """
    sights = [sight_of(report, scope) for report in reports]
    form = sights[0].form
    seen = [s for s in form.sections if all(s in sight.sections for sight in sights)]
    columns = [_column(sight, seen, blank=blank) for sight in sights]
    return Sheet(reports[0].period, form, _lines(seen, columns), columns)


def _column(sight: Sight, sections: Sequence[FormSection], *, blank: bool) -> Column:
    report = sight.report
    bare = blank or sight.veiled
    typed = {s.code for s in sections if not may_enter(report, sight.scope, s)}
    return Column(report.aire, 0 if bare else report.version, {} if bare else sight.values, typed)


def _lines(sections: Sequence[FormSection], columns: Sequence[Column]) -> list[tuple[FormSection, Cell]]:
    """The order of the paper; the row of a value that came without its detail, where there is one."""
    lines: list[tuple[FormSection, Cell]] = []
    for section in sections:
        for element in section.elements:
            lines += [(section, cell) for cell in element.cells]
            unsplit = element.unsplit
            if unsplit and any(unsplit.key in column.values for column in columns):
                lines.append((section, unsplit))
    return lines


def rows(sheet: Sheet) -> Iterator[list[Box]]:
    """The rows of the file, numbers as numbers, no text that a spreadsheet would run."""
    period, columns = sheet.period, sheet.columns
    days = f"du {formats.day(period.starts_on)} au {formats.day(period.ends_on)}"
    blank: list[Box] = [None] * (FIRST - 1)
    yield [FORMAT_ROW, FORMAT]
    yield [MONTH_ROW, month_mark(period), f"{sheet.title}, {days}"]
    yield [FORM_ROW, form_mark(sheet.form), "version du formulaire"]
    yield [READ_ROW, HOW_TO_READ]
    yield [NAME_ROW, *blank, *(plain(column.aire.name) for column in columns)]
    yield [VERSION_ROW, *blank, *(column.version for column in columns)]
    yield [*HEAD, *(plain(column.aire.code) for column in columns)]
    for section, cell in sheet.lines:
        values = (value_box(cell, column.values.get(cell.key)) for column in columns)
        yield [plain(section.name), plain(cell.key), plain(_label(cell)), unit_of(cell), *values]


def value_box(cell: Cell, value: Value | None) -> Box:
    """Vide is an empty box, 0 is 0, sans objet is « so »."""
    if value == NA:
        return NOT_APPLICABLE
    if cell.type == ValueType.YES_NO and value is not None:
        return "oui" if value else "non"
    return value


def unit_of(cell: Cell) -> str:
    """« nombre », « FCFA », « jours », « oui ou non »."""
    return "FCFA" if cell.type == ValueType.MONEY else UNITS[cell.type].casefold()


def _label(cell: Cell) -> str:
    return cell.label if cell.required else f"{cell.label} (facultatif)"


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"’{text}" if text.startswith(_FORMULA) else text


def month_mark(period: Period) -> str:
    """« Mois 2026-10 »: with its word, no spreadsheet makes a day of it."""
    return f"{MONTH_ROW} {period.code}"


def form_mark(form: Form) -> str:
    """The name of a form: two forms with the same cells bear the same."""
    cells = [(cell.key, cell.type.value, cell.required) for cell in form.cells.values()]
    return f"F-{hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:10]}"


def letter(column: int) -> str:
    """The name of a column in a spreadsheet: 0 → « A », 26 → « AA »."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name

"""One section of several reports as one table: the cells of the paper down, an aire a column."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from monitoring.cells import FIELD
from monitoring.desk import Desk
from monitoring.device.definition import definition
from monitoring.enums import Severity
from monitoring.form import Cell, Form, FormElement, FormSection, filled
from monitoring.models import RuleComment
from monitoring.rules import Finding, blocking, unexplained
from monitoring.sheet import Box, Note, capital, total_text
from monitoring.standing import StateTag, tag_of


@dataclass(frozen=True, slots=True)
class Said:
    """A control that fails in this section, and what was written about it; ``unsaved``: not on the server."""

    finding: Finding
    comment: str
    url: str  # the first cell to look at
    unsaved: bool

    @property
    def blocking(self) -> bool:
        return self.finding.severity == Severity.BLOCKING

    @property
    def asks(self) -> bool:
        """Does it ask for a comment?"""
        return self.finding.severity == Severity.COMMENT

    @property
    def waits(self) -> bool:
        """Does it still wait for one?"""
        return self.asks and (self.unsaved or not self.comment)


@dataclass(frozen=True)
class Column:
    """One report at the desk, the number of the save to come; ``words``: comments not written, by rule."""

    desk: Desk
    words: Mapping[str, str] = field(default_factory=dict)
    operation: UUID = field(default_factory=uuid4)

    @property
    def code(self) -> str:
        return self.desk.sight.report.aire.code

    @property
    def name(self) -> str:
        return self.desk.sight.report.aire.name

    @property
    def tag(self) -> StateTag:
        """The state of the report in a word."""
        return tag_of(self.desk.sight.report)

    @cached_property
    def filled(self) -> tuple[int, int]:
        """Of this section: cells filled, cells expected."""
        return filled(self.desk.section, self.desk.sight.values)

    @property
    def wrong(self) -> int:
        """What forbids to declare the whole report, and the cells that could not be kept."""
        return len(blocking(self.desk.findings)) + len(self.desk.parsed.invalid) + len(self.desk.conflicts)

    @property
    def unexplained(self) -> int:
        return len(unexplained(self.desk.findings, self._comments))

    @cached_property
    def said(self) -> list[Said]:
        """The controls that look at a cell of this section, blocking first."""
        keys = {cell.key for cell in self.desk.section.cells}
        told = {one.rule_code: one.text for one in self._comments}
        mine = {code: text for code, text in self.words.items() if text != told.get(code)}
        told |= mine
        return [
            Said(f, told.get(f.rule_code, ""), f"#{self.spot(key)}", unsaved=f.rule_code in mine)
            for f in self.desk.findings
            if (key := next((k for k in f.cells if k in keys), ""))
        ]

    def spot(self, key: str) -> str:
        """The id and name of the field of one cell."""
        return f"{FIELD}{self.code}.{key}"

    def box(self, cell: Cell) -> Box:
        """The field of this cell in this column; it says its own name, then the aire's."""
        box = self.desk.box(cell)
        notes = " ".join(f"n.{self.code}.{note.removeprefix('n.')}" for note in box.notes.split())
        return replace(box, id=self.spot(cell.key), label=f"{self.name}, {cell.label}", notes=notes)

    def notes(self, key: str) -> Iterator[Note]:
        """What is to be said under the line of this cell."""
        if wrong := self.desk.parsed.invalid.get(key):
            text = f"{wrong.why} Gardé tel quel, pas compté."
            yield Note(f"n.{self.code}.{key}", "far", "cross", self.name, text)

    def errors(self) -> list[tuple[str, str]]:
        """Lines of the summary: (id of the field, sentence)."""
        found = []
        for spot, words in self.desk.errors():
            key = spot.removeprefix(FIELD)
            aimed = self.spot(key) if spot.startswith(FIELD) else f"a.{self.code}"
            found.append((aimed, f"{self.name} : {words[:1].lower()}{words[1:]}"))
        return found

    def carried(self) -> dict[str, Any]:
        """What the script starts from."""
        sight = self.desk.sight
        keys = {cell.key for e in self.desk.section.elements for cell in (*e.cells, e.unsplit) if cell}
        return {
            "nom": self.name,
            "version": sight.report.version,
            "verrou": self.desk.why,
            "controles": controls_of(self.desk.findings),
            "textes": {one.rule_code: one.text for one in self._comments},
            "valeurs": {key: value for key, value in sight.values.items() if key in keys},
        }

    @property
    def _comments(self) -> Sequence[RuleComment]:
        report = self.desk.sight.report
        return [] if report._state.adding else list(report.comments.all())


def controls_of(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The controls as the script reads them."""
    return [
        {"code": f.rule_code, "gravite": f.severity, "message": f.message, "cases": f.cells} for f in findings
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """One line. ``kind``: head (of a disaggregation), cells, total; a column without the cell has no box."""

    kind: str
    label: str
    hint: str = ""
    boxes: tuple[Box | None, ...] = ()
    totals: tuple[tuple[str, str], ...] = ()  # (code of the aire, words)
    element: str = ""
    notes: tuple[Note, ...] = ()
    duels: tuple[Box, ...] = ()


def rows(section: FormSection, columns: Sequence[Column]) -> list[Row]:
    """The lines of a section in the order of the paper; a disaggregation has its head and its total."""
    return [row for element in section.elements for row in _rows(element, columns)]


def _rows(element: FormElement, columns: Sequence[Column]) -> Iterator[Row]:
    name = capital(f"{element.label} (facultatif)" if element.optional else element.label)
    if not element.axes:
        yield _cells(element.cells[0], name, columns, hint=element.definition)
        return
    yield Row("head", name, element.definition)
    for cell in element.cells:
        yield _cells(cell, capital(cell.short), columns)
    unsplit = element.unsplit
    if unsplit and any(unsplit.key in column.desk.sight.values for column in columns):
        yield _cells(unsplit, "Non détaillé", columns, only=lambda c: unsplit.key in c.desk.sight.values)
    sums = tuple((c.code, total_text(element.total(c.desk.sight.values))) for c in columns)
    yield Row("total", "Total", totals=sums, element=element.code)


def _cells(
    cell: Cell,
    label: str,
    columns: Sequence[Column],
    *,
    hint: str = "",
    only: Callable[[Column], bool] = lambda _column: True,
) -> Row:
    boxes = tuple(column.box(cell) if only(column) else None for column in columns)
    notes = tuple(note for column in columns for note in column.notes(cell.key))
    return Row("cells", label, hint, boxes, notes=notes, duels=tuple(b for b in boxes if b and b.choices))


def kit(form: Form, section: FormSection, columns: Sequence[Column]) -> Mapping[str, Any]:
    """What the script reckons with: the section's definition, the columns as they stand."""
    cut = Form(form.on, (section,), form.cells, {e.code: e for e in section.elements})
    return {
        "formulaire": definition(cut, (), (), lambda _block: ""),
        "colonnes": {column.code: column.carried() for column in columns},
    }

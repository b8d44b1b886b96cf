"""A section of the form as tables of boxes, in the order of the paper, ready to draw."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from core import formats
from monitoring.cells import FIELD
from monitoring.enums import NA, ValueType
from monitoring.form import Cell, FormElement, FormModality, FormSection, Value, Values, added

EMPTY = "—"
NOT_APPLICABLE = "s.\u00a0o."
UNITS = {
    ValueType.INTEGER: "Nombre",
    ValueType.MONEY: "Montant en FCFA",
    ValueType.DAYS: "Jours",
    ValueType.YES_NO: "Oui ou non",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence under a line: a control, a refusal. ``tone``: near, far or "" (information)."""

    id: str
    tone: str
    symbol: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of two values between which somebody must choose."""

    text: str  # what the field would send
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Box:
    """One cell. ``kind``: number, na or vide; ``look`` is its class, ``word`` what a reader hears."""

    id: str
    label: str
    text: str
    kind: str
    look: str = ""
    symbol: str = ""
    word: str = "vide"
    locked: bool = False
    yes_no: bool = False
    notes: str = ""  # ids of the notes that speak of it
    choices: tuple[Choice, ...] = ()
    said: str = ""  # « 1 commentaire, à suivre »
    marks: str = ""  # the classes of that

    @property
    def key(self) -> str:
        return self.id.removeprefix(FIELD)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its boxes, its total (None: this table has none), the notes under it."""

    label: str
    hint: str
    boxes: tuple[Box, ...]
    total: str | None
    notes: tuple[Note, ...] = ()
    duels: tuple[Box, ...] = ()
    blanks: int = 0  # columns left empty after the boxes

    @property
    def said(self) -> str:
        """What is said of its boxes: « 1 commentaire, à suivre »."""
        return " · ".join(box.said for box in self.boxes if box.said)

    @property
    def about(self) -> str:
        """The key of the cell its link speaks of: the first that somebody commented, else the first."""
        return next((box for box in self.boxes if box.said), self.boxes[0]).key


@dataclass(frozen=True, slots=True)
class Block:
    """One table. ``heads`` are those of the columns after the first."""

    caption: str
    hint: str
    first: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    foot: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.heads) + 1

    @property
    def bare(self) -> bool:
        """Its only column holds plain numbers: the paper needs no head over them."""
        return self.heads == (UNITS[ValueType.INTEGER],)


Draw: TypeAlias = Callable[[Cell], Box]
Notes: TypeAlias = Callable[[Iterable[Box]], tuple[Note, ...]]


def value_text(value: Value | None, cell_type: ValueType = ValueType.INTEGER) -> str:
    """A value as it is read: « 1 234 », « oui », « s. o. », « vide »."""
    if value is None:
        return "vide"
    if not isinstance(value, int):
        return NOT_APPLICABLE
    if cell_type == ValueType.YES_NO:
        return "oui" if value else "non"
    return formats.number(value)


def kind_of(value: Value | None) -> str:
    return "vide" if value is None else "na" if value == NA else "number"


def total_text(value: Value | None) -> str:
    """A total as it is read: a dash when a cell of it is vide."""
    return EMPTY if value is None else value_text(value)


def read_box(cell: Cell, values: Values) -> Box:
    """The box of a form that is only read."""
    value = values.get(cell.key)
    return Box(FIELD + cell.key, cell.label, value_text(value, cell.type), kind_of(value))


def read_blocks(section: FormSection, values: Values) -> list[Block]:
    """The tables of a section that is only read."""
    return blocks(section, values, lambda cell: read_box(cell, values))


def no_notes(_boxes: Iterable[Box]) -> tuple[Note, ...]:
    return ()


def blocks(section: FormSection, values: Values, draw: Draw, notes: Notes = no_notes) -> list[Block]:
    """The tables of a section. Neighbours of one shape (axes, type) share a table."""
    pen = _Pen(values, draw, notes)
    made: list[Block] = []
    for (axes, kind), group in groupby(section.elements, key=lambda e: (e.axes, e.type)):
        elements = list(group)
        if not axes:
            made.append(pen.plain(elements, UNITS[kind]))
        elif len(axes) == 1 and len(elements) > 1:
            made.append(pen.across(elements, axes[0]))
        else:
            made.extend(pen.grid(element) for element in elements)
    return made


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws the three shapes of the paper."""

    values: Values
    draw: Draw
    notes: Notes

    def line(self, label: str, cells: Sequence[Cell], total: str | None, hint: str = "") -> Line:
        boxes = tuple(self.draw(cell) for cell in cells)
        return Line(
            capital(label), hint, boxes, total, self.notes(boxes), tuple(b for b in boxes if b.choices)
        )

    def plain(self, elements: Sequence[FormElement], unit: str) -> Block:
        """One box a line."""
        lines = tuple(self.line(_name(e), e.cells, None, e.definition) for e in elements)
        return Block("", "", "Objet", (unit,), lines)

    def across(self, elements: Sequence[FormElement], axis: Sequence[FormModality]) -> Block:
        """One element a line, its modalities across, its total at the end."""
        lines = tuple(
            line
            for e in elements
            for line in (
                self.line(_name(e), e.cells, total_text(e.total(self.values)), e.definition),
                *self.unsplit(e, len(axis)),
            )
        )
        heads = (*(capital(m.label) for m in axis), "Total")
        return Block("", "", "Objet", heads, lines)

    def grid(self, element: FormElement) -> Block:
        """One element: its first axis down, its second across, totals at the foot."""
        heads = tuple(capital(m.label) for m in element.axes[1]) if len(element.axes) > 1 else ()
        total = total_text(element.total(self.values))
        rows = element.grid
        lines = tuple(
            self.line(m.label, cells, self.sum_of(cells) if heads else None) for m, cells in rows
        ) + tuple(self.unsplit(element, len(heads) or 1, total=bool(heads)))
        sums = tuple(self.sum_of(cells) for cells in zip(*(cells for _, cells in rows), strict=True))
        return Block(
            caption=_name(element),
            hint=element.definition,
            first="Détail",
            heads=(*heads, "Total") if heads else ("Nombre",),
            lines=lines,
            foot=(*sums, total) if heads else (total,),
        )

    def sum_of(self, cells: Iterable[Cell]) -> str:
        return total_text(added(self.values, [cell.key for cell in cells]))

    def unsplit(self, element: FormElement, width: int, *, total: bool = True) -> Iterator[Line]:
        """The line of a value that came without its detail: shown only when there is one."""
        if element.unsplit and element.unsplit.key in self.values:
            line = self.line("non détaillé", (element.unsplit,), "" if total else None)
            yield replace(line, blanks=width - 1)


def _name(element: FormElement) -> str:
    return f"{element.label} (facultatif)" if element.optional else element.label


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]

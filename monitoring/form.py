"""The form of the month, as data in force on a day: sections, elements, cells."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

from monitoring.enums import NA, UNSPLIT, Owner, SectionKind, ValueType
from monitoring.kept import kept
from monitoring.models import Element, Modality

Value: TypeAlias = int | Literal["NA"]
Values: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class FormModality:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of the paper: ``key`` is ``CODE`` or ``CODE.modality[.modality]``."""

    key: str
    label: str  # « Nouveaux cas, moins de 1 an, masculin »
    short: str  # « moins de 1 an, masculin »
    type: ValueType
    required: bool
    owner: Owner
    section: str
    element: str


@dataclass(frozen=True)
class FormElement:
    """One code of the form. ``unsplit`` is the cell of a value that came without its disaggregation."""

    code: str
    label: str
    type: ValueType
    axes: tuple[tuple[FormModality, ...], ...]
    owner: Owner
    optional: bool
    definition: str
    source: str
    confirmed: bool
    cells: tuple[Cell, ...]
    unsplit: Cell | None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(cell.key for cell in self.cells)

    @cached_property
    def grid(self) -> list[tuple[FormModality, list[Cell]]]:
        """Rows of the paper: first axis down, second axis across; one axis: one cell a row."""
        if not self.axes:
            return []
        wide = len(self.cells) // len(self.axes[0])
        return [(m, list(self.cells[i * wide : (i + 1) * wide])) for i, m in enumerate(self.axes[0])]

    def total(self, values: Values) -> Value | None:
        """Sum of the cells: None when one is vide, "NA" when all are sans objet.

        A value that came unsplit stands for the cells nobody split: they may then be vide.
        """
        unsplit = values.get(self.unsplit.key) if self.unsplit else None
        if isinstance(unsplit, int):
            return unsplit + sum(v for v in map(values.get, self.keys) if isinstance(v, int))
        return added(values, self.keys)

    def within(self, prefix: str) -> tuple[str, ...]:
        """Keys of the cells that begin with ``prefix`` (« CC_NC.lt1 »)."""
        return tuple(key for key in self.keys if key == prefix or key.startswith(f"{prefix}."))


def added(values: Values, keys: Iterable[str]) -> Value | None:
    """Sum over ``keys``: None when one is vide; sans objet is neutral, "NA" when nothing else is there."""
    total, numbers = 0, False
    for key in keys:
        value = values.get(key)
        if value is None:
            return None
        if isinstance(value, int):
            total, numbers = total + value, True
    return total if numbers else NA


@dataclass(frozen=True)
class FormSection:
    code: str
    name: str
    kind: SectionKind
    order: int
    elements: tuple[FormElement, ...]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of the paper (unsplit ones apart)."""
        return tuple(cell for element in self.elements for cell in element.cells)

    @property
    def required(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.required)


@dataclass(frozen=True)
class Form:
    """All that was to be filled on one day. ``cells`` also holds the unsplit ones."""

    on: date
    sections: tuple[FormSection, ...]
    cells: Mapping[str, Cell] = field(default_factory=dict)
    elements: Mapping[str, FormElement] = field(default_factory=dict)
    # Codes of any day, this form’s included, with the threshold of their small counts (the highest they had).
    ever: Mapping[str, int] = field(default_factory=dict)

    def section(self, code: str) -> FormSection | None:
        return next((section for section in self.sections if section.code == code), None)

    def knows(self, name: str) -> bool:
        """Is this the code of an element, or the beginning of some of its cells?"""
        element = self.elements.get(name.partition(".")[0])
        return element is not None and ("." not in name or bool(element.within(name)))

    def sum_of(self, name: str, values: Values) -> Value | None:
        """The total of an element, or the sum of the cells that begin with ``name``."""
        element = self.elements[name.partition(".")[0]]
        return element.total(values) if element.code == name else added(values, element.within(name))


def operands(form: Form, values: Values, uses: Iterable[str]) -> dict[str, int]:
    """The names that have a number in this report."""
    sums = ((name, form.sum_of(name, values)) for name in uses if form.knows(name))
    return {name: value for name, value in sums if isinstance(value, int)}


def filled(part: FormSection | Form, values: Values) -> tuple[int, int]:
    """(required cells with a value or « sans objet », required cells)."""
    required = _required(part)
    return sum(not _is_missing(cell, values) for cell in required), len(required)


def missing(part: FormSection | Form, values: Values) -> list[Cell]:
    """Required cells that are vide, in the order of the paper."""
    return [cell for cell in _required(part) if _is_missing(cell, values)]


def _required(part: FormSection | Form) -> list[Cell]:
    sections = part.sections if isinstance(part, Form) else (part,)
    return [cell for section in sections for cell in section.required]


def _is_missing(cell: Cell, values: Values) -> bool:
    """A cell of an element that came unsplit is not missing."""
    return cell.key not in values and f"{cell.element}.{UNSPLIT}" not in values


@kept
def load_form(on: date) -> Form:
    """The form in force on ``on``: one query, two more when the catalogue changed."""
    lines = _lines()
    rows = tuple(row for row, _, starts, ends in lines if starts <= on and (ends is None or on < ends))
    ever: dict[str, int] = {}
    for row, small, *_ in lines:
        ever[row[_CODE]] = max(small, ever.get(row[_CODE], 0))
    return Form(on, *_made(_modalities(), rows), ever)


@kept
def _lines() -> list[tuple[tuple[Any, ...], int, date, date | None]]:
    """The elements of every day, as ``_Row``, with threshold, first day, the day after the last.

    Oldest first: when two versions of a code overlap, the latest wins but keeps its place on the paper.
    """
    known = Element.objects.order_by("section__order", "section", "order", "valid_from")
    return [
        ((*row[:_AXES], tuple(row[_AXES]), *row[_AXES + 1 :]), small, starts, ends)
        for *row, small, starts, ends in known.values_list(*_Row._fields, *_APART)
    ]


@kept
def _modalities() -> tuple[tuple[str, str, str], ...]:
    return tuple(Modality.objects.order_by("axis", "order").values_list("axis", "code", "label"))


class _Row(NamedTuple):
    """An element as the database says it, beside its section; the list of its axes made a tuple."""

    section__code: str
    section__name: str
    section__kind: str
    section__order: int
    code: str
    label: str
    type: str
    axes: tuple[str, ...]
    owner: str
    optional: bool
    definition: str
    source: str
    confirmed: bool


_APART = ("small", "valid_from", "valid_to")
_AXES, _CODE = _Row._fields.index("axes"), _Row._fields.index("code")


@lru_cache(maxsize=16)
def _made(
    modalities: tuple[tuple[str, str, str], ...],
    rows: tuple[tuple[Any, ...], ...],
) -> tuple[tuple[FormSection, ...], dict[str, Cell], dict[str, FormElement]]:
    """Sections, cells, elements: made again only when the database says something else."""
    axes: dict[str, list[FormModality]] = defaultdict(list)
    for axis, code, label in modalities:
        axes[axis].append(FormModality(code, label))
    lines: dict[tuple[str, str, str, int], dict[str, FormElement]] = defaultdict(dict)
    for row in map(_Row._make, rows):
        section = (row.section__code, row.section__name, row.section__kind, row.section__order)
        lines[section][row.code] = _element(row, axes)
    made = tuple(
        FormSection(code, name, SectionKind(kind), order, tuple(elements.values()))
        for (code, name, kind, order), elements in lines.items()
    )
    elements = {element.code: element for section in made for element in section.elements}
    cells = {cell.key: cell for element in elements.values() for cell in element.cells}
    cells |= {e.unsplit.key: e.unsplit for e in elements.values() if e.unsplit}
    return made, cells, elements


def _element(row: _Row, known_axes: Mapping[str, list[FormModality]]) -> FormElement:
    axes = tuple(tuple(known_axes[name]) for name in row.axes)
    paths: list[tuple[FormModality, ...]] = [()]
    for axis in axes:
        paths = [(*path, modality) for path in paths for modality in axis]

    def cell(path: tuple[FormModality, ...], *, required: bool) -> Cell:
        short = ", ".join(m.label for m in path)
        label = f"{row.label}, {short}" if short else row.label
        key = ".".join((row.code, *(m.code for m in path)))
        kind, owner = ValueType(row.type), Owner(row.owner)
        return Cell(key, label, short, kind, required, owner, row.section__code, row.code)

    return FormElement(
        code=row.code,
        label=row.label,
        type=ValueType(row.type),
        axes=axes,
        owner=Owner(row.owner),
        optional=row.optional,
        definition=row.definition,
        source=row.source,
        confirmed=row.confirmed,
        cells=tuple(cell(path, required=not row.optional) for path in paths),
        unsplit=cell((FormModality(UNSPLIT, "non détaillé"),), required=False) if axes else None,
    )

"""What a file would change, cell by cell, before anything is written."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core import formats
from core.access import Scope
from core.memo import remembering
from core.months import Month
from cscom.models import Aire
from monitoring.cells import NotAValueError, read_value
from monitoring.entry import NOT_YOURS, may_enter, no_such_cell
from monitoring.form import Cell, FormSection, Value
from monitoring.loaders import SEEN_BY, placed
from monitoring.models import MonthlyReport, Period, ReportDiff
from monitoring.recent import opened_among
from monitoring.sheet import value_text
from monitoring.sheets.contents import Content, Fault, Figure, Kind, Spot
from monitoring.sheets.grid import form_mark
from monitoring.sheets.history import Past, past_of
from monitoring.sight import Sight, sight_of

UNKNOWN_AIRE = "Aire inconnue ou hors de votre ressort."
OTHER_FORM = (
    "La feuille a été faite sur une autre version du formulaire de ce mois\u00a0: ce qui n’y est plus est "
    "refusé, ce qui n’y était pas reste comme il est."
)


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that would be written: what it holds, what it would hold."""

    line: int
    column: str
    aire: str
    key: str
    label: str
    section: str
    before: str
    after: str
    emptied: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell changed on both sides since the sheet was made; nothing chooses but its reader."""

    line: int
    column: str
    aire: str
    key: str
    label: str
    mine: str
    theirs: str
    their_name: str
    their_at: datetime | None


@dataclass
class Part:
    """One report of the file. ``values``: what changes; ``clashing``: rank of a clash → its figure."""

    sight: Sight
    values: dict[str, Value | None] = field(default_factory=dict)
    clashing: dict[int, tuple[str, Value | None]] = field(default_factory=dict)

    @property
    def report(self) -> MonthlyReport:
        return self.sight.report


@dataclass
class Review:
    """The dry run. ``same``: boxes that say what the report already says."""

    content: Content
    parts: list[Part] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    same: int = 0

    @property
    def emptied(self) -> int:
        return sum(change.emptied for change in self.changes)

    @property
    def mark(self) -> str:
        """Another dry run with the same mark would write the same over the same."""
        told = [
            [[c.line, c.column, c.key, c.before, c.after] for c in self.changes],
            [[c.line, c.column, c.key, c.theirs, c.mine] for c in self.clashes],
            [[f.line, f.column, f.why] for f in self.faults],
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def compare(content: Content, scope: Scope) -> Review:
    """What ``content`` would do to the reports as they now stand; a fixed number of queries."""
    review = Review(content, faults=list(content.faults))
    figures: dict[int, list[Figure]] = defaultdict(list)
    for figure in content.figures:
        figures[figure.spot].append(figure)
    with remembering():
        grounds = _grounds(content, scope)
    told: set[tuple[int, str]] = set()
    for rank, spot in enumerate(content.spots):
        ground = grounds.get(rank)
        if isinstance(ground, str) or ground is None:
            review.faults.append(_refused(spot, figures[rank], ground or UNKNOWN_AIRE))
            continue
        _Comparison(review, spot, ground.sight, ground.past, told).walk(figures[rank])
    _note_form(review)
    review.faults.sort(key=lambda fault: (fault.line, len(fault.column), fault.column))
    return review


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where a column lands: the report as its reader sees it, what happened to it since."""

    sight: Sight
    past: Past


def _grounds(content: Content, scope: Scope) -> dict[int, "_Ground | str"]:
    """Rank of a report in the file → where it lands, or why it cannot."""
    aires = {
        aire.code: aire
        for aire in Aire.objects.within(scope.reach(*SEEN_BY))
        .located()
        .filter(code__in={spot.aire for spot in content.spots})
    }
    months = {spot.month: Month.parse(spot.month) for spot in content.spots}
    periods = opened_among(set(months.values()))
    reports = _reports(aires.values(), periods.values())
    pasts = past_of(reports.values())
    grounds: dict[int, _Ground | str] = {}
    for rank, spot in enumerate(content.spots):
        aire, period = aires.get(spot.aire), periods.get(months[spot.month])
        if aire is None:
            grounds[rank] = UNKNOWN_AIRE
        elif period is None:
            grounds[rank] = f"Le mois {spot.month} n’est pas ouvert par la direction régionale."
        else:
            report = placed(reports.get((aire.pk, period.pk)), aire, period)
            past = pasts.get(report.pk) if report.pk else None
            grounds[rank] = _Ground(sight_of(report, scope), past or Past(report, ()))
    return grounds


def _reports(aires: Iterable[Aire], periods: Iterable[Period]) -> dict[tuple[int, int], MonthlyReport]:
    found = MonthlyReport.objects.filter(aire__in=list(aires), period__in=list(periods))
    return {(report.aire_id, report.period_id): report for report in found}


def _refused(spot: Spot, figures: Sequence[Figure], why: str) -> Fault:
    """A whole column that lands nowhere; the words are the same whether the place exists or not."""
    count = sum(bool(figure.text) for figure in figures)
    typed = formats.counted(count, "chiffre", "chiffres")
    todo = "Enlevez cette aire du fichier, ou corrigez son code."
    return Fault(spot.line, spot.column, spot.aire, "", typed, why, todo)


def _note_form(review: Review) -> None:
    made_on = review.content.form
    if made_on and any(form_mark(part.sight.form) != made_on for part in review.parts):
        review.notes.append(OTHER_FORM)


class _Comparison:
    """One report of the file, walked box by box."""

    def __init__(
        self, review: Review, spot: Spot, sight: Sight, past: Past, told: set[tuple[int, str]]
    ) -> None:
        self.review, self.spot, self.sight, self.past, self.told = review, spot, sight, past, told
        self.part = Part(sight)
        self.current = sight.report.values
        # A provisional figure is compared for nobody who may not know it: « the same » would tell it.
        self.sections = {} if sight.veiled else {section.code: section for section in sight.sections}
        self.shut = {s.code: may_enter(sight.report, sight.scope, s) for s in sight.sections}

    def walk(self, figures: Iterable[Figure]) -> None:
        report, spot = self.sight.report, self.spot
        if spot.version > report.version:
            why = f"La feuille dit la version {spot.version}, et le rapport en est à {report.version}."
            todo = "Téléchargez de nouveau la feuille et reportez-y vos chiffres."
            typed = str(spot.version)
            self.review.faults.append(Fault(spot.line, spot.column, spot.aire, "", typed, why, todo))
            return
        base = self._base()
        self.review.parts.append(self.part)
        for figure in figures:
            self._box(figure, base)

    def _base(self) -> Mapping[str, Value | None]:
        """What the cells were when the sheet was made; an empty sheet was made on nothing."""
        if self.spot.base is not None:
            return self.spot.base
        return self.past.at(self.spot.version) if self.spot.version else {}

    def _box(self, figure: Figure, base: Mapping[str, Value | None]) -> None:
        cell = self.sight.form.cells.get(figure.key)
        if cell is None:
            self._unknown(figure)
            return
        section = self.sections.get(cell.section)
        if section is None:
            # Out of sight: neither what stands there nor whether this is the same may be told.
            if figure.text:
                todo = f"Effacez ce chiffre\u00a0: une autre personne remplit «\u00a0{cell.label}\u00a0»."
                self._fault(figure, cell.label, NOT_YOURS, todo)
            return
        try:
            value = read_value(cell, figure.text)
        except NotAValueError as error:
            todo = "Écrivez un nombre entier, «\u00a0so\u00a0» (sans objet), ou laissez vide."
            self._fault(figure, cell.label, str(error), todo)
            return
        self._value(figure, cell, section, value, base.get(figure.key))

    def _value(
        self, figure: Figure, cell: Cell, section: FormSection, value: Value | None, base: Value | None
    ) -> None:
        now = self.current.get(cell.key)
        if value in (base, now):
            self.review.same += value is not None and value == now
            return
        if why := self.shut[section.code]:
            todo = "Remettez le chiffre d’avant, ou enlevez cette aire du fichier."
            self._fault(figure, cell.label, why, todo)
        elif now != base:
            self.part.clashing[len(self.review.clashes)] = (cell.key, value)
            self._clash(figure, cell, value, now)
        else:
            self.part.values[cell.key] = value
            texts = (value_text(now, cell.type), value_text(value, cell.type))
            self.review.changes.append(
                Change(
                    *self._place(figure), cell.key, cell.label, section.name, *texts, emptied=value is None
                )
            )

    def _clash(self, figure: Figure, cell: Cell, value: Value | None, now: Value | None) -> None:
        diff = self.past.last(cell.key)
        texts = (value_text(value, cell.type), value_text(now, cell.type))
        by = (_author(diff), diff.saved_at if diff else None)
        self.review.clashes.append(Clash(*self._place(figure), cell.key, cell.label, *texts, *by))

    def _unknown(self, figure: Figure) -> None:
        """Said once a line, not once an aire."""
        if figure.text and (figure.line, figure.key) not in self.told:
            self.told.add((figure.line, figure.key))
            todo = "Effacez la ligne, ou téléchargez de nouveau la feuille de ce mois."
            self._fault(figure, figure.key, no_such_cell(figure.key), todo)

    def _fault(self, figure: Figure, cell: str, why: str, todo: str) -> None:
        self.review.faults.append(Fault(*self._place(figure), cell, figure.text, why, todo))

    def _place(self, figure: Figure) -> tuple[int, str, str]:
        """Line, column, aire; a rescue file has no column: its month stands there."""
        rescue = self.review.content.kind == Kind.RESCUE
        return figure.line, self.spot.month if rescue else self.spot.column, self.sight.report.aire.name


def _author(diff: ReportDiff | None) -> str:
    if diff is None:
        return ""
    return str(diff.person) if diff.person else diff.origin

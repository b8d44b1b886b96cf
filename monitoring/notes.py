"""The thread of a cell: what is said of it, by whom, whether it is to be followed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import formats
from core.access import Action, Role, Scope
from core.workflow import Refusal
from mandates.models import Mandate
from mandates.policy import actor_of
from monitoring.entry import ENTER
from monitoring.enums import SectionKind
from monitoring.form import Cell, FormSection
from monitoring.models import CellNote, MonthlyReport
from monitoring.sight import SIGN, Sight

LONGEST = 1000  # characters of one comment
REVIEW = (Action.REPORT_VALIDATE, Action.REPORT_REOPEN)
NOT_YOURS = "Votre fonction ne permet pas de commenter cette section."
SILENT = "Écrivez un commentaire, ou changez le suivi de la case."
ANOTHERS = "Ce numéro d’envoi a déjà servi pour un autre commentaire : cette fois, rien n’a été enregistré."


@dataclass(frozen=True, slots=True)
class Said:
    """One note, ready to read. ``flag``: True set « à suivre », False lifted it, None left it."""

    text: str
    flag: bool | None
    name: str
    function: str
    at: str  # « 3 novembre 2026 à 10 h 00 »


@dataclass(frozen=True)
class Thread:
    """What was said of one cell, oldest first."""

    notes: tuple[CellNote, ...] = ()

    @property
    def count(self) -> int:
        """Comments: a flag alone is none."""
        return sum(bool(note.text) for note in self.notes)

    @property
    def followed(self) -> bool:
        return next((bool(n.flag) for n in reversed(self.notes) if n.flag is not None), False)

    @property
    def last(self) -> CellNote | None:
        """The last comment."""
        return next((note for note in reversed(self.notes) if note.text), None)

    @property
    def words(self) -> str:
        """« 1 commentaire, à suivre »; "" when there is nothing to say."""
        count = formats.counted(self.count, "commentaire", "commentaires") if self.count else ""
        return ", ".join(filter(None, [count, "à suivre" if self.followed else ""]))

    def said(self, functions: Mapping[int, str] | None = None) -> list[Said]:
        """The notes as they are read; ``functions``: mandate → its words."""
        return [
            Said(
                note.text,
                note.flag,
                str(note.person) if note.person else "",
                (functions or {}).get(note.mandate_id or 0, ""),
                formats.moment(timezone.localtime(note.written_at)),
            )
            for note in self.notes
        ]


NOTHING_SAID = Thread()


def may_note(sight: Sight, section: FormSection) -> bool:
    """Who enters this section, or reviews it, writes on its cells, whatever the state of the report."""
    where = sight.report.where()
    actions = (ENTER[section.kind], SIGN[section.kind], *REVIEW)
    return any(sight.scope.may(action, where) for action in actions)


def threads(sight: Sight, keys: Iterable[str] | None = None) -> dict[str, Thread]:
    """Cell → its thread, of the cells in sight that have one (one query)."""
    report = sight.report
    if sight.veiled or report._state.adding:
        return {}
    found = report.notes.select_related("person").order_by("id")
    rows = found if keys is None else found.filter(key__in=list(keys))
    seen = {section.code for section in sight.sections}
    by_key: dict[str, list[CellNote]] = {}
    for note in rows:
        cell = sight.form.cells.get(note.key)
        if cell and cell.section in seen:
            by_key.setdefault(note.key, []).append(note)
    return {key: Thread(tuple(notes)) for key, notes in by_key.items()}


def followed(sight: Sight, known: Mapping[str, Thread]) -> list[tuple[Cell, FormSection, Thread]]:
    """The cells to follow, in the order of the paper."""
    return [
        (cell, section, known[cell.key])
        for section in sight.sections
        for cell in section.cells
        if cell.key in known and known[cell.key].followed
    ]


def functions_of(mandates: Iterable[int | None]) -> dict[int, str]:
    """Mandate → the function it gives, in words (one query)."""
    rows = Mandate.objects.filter(pk__in={m for m in mandates if m}).values_list("pk", "role")
    return {pk: str(Role(role).label) for pk, role in rows}


def write_note(sight: Sight, key: str, text: str, *, flag: bool | None, operation: UUID) -> CellNote:
    """Say something of one cell, once for one ``operation``. Raises Refusal.

    ``flag``: what the cell is to be from now on, None when nothing is asked.
    """
    cell = sight.form.cells.get(key)
    section = next((s for s in sight.sections if cell and s.code == cell.section), None)
    if section is None or not may_note(sight, section):
        raise Refusal(NOT_YOURS)
    text = text.strip()
    if len(text) > LONGEST:
        raise Refusal(f"Commentaire trop long : {formats.number(LONGEST)} caractères au plus.")
    with transaction.atomic():
        report = _begun(sight.report)
        done = CellNote.objects.filter(operation=operation, key=key).first()
        if done:
            return _same(done, report, sight.scope, text)
        thread = Thread(tuple(report.notes.filter(key=key)))
        moved = flag if flag is not None and flag != thread.followed else None
        if not text and moved is None:
            raise Refusal(SILENT)
        note = CellNote(report=report, key=key, text=text, flag=moved, operation=operation)
        return _signed(note, section.kind, sight.scope)


def _begun(report: MonthlyReport) -> MonthlyReport:
    """The row, made by the first word as by the first figure; held, so that two flags follow each other."""
    if report._state.adding:
        report, _ = MonthlyReport.objects.get_or_create(aire=report.aire, period=report.period)
    return MonthlyReport.objects.located().select_for_update(of=("self",)).get(pk=report.pk)


def _same(done: CellNote, report: MonthlyReport, scope: Scope, text: str) -> CellNote:
    if done.report_id != report.pk or done.person_id != scope.person_id or done.text != text:
        raise Refusal(ANOTHERS)
    return done


def _signed(note: CellNote, kind: SectionKind, scope: Scope) -> CellNote:
    """Kept, in the name of its author, under the mandate that lets them write."""
    where = note.report.where()
    action = next(action for action in (ENTER[kind], SIGN[kind], *REVIEW) if scope.may(action, where))
    holding = actor_of(scope, action, where).holding
    note.person_id = scope.person_id
    note.mandate_id = holding.mandate_id if holding else None
    try:
        note.save()
    except IntegrityError as error:  # at the same instant, on another report: this row's lock says nothing
        raise Refusal(ANOTHERS) from error
    return note


def portable(known: Mapping[str, Thread]) -> dict[str, Any]:
    """The threads as a device carries them: cell → (comments, flag, the last words with who said them)."""
    return {
        key: {
            "n": thread.count,
            "suivi": thread.followed,
            "fil": [_line(said) for said in thread.said()[-5:]],
        }
        for key, thread in known.items()
    }


def _line(said: Said) -> list[str]:
    moved = {True: "à suivre", False: "suivi levé", None: ""}[said.flag]
    return [said.text, said.name, said.at, moved]

"""What a device sends: cells as typed, words on cells, comments, a declaration; each sending counts once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from core import formats
from core.workflow import Refusal, Stale
from monitoring.acts import do, write_comments
from monitoring.cells import NotAValueError, read_value
from monitoring.entry import Saved, no_such_cell, save_cells
from monitoring.enums import NA, ReportState
from monitoring.form import Form, Value
from monitoring.loaders import report_at
from monitoring.models import MonthlyReport
from monitoring.notes import portable, threads, write_note
from monitoring.sheet import value_text
from monitoring.sight import Sight, sight_of
from monitoring.workflow import CIRCUIT

MOST_CELLS = 2000
LONGEST = 200  # characters of a cell as typed
UNREADABLE = "L’envoi est arrivé abîmé : vos chiffres restent sur cet appareil, il les renverra."
ELSEWHERE = "L’envoi nomme un autre rapport que celui de son adresse : rien n’a été enregistré."
ORIGIN = "appareil"


class UnreadableError(ValueError):
    """The body is not what a device of ours sends."""


@dataclass(frozen=True, slots=True)
class Word:
    """What is said of one cell. ``flag``: what it is to be from now on, None when nothing is asked."""

    text: str
    flag: bool | None


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending. ``base``: what each cell was for the device when it was first changed."""

    operation: UUID
    person: int
    cells: Mapping[str, str]
    base: Mapping[str, Value | None]
    comments: Mapping[str, str] = field(default_factory=dict)
    declare: bool = False
    notes: Mapping[str, Word] = field(default_factory=dict)


def read_sending(body: bytes, report: MonthlyReport) -> Sending:
    """What was sent to the address of ``report``. Raises UnreadableError."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(UNREADABLE) from error
    return sending_of(sent, report)


def sending_of(sent: Any, report: MonthlyReport | None) -> Sending:
    """What was read from JSON, about ``report`` (None: a report out of reach). Raises UnreadableError."""
    try:
        elsewhere = report is not None and _names_another(sent, report)
        found = Sending(
            UUID(sent["operation"]),
            int(sent["personne"]),
            _texts(sent.get("cases", {})),
            _base(sent.get("base", {})),
            _texts(sent.get("commentaires", {}), longest=2000),
            sent.get("declarer") is True,
            _words(sent.get("notes", {})),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise UnreadableError(UNREADABLE) from error
    if elsewhere:
        raise UnreadableError(ELSEWHERE)
    many = max(len(found.cells), len(found.notes)) > MOST_CELLS
    if many or found.cells.keys() - found.base.keys():
        raise UnreadableError(UNREADABLE)
    return found


def _names_another(sent: dict[str, Any], report: MonthlyReport) -> bool:
    """The address says whose form it is; a body that says otherwise is not believed."""
    aire, month = report.aire.code, report.period.code
    true = {"aire": aire, "mois": month, "rapport": f"{aire}/{month}"}
    return any(sent.get(name, told) != told for name, told in true.items())


def _texts(sent: dict[str, Any], longest: int = LONGEST) -> dict[str, str]:
    if not all(isinstance(text, str) for text in sent.values()):
        raise TypeError
    return {str(key)[:80]: _writable(text[:longest]) for key, text in sent.items()}


def _writable(text: str) -> str:
    """JSON can say what no database writes down: a NUL, half a character."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def _words(sent: dict[str, Any]) -> dict[str, Word]:
    return {str(key)[:80]: _word(**one) for key, one in sent.items()}


def _word(texte: object, a_suivre: object = None) -> Word:
    if not isinstance(texte, str) or not (a_suivre is None or isinstance(a_suivre, bool)):
        raise TypeError
    return Word(_writable(texte), a_suivre)


def _base(sent: dict[str, Any]) -> dict[str, Value | None]:
    if not all(value is None or value == NA or type(value) is int for value in sent.values()):
        raise TypeError
    return dict(sent)


def receive(sight: Sight, sending: Sending) -> dict[str, Any]:
    """Save, comment, declare, in this order; what became of each cell, and the report as it now stands."""
    report, scope = sight.report, sight.scope
    values, refused = _read(sight.form, sending.cells)
    answer: dict[str, Any] = {"refusees": refused}
    seen = sight
    try:
        if saved := _saved(sight, values, sending):
            seen = sight.renewed(saved.report)
            answer |= _told(saved, sight.form)
    except (Refusal, Stale) as refusal:
        seen = sight_of(report_at(scope, report.aire.code, report.period.code), scope)
        # A cell that already is what was typed has nothing left to say.
        late = {key for key, value in values.items() if seen.values.get(key) != value}
        answer["refusees"] = refused | dict.fromkeys(late, str(refusal))
    answer["notes_refusees"] = _noted(seen, sending)
    if sending.notes and seen.report._state.adding:  # a word made the report
        seen = sight_of(report_at(scope, report.aire.code, report.period.code), scope)
    clean = not answer["refusees"] and not answer.get("conflits")
    if clean and (sending.comments or sending.declare):
        now, answer["acte"] = _completed(seen, sending)
        seen = sight_of(now, scope)
    hour = formats.hour(timezone.localtime())
    return answer | state_of(seen, words=bool(sending.notes)) | {"heure": hour}


def _read(form: Form, cells: Mapping[str, str]) -> tuple[dict[str, Value | None], dict[str, str]]:
    values: dict[str, Value | None] = {}
    refused = {}
    for key, text in cells.items():
        cell = form.cells.get(key)
        if cell is None:
            refused[key] = no_such_cell(key)
            continue
        try:
            values[key] = read_value(cell, text)
        except NotAValueError as error:
            refused[key] = str(error)
    return values, refused


def _saved(sight: Sight, values: Mapping[str, Value | None], sending: Sending) -> Saved | None:
    if not values:
        return None
    return save_cells(
        sight.report,
        values,
        form=sight.form,
        scope=sight.scope,
        base_version=sight.report.version,
        base_values=sending.base,
        operation=sending.operation,
        origin=ORIGIN,
    )


def _noted(seen: Sight, sending: Sending) -> dict[str, str]:
    """Write what is said of cells, whatever became of their figures; why some of it was refused."""
    refused = {}
    for key, word in sending.notes.items():
        try:
            write_note(seen, key, word.text, flag=word.flag, operation=sending.operation)
        except Refusal as refusal:
            refused[key] = str(refusal)
    return refused


def _told(saved: Saved, form: Form) -> dict[str, Any]:
    return {
        "recues": list(saved.changed),
        "effaces": list(saved.erased),
        "conflits": {
            one.key: {
                "valeur": one.theirs,
                "mots": value_text(one.theirs, form.cells[one.key].type),
                "nom": one.their_name,
                "heure": formats.moment(timezone.localtime(one.their_at)) if one.their_at else "",
            }
            for one in saved.conflicts
        },
    }


def _completed(seen: Sight, sending: Sending) -> tuple[MonthlyReport, dict[str, Any]]:
    """Comments, then the declaration: done once, whatever the number of sendings."""
    report, scope = seen.report, seen.scope
    mark = {"operation": str(sending.operation)}
    done = CIRCUIT.history(report).filter(act="declarer", details=mark)
    if sending.declare and not report._state.adding and done.exists():
        return report, {"fait": True, "pourquoi": ""}
    _, refusals = write_comments(seen, sending.comments)
    why = next(iter(refusals.values()), "")
    if sending.declare and not why:
        try:
            do(report, "declarer", scope, version=report.version, details=mark)
        except (Refusal, Stale) as refusal:
            why = str(refusal)
    now = report_at(scope, report.aire.code, report.period.code)
    return now, {"fait": sending.declare and not why, "pourquoi": why}


def state_of(seen: Sight, *, words: bool = True) -> dict[str, Any]:
    """The report as its reader now sees it; with what is said of its cells, when ``words`` (one query)."""
    said = {"notes": portable(threads(seen))} if words else {}
    return {
        "version": seen.report.version,
        "etat": seen.report.state,
        "etat_mots": ReportState(seen.report.state).label,
        "valeurs": seen.values,
    } | said

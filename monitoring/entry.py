"""Saving typed cells: one row, one difference, cell by cell; two tabs on different cells never collide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.access import Action, Scope
from core.workflow import Refusal, Stale
from cscom.models import Aire
from mandates.policy import actor_of
from monitoring.cells import FIELD, Invalid, Parsed, parse_cells, read_value, shown
from monitoring.enums import EDITABLE, PAPER
from monitoring.form import Form, FormSection, Value
from monitoring.locks import ENTER, NOT_YOURS, closed, may_enter, outside_reopening, typing
from monitoring.models import MonthlyReport, Period, ReportDiff
from monitoring.stamping import erase

__all__ = [
    "ENTER",
    "FIELD",
    "NOT_YOURS",
    "CellConflict",
    "Invalid",
    "Parsed",
    "Saved",
    "closed",
    "may_enter",
    "parse_cells",
    "read_value",
    "report_of",
    "save_cells",
    "shown",
    "typing",
]

OTHER_REPORT = "Cette opération appartient à un autre rapport."


@dataclass(frozen=True, slots=True)
class CellConflict:
    """One cell changed on both sides, to different values; ``mine`` was not written."""

    key: str
    label: str
    mine: Value | None
    theirs: Value | None
    their_name: str
    their_at: datetime | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save. ``erased``: sections whose visa or signature fell because a cell changed."""

    report: MonthlyReport
    version: int
    changed: tuple[str, ...]
    erased: tuple[str, ...] = ()
    at: datetime | None = None
    conflicts: tuple[CellConflict, ...] = ()
    replayed: bool = False


def report_of(aire: Aire, period: Period) -> MonthlyReport:
    """The report of an aire for a month, or one that is not in the database yet (version 0, all vide)."""
    found = MonthlyReport.objects.filter(aire=aire, period=period).select_related("declared_by").first()
    return found or MonthlyReport(aire=aire, period=period)


def save_cells(
    report: MonthlyReport,
    values: Mapping[str, Value | None],
    *,
    form: Form,
    scope: Scope,
    base_version: int,
    operation: UUID,
    base_values: Mapping[str, Value | None] | None = None,
    origin: str = "formulaire",
) -> Saved:
    """Save what this reader changed since ``base_version``; once only for one ``operation``.

    A cell is theirs when it changed since then, mine when ``values`` differ from what stood then (rebuilt
    from the differences, or ``base_values`` as an offline device kept it). One side: saved. Both sides, to
    different values: not written, told in ``conflicts``, while the rest is saved. What is typed for an aire
    from its paper says so, whatever the ``origin``. Raises Refusal, Stale.
    """
    with transaction.atomic():
        fresh, begun = _locked(report)
        base = base_values if base_values is not None else _base(fresh, base_version)
        done = ReportDiff.objects.filter(operation=operation).first()
        if done and (why := _other_sending(done, fresh, scope, values, base)):
            raise Refusal(why)
        mine = {
            key: value
            for key, value in values.items()
            if value != base.get(key) and not (done and key in done.after)
        }
        theirs = {key for key in mine if fresh.values.get(key) not in (base.get(key), mine[key])}
        writes = {
            key: value for key, value in mine.items() if key not in theirs and fresh.values.get(key) != value
        }
        conflicts = _conflicts(fresh, form, {key: mine[key] for key in theirs})
        if done:
            at, version = done.saved_at, fresh.version
            return Saved(fresh, version, tuple(done.after), (), at, conflicts, replayed=True)
        sections = _sections_of(form, mine)
        action = _checked(fresh, scope, sections)
        if not writes:
            transaction.set_rollback(begun)  # no figure, no report: an empty form begins nothing
            return Saved(report if begun else fresh, fresh.version, (), conflicts=conflicts)
        told = PAPER if action == Action.PAPER_ENTER else origin
        saved = _write(fresh, writes, operation, told, scope, action)
        touched = _sections_of(form, writes)
        return replace(saved, erased=erase(fresh, touched, operation, scope), conflicts=conflicts)


def _locked(report: MonthlyReport) -> tuple[MonthlyReport, bool]:
    """The row, held until the end of the transaction; whether it was made here, by the first save."""
    begun = False
    if report._state.adding:
        made, begun = MonthlyReport.objects.get_or_create(aire=report.aire, period=report.period)
        report_id = made.pk
    else:
        report_id = report.pk
    held = MonthlyReport.objects.located().select_for_update(of=("self",)).get(pk=report_id)
    if (shares := getattr(report.aire, "current_shares", None)) is not None:
        # What the caller has just read: where() asks nothing more.
        held.aire.current_shares = shares  # type: ignore[attr-defined]
    return held, begun


def _base(report: MonthlyReport, version: int) -> dict[str, Value | None]:
    """What stood at the version that was read. Raises Stale when there was never such a version."""
    if version > report.version:
        raise Stale("Ce rapport n’a pas encore cette version. Relisez-le, puis recommencez.")
    return values_at(report, version)


def _other_sending(
    done: ReportDiff,
    report: MonthlyReport,
    scope: Scope,
    values: Mapping[str, Value | None],
    base: Mapping[str, Value | None],
) -> str:
    """Why the operation that made ``done`` is not this one, "" when it is: this would write the same."""
    if done.report_id != report.pk:
        return OTHER_REPORT
    if done.person_id != scope.person_id:
        return "Cette opération appartient à une autre personne."
    before = values_at(report, done.version - 1)
    written = {
        key: value
        for key, value in values.items()
        if value != base.get(key) and before.get(key) == base.get(key)
    }
    if written != done.after:
        return (
            "Ce numéro d’envoi a déjà servi pour d’autres chiffres\u00a0: "
            "cette fois, rien n’a été enregistré. Recommencez."
        )
    return ""


def values_at(report: MonthlyReport, version: int) -> dict[str, Value | None]:
    """What the report held at ``version``: its present values, undone difference by difference."""
    values: dict[str, Value | None] = dict(report.values)
    if version < report.version:
        for diff in report.diffs.filter(version__gt=version).order_by("-version"):
            values.update(diff.before)
    return values


def no_such_cell(key: str) -> str:
    """The sentence about a key that is no cell."""
    return f"La case «\u00a0{key[:40]}\u00a0» n’existe pas dans le formulaire de ce mois."


def _sections_of(form: Form, keys: Iterable[str]) -> tuple[FormSection, ...]:
    unknown = [key for key in keys if key not in form.cells]
    if unknown:
        raise Refusal(no_such_cell(unknown[0]))
    codes = {form.cells[key].section for key in keys}
    return tuple(section for section in form.sections if section.code in codes)


def _checked(report: MonthlyReport, scope: Scope, sections: tuple[FormSection, ...]) -> Action:
    """The action under which this save is done: from the paper, as soon as one section is. Raises Refusal."""
    where = report.where()
    kinds = [section.kind for section in sections] or list(ENTER)
    actions = [typing(scope, where, kind) for kind in kinds]
    held = [action for action in actions if action is not None]
    if not held or (sections and len(held) < len(actions)):
        raise Refusal(NOT_YOURS)
    if why := closed(report) or outside_reopening(report, sections):
        raise Refusal(why)
    return Action.PAPER_ENTER if Action.PAPER_ENTER in held else held[0]


def _write(
    report: MonthlyReport,
    writes: Mapping[str, Value | None],
    operation: UUID,
    origin: str,
    scope: Scope,
    action: Action,
) -> Saved:
    before = {key: report.values.get(key) for key in writes}
    values = {key: value for key, value in {**report.values, **writes}.items() if value is not None}
    now = timezone.now()
    moved = MonthlyReport.objects.filter(pk=report.pk, version=report.version, state__in=EDITABLE).update(
        values=values, version=report.version + 1, updated_at=now
    )
    if not moved:
        raise Stale("Le rapport a changé au même instant. Enregistrez de nouveau.")
    report.values, report.version, report.updated_at = values, report.version + 1, now
    holding = actor_of(scope, action, report.where()).holding
    try:
        diff = ReportDiff.objects.create(
            report=report,
            operation=operation,
            version=report.version,
            person_id=scope.person_id,
            mandate_id=holding.mandate_id if holding else None,
            origin=origin,
            before=before,
            after=dict(writes),
        )
    except IntegrityError as error:  # at the same instant, where this row's lock says nothing
        raise Refusal(OTHER_REPORT) from error
    return Saved(report, report.version, tuple(writes), at=diff.saved_at)


def _conflicts(
    report: MonthlyReport, form: Form, mine: Mapping[str, Value | None]
) -> tuple[CellConflict, ...]:
    if not mine:
        return ()
    last: dict[str, ReportDiff] = {}
    for diff in report.diffs.select_related("person").order_by("version"):
        last |= dict.fromkeys(mine.keys() & diff.after.keys(), diff)
    return tuple(
        CellConflict(
            key=key,
            label=form.cells[key].label if key in form.cells else key,
            mine=value,
            theirs=report.values.get(key),
            their_name=_author(last.get(key)),
            their_at=last[key].saved_at if key in last else None,
        )
        for key, value in mine.items()
    )


def _author(diff: ReportDiff | None) -> str:
    if diff is None:
        return ""
    return str(diff.person) if diff.person else diff.origin

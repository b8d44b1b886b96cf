"""A sheet that waits for its confirmation: kept, confirmed whole, forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from core.access import Action, Scope
from core.workflow import Refusal, Stale
from files.sheets.limits import Unreadable
from files.sheets.rows import clean
from monitoring.entry import ENTER, Saved, save_cells
from monitoring.form import Value
from monitoring.models import SheetUpload
from monitoring.sheets.comparing import Part, Review, compare
from monitoring.sheets.contents import Content, Kind

MOST_WAITING = 10
TOO_MANY = (
    "Dix fichiers déposés attendent déjà votre confirmation\u00a0: confirmez-les ou abandonnez-les, "
    "puis déposez celui-ci."
)
GONE = "Cette feuille n’est plus gardée\u00a0: déposez-la de nouveau."
MOVED = (
    "Un rapport a changé pendant que vous lisiez cette page\u00a0: rien n’a été enregistré. "
    "Voici ce qui changerait maintenant."
)
FAULTY = "Le fichier est à corriger\u00a0: rien n’a été enregistré."
UNDECIDED = (
    "Choisissez, pour chaque case changée des deux côtés, le chiffre à garder. Rien n’a été enregistré."
)


@dataclass(frozen=True)
class Decision:
    """What the reader confirms: the dry run they read, who wins each clash, what they agree to leave out."""

    mark: str
    chosen: Mapping[int, bool]  # rank of the clash → is the file's figure the right one?
    all_mine: bool | None = None  # the same for those without a choice of their own
    leave_faults: bool = False

    def takes(self, rank: int) -> bool | None:
        return self.chosen.get(rank, self.all_mine)


def types_somewhere(scope: Scope) -> bool:
    """Does this reader type figures anywhere, their own or those of an aire that signed on paper?"""
    return any(scope.may(action) for action in (*ENTER.values(), Action.PAPER_ENTER))


def keep(content: Content, name: str, person: Person) -> SheetUpload:
    """A row of its own, for two days at most. Raises Unreadable beyond ten that wait."""
    forget_old()
    if waiting_of(person).count() >= MOST_WAITING:
        raise Unreadable(TOO_MANY)
    return SheetUpload.objects.create(
        person=person, name=clean(name, 120) or "fichier", content=content.as_json()
    )


def waiting_of(person: Person | int) -> Any:
    """The sheets of this person that are not confirmed, the latest first."""
    return SheetUpload.objects.filter(person=person, applied_at=None, expires_at__gt=timezone.now()).order_by(
        "-created_at"
    )


def forget_old() -> int:
    """Delete what has waited too long; how many."""
    return SheetUpload.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def abandon(upload: SheetUpload) -> bool:
    """Forget it, unless it has been confirmed since it was read; was it forgotten?"""
    return bool(SheetUpload.objects.filter(pk=upload.pk, applied_at=None).delete()[0])


def review_of(upload: SheetUpload, scope: Scope) -> Review:
    """The dry run, on the reports as they now stand."""
    return compare(Content.from_json(upload.content), scope)


def confirm(upload: SheetUpload, scope: Scope, decision: Decision) -> SheetUpload:
    """Write all of it or nothing, once whatever the number of clicks. Raises Refusal, Stale."""
    with transaction.atomic():
        held = SheetUpload.objects.select_for_update().filter(pk=upload.pk).first()
        if held is None:
            raise Refusal(GONE)
        if held.applied_at:
            return held
        review = review_of(held, scope)
        _check(review, decision)
        held.result = _written(review, held, decision, scope)
        held.content, held.applied_at = {}, timezone.now()
        held.save()
        return held


def _check(review: Review, decision: Decision) -> None:
    if review.mark != decision.mark:
        raise Stale(MOVED)
    if review.faults and not (may_leave(review) and decision.leave_faults):
        raise Refusal(FAULTY)
    if any(decision.takes(rank) is None for rank in range(len(review.clashes))):
        raise Refusal(UNDECIDED)


def may_leave(review: Review) -> bool:
    """A sheet is corrected and sent again; nobody edits a rescue file: what is wrong in it may be left."""
    return review.content.kind == Kind.RESCUE


def _written(review: Review, upload: SheetUpload, decision: Decision, scope: Scope) -> dict[str, Any]:
    """Report after report, in one order for everybody; what is told of it afterwards."""
    taken = {rank for rank in range(len(review.clashes)) if decision.takes(rank)}
    lines, erased = [], []
    for part in sorted(review.parts, key=lambda one: (one.report.aire_id, one.report.period_id)):
        values = part.values | dict(pair for rank, pair in part.clashing.items() if rank in taken)
        if not values:
            continue
        saved = _saved(part, values, upload.pk, review.content.kind, scope)
        report = part.report
        lines.append([report.aire.name, report.aire.code, report.period.code, len(saved.changed)])
        erased += [f"{report.aire.name}, {name}" for name in saved.erased]
    return {
        "lines": lines,
        "cells": sum(line[-1] for line in lines),
        "kept": len(review.clashes) - len(taken),
        "left": len(review.faults),
        "erased": erased,
    }


def _saved(part: Part, values: Mapping[str, Value | None], upload: UUID, kind: Kind, scope: Scope) -> Saved:
    """What the dry run read is the base: whoever wrote since stops the whole file."""
    report = part.report
    saved = save_cells(
        report,
        values,
        form=part.sight.form,
        scope=scope,
        base_version=report.version,
        base_values={key: report.values.get(key) for key in values},
        operation=uuid5(upload, f"{report.aire.code}/{report.period.code}"),
        origin=kind.value,
    )
    if saved.conflicts:
        raise Stale(MOVED)
    return saved

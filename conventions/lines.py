"""What a convention promises, written line by line while it is a draft, under its lock."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max

from conventions.enums import CamKind, Frequency
from conventions.models import Cam, Commitment
from core.access import Action, Scope
from core.seen import CHANGED, mark
from core.workflow import Refusal, Stale

FIELDS = ("party", "text", "amount", "frequency", "due_on", "due_month", "evidence")
HEADER = ("preamble", "months", "notice_months", "starts_on", "reason")
MOST = 80  # lines of a convention
UP, DOWN = -1, 1
NOT_YOURS = "Cette convention est écrite par d’autres\u00a0: la mairie, le président de l’ASACO."
LOCKED = "La convention n’est plus un projet\u00a0: son texte ne change plus. Reprenez-la pour la corriger."
GONE = "Cet engagement n’est plus dans la convention."
FULL = f"Une convention a {MOST} engagements au plus."


def hold(cam: Cam, scope: Scope) -> Cam:
    """The row, locked until the end of the transaction, if this person may still write it. Raises Refusal."""
    if not scope.may(Action.CAM_WRITE, cam.where()):
        raise Refusal(NOT_YOURS)
    held = Cam.objects.select_for_update(of=("self",)).get(pk=cam.pk)
    if not held.writable:
        raise Refusal(LOCKED)
    return held


def write_line(
    cam: Cam, scope: Scope, values: Mapping[str, Any], *, key: uuid.UUID, seen: int | None = None
) -> Commitment:
    """Save one line, seen at version ``seen``; new without it, under ``key``: sent twice, written once.

    ``values`` has every name of FIELDS. Raises Refusal, Stale: nothing is then written.
    """
    with transaction.atomic():
        held = hold(cam, scope)
        line = _line_of(held, key, seen)
        if all(getattr(line, name) == values[name] for name in FIELDS):
            return line
        if seen is None and not line._state.adding:
            raise Stale(CHANGED)
        for name in FIELDS:
            setattr(line, name, values[name])
        if line.frequency != Frequency.ONCE:
            line.due_on = None
        line.version += 1
        line.save()
        risen(held, cam)
    return line


def remove_line(cam: Cam, scope: Scope, key: uuid.UUID, *, seen: int) -> None:
    """Take a line out. Raises Refusal, Stale."""
    with transaction.atomic():
        held = hold(cam, scope)
        _line_of(held, key, seen).delete()
        risen(held, cam)


def move_line(cam: Cam, scope: Scope, key: uuid.UUID, step: int) -> bool:
    """Put a line before or after its neighbour of the same party; False at the end. Raises Refusal."""
    with transaction.atomic():
        held = hold(cam, scope)
        lines = list(held.commitments.all())
        line = next((one for one in lines if one.key == key), None)
        if line is None:
            raise Refusal(GONE)
        own = [one for one in lines if one.party == line.party]
        place = own.index(line) + step
        if not 0 <= place < len(own):
            return False
        other = own[place]
        line.rank, other.rank = other.rank, line.rank
        for one in (line, other):
            one.save(update_fields=["rank"])  # its words did not change: whoever writes them goes on
        risen(held, cam)
    return True


def header_of(cam: Cam) -> dict[str, Any]:
    """What is written above the lines, by the names of HEADER."""
    return {name: getattr(cam, name) for name in HEADER}


def first_day(cam: Cam) -> date | None:
    """The wished day before which nothing is newly due; None of an avenant: its lines come from before."""
    return None if cam.kind == CamKind.AMENDMENT else cam.starts_on


def write_header(cam: Cam, scope: Scope, values: Mapping[str, Any], *, seen: str) -> bool:
    """Save what stands above the lines; ``seen``: the mark of what the writer had read.

    False: it was so already. Raises Refusal, Stale.
    """
    with transaction.atomic():
        held = hold(cam, scope)
        before = header_of(held)
        after = before | {name: value for name, value in values.items() if name in HEADER}
        if after == before:
            return False
        if mark(before) != seen:
            raise Stale("Quelqu’un a modifié ce texte entre-temps. Relisez-le, puis enregistrez de nouveau.")
        Cam.objects.filter(pk=held.pk).update(**after)
        risen(held, cam)
    return True


def risen(held: Cam, cam: Cam) -> None:
    """One version more: whoever was about to act on the text reads it again."""
    Cam.objects.filter(pk=held.pk).update(version=F("version") + 1)
    cam.version = held.version = held.version + 1


def _line_of(cam: Cam, key: uuid.UUID, seen: int | None) -> Commitment:
    line = cam.commitments.filter(key=key).first()
    if seen is None:
        return line or _new_line(cam, key)
    if line is None:
        raise Refusal(GONE)
    if line.version != seen:
        raise Stale(CHANGED)
    return line


def _new_line(cam: Cam, key: uuid.UUID) -> Commitment:
    known = cam.commitments.aggregate(last=Max("rank"), count=Count("pk"))
    if known["count"] >= MOST:
        raise Refusal(FULL)
    return Commitment(cam=cam, key=key, rank=(known["last"] or 0) + 1)

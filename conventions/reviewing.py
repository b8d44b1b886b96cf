"""The annual review that the parties hold together: prepared, then closed, after which nothing changes."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from conventions.effects import KIND
from conventions.enums import NAMES, SIGNATORIES
from conventions.late import follow
from conventions.models import Cam, Review
from conventions.parties import NOT_YOURS, holdings_in
from conventions.scoring import locked
from conventions.yearly import Line, lines_of, review_of, why_not
from core.access import Action, Scope
from core.formats import NARROW, counted, join_and
from core.seen import CHANGED
from core.workflow import Refusal, Stale, written
from mandates.policy import actor_of

ACT = "revue"  # in the log of the convention
NAMED = 3  # lines that a sentence names before it counts the others
NOT_HELD = "Écrivez d’abord le jour où la revue a été tenue."
NO_LINES = "Aucun engagement n’était dû cette année-là\u00a0: il n’y a pas de revue à tenir."


@dataclass(frozen=True, slots=True)
class Said:
    """What is written of a review."""

    held_on: date | None = None
    place: str = ""
    women: int | None = None
    men: int | None = None
    words: str = ""


def faults(said: Said, year: int, today: date) -> dict[str, str]:
    """What cannot be, by the name of its field."""
    if said.held_on is None:
        return {}
    if said.held_on > today:
        return {"held_on": "Une revue n’est pas tenue un jour à venir."}
    if said.held_on.year < year:
        return {"held_on": f"La revue de {year} n’est pas tenue avant que l’année commence."}
    return {}


def prepare(cam: Cam, year: int, said: Said, scope: Scope, *, version: int) -> Review:
    """Write the review of a year, seen at ``version`` (0: none yet). Raises Refusal, Stale."""
    for sentence in faults(said, year, timezone.localdate()).values():
        raise Refusal(sentence)
    try:
        with transaction.atomic():
            row = _held(cam, year, scope, version)
            for one in fields(said):
                setattr(row, one.name, getattr(said, one.name))
            row.version, row.saved_by_id, row.saved_at = version + 1, scope.person_id, timezone.now()
            row.full_clean()
            row.save()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    except IntegrityError as error:  # two who begin it at once
        raise Stale(CHANGED) from error
    return row


def _held(cam: Cam, year: int, scope: Scope, version: int) -> Review:
    """The review as it is now, its convention held. Raises Refusal, Stale."""
    fresh = locked(cam.pk)
    found = review_of(fresh, year)
    if sentence := why_not(fresh, year, found, timezone.localdate()):
        raise Refusal(sentence)
    if not holdings_in(scope, fresh):
        raise Refusal(NOT_YOURS)
    if (found.version if found else 0) != version:
        raise Stale(CHANGED)
    return found or Review(cam=cam, year=year)


def missing(lines: Sequence[Line]) -> str:
    """Which lines each signatory has still to speak of, in one sentence; "" when it spoke of all."""
    said = []
    for party in SIGNATORIES:
        left = [line for line in lines if party not in line.scores]
        if left:
            said.append(f"{NAMES[party]} n’a encore rien dit de\u00a0: {_named(left)}")
    return f"La revue ne se clôt pas encore\u00a0: {f'{NARROW}; '.join(said)}." if said else ""


def _named(lines: Sequence[Line]) -> str:
    names = [f"«\u00a0{line.commitment.text}\u00a0»" for line in lines[:NAMED]]
    if len(lines) > NAMED:
        names.append(counted(len(lines) - NAMED, "autre engagement", "autres engagements"))
    return join_and(names)


def close(cam: Cam, year: int, scope: Scope, *, version: int) -> Review:
    """Close the review of a year, seen at ``version``; what is not settled goes to the follow-up.

    Raises Refusal (not held, something not said), Stale: nothing is then written.
    """
    with transaction.atomic():
        row = _held(cam, year, scope, version)
        if row.held_on is None:
            raise Refusal(NOT_HELD)
        lines = lines_of(cam, year)
        if not lines:
            raise Refusal(NO_LINES)
        if sentence := missing(lines):
            raise Refusal(sentence)
        row.closed_on, row.closed_by_id = timezone.localdate(), scope.person_id
        row.version = version + 1
        row.save()
        _log(cam, row, scope)
        for line in lines:
            if not line.settled:
                follow(line.due, by=scope.person_id)
    return row


def _log(cam: Cam, review: Review, scope: Scope) -> None:
    """The close, among the acts of the convention."""
    actor = actor_of(scope, Action.CAM_SCORE, cam.where())
    written(KIND, cam, ACT, actor, before=cam.state, after=cam.state, details={"year": review.year})

"""The circuit of a session: prepared, held, archived; archived, it no longer changes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from core.access import Action
from core.workflow import Actor, Circuit, Move
from mandates.policy import actor_of
from monitorage.models import Session, SessionState
from monitorage.seen import snapshot

KIND = "monitorage"


def wrong_day(session: Session, held_on: date) -> str:
    """Why a session cannot have been held that day, or ""."""
    if held_on <= session.semester.last_day:
        return "La session se tient après la fin du semestre."
    return "Ce jour est encore à venir." if held_on > timezone.localdate() else ""


def _held(_session: Session, _actor: Actor, said: Mapping[str, Any]) -> dict[str, Any]:
    held_on = date.fromisoformat(said["held_on"])
    return {"held_on": held_on, "women": said["women"], "men": said["men"]}


def _seen(session: Session, _actor: Actor, _said: Mapping[str, Any]) -> dict[str, Any]:
    return {"seen": snapshot(session)}


CIRCUIT: Circuit[Session] = Circuit(
    kind=KIND,
    model=Session,
    moves=(
        Move(
            "tenir", "Dire la session tenue", Action.MONITORAGE_EDIT,
            (SessionState.PREPARED, SessionState.HELD), SessionState.HELD, fields=_held,
        ),
        Move(
            "archiver", "Archiver la session", Action.MONITORAGE_EDIT,
            (SessionState.HELD,), SessionState.ARCHIVED, fields=_seen,
        ),
    ),
    actor=actor_of,
)  # fmt: skip

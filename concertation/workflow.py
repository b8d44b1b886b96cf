"""When a meeting moves: its table of acts, with their guards, what they set and write."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from concertation.agenda import undecided
from concertation.effects import (
    after_approving,
    after_closing,
    after_convening,
    after_holding,
    after_putting_off,
    after_sending,
    called_of,
)
from concertation.enums import COMING, COUNTED, Attendance, ItemKind, MeetingState, Outcome
from concertation.models import Item, Meeting
from concertation.stands import overcounted
from core.access import Action
from core.formats import day
from core.workflow import Actor, Circuit, Move, Refusal
from mandates.organs.reading import OrganOn, organ_on
from mandates.policy import actor_of

KIND = "reunion"
PREPARED, POSTPONED, CONVENED, HELD, CLOSED, SENT, APPROVED, CANCELLED = MeetingState.values
Details = Mapping[str, Any]

NO_SEAT = (
    "Cet organe n’a aucun siège ouvert ce jour-là\u00a0: inscrivez ses sièges, puis notez les présences."
)
NO_QUORUM = (
    "Le quorum n’est pas atteint\u00a0: rien ne se décide. Reportez ou retirez ce point, "
    "ou convoquez une seconde fois."
)


def has_quorum(meeting: Meeting) -> bool:
    """Are enough seats there, or is it a second convocation? One query."""
    there = meeting.presences.filter(status__in=COUNTED).count()
    return meeting.second_call or there >= (meeting.quorum or 1)


# ---- Guards ----
def _may_convene(meeting: Meeting, _actor: Actor) -> str | None:
    if meeting.planned_on < timezone.localdate():
        return "Cette date est passée\u00a0: dites la réunion tenue, ou reportez-la à un autre jour."
    if not meeting.venue:
        return "Écrivez d’abord le lieu de la réunion."
    if not meeting.items.filter(kind=ItemKind.SUBJECT).exists():
        return "L’ordre du jour n’a aucun point\u00a0: ajoutez-en un, puis convoquez."
    return None


def _may_close(meeting: Meeting, _actor: Actor) -> str | None:
    if left := undecided(meeting):
        names = "\u202f; ".join(f"{item.rank}. {item.title}" for item in left)
        return f"La réunion ne se clôt pas tant que des points restent sans suite\u00a0: {names}."
    if not has_quorum(meeting) and (decided := _decided(meeting)):
        return f"Le quorum n’est pas atteint, et des points sont décidés ({decided})\u00a0: reportez-les."
    if why := next(overcounted(meeting), ""):
        return why
    for decision in meeting.decisions.filter(due_on__lt=meeting.day):
        return f"L’échéance de la décision {decision.code} vient avant la réunion."
    return None


def _decided(meeting: Meeting) -> str:
    """« 3, 4 »: the numbers of the items decided, but for reading earlier decisions."""
    items = meeting.items.filter(outcome=Outcome.DECIDED).exclude(kind=ItemKind.OPEN)
    return ", ".join(str(item.rank) for item in items)


def _may_send(meeting: Meeting, _actor: Actor) -> str | None:
    if not meeting.minutes.strip() and not meeting.scan_id:
        return "Le PV est vide\u00a0: écrivez le compte rendu, ou joignez le PV signé."
    return None


def _may_approve(meeting: Meeting, actor: Actor) -> str | None:
    if actor.person_id is not None and actor.person_id == meeting.sent_by_id:
        return "Vous avez envoyé ce PV\u00a0: une autre personne l’approuve."
    return None


def _anybody(_meeting: Meeting, _actor: Actor) -> str | None:
    """Recording a paper that another signed is no decision."""
    return None


# ---- Fields set with the state ----
def _convened(meeting: Meeting, _actor: Actor, _said: Details) -> dict[str, Any]:
    return {"convened_on": timezone.localdate(), "called": called_of(meeting)}


def _put_off(meeting: Meeting, _actor: Actor, said: Details) -> dict[str, Any]:
    planned_on = date.fromisoformat(said["planned_on"])
    if planned_on <= timezone.localdate():
        raise Refusal("Le nouveau jour est à venir.")
    others = Meeting.objects.filter(organ=meeting.organ_id, planned_on=planned_on)
    if others.exclude(pk=meeting.pk).exclude(state=CANCELLED).exists():
        raise Refusal("Cet organe a déjà une réunion ce jour-là.")
    return {"planned_on": planned_on}


def _held(meeting: Meeting, _actor: Actor, said: Details) -> dict[str, Any]:
    held_on = date.fromisoformat(said["held_on"])
    if held_on > timezone.localdate():
        raise Refusal("Ce jour est encore à venir\u00a0: une réunion se dit tenue une fois faite.")
    if not meeting.organ.stands_on(held_on):
        raise Refusal("Cet organe n’était pas en place ce jour-là.")
    that_day = organ_on(meeting.organ, held_on)
    if not that_day.lines:
        raise Refusal(NO_SEAT)
    _check_presences(that_day, said.get("present", {}))
    chair = said.get("chaired_by")
    if chair and chair not in {line.seat.pk for line in that_day.lines}:
        raise Refusal("Le siège qui préside n’est pas de cet organe.")
    return {
        "held_on": held_on,
        "seats": len(that_day.lines),
        "quorum": that_day.quorum,
        "chaired_by_id": chair or None,
        "second_call": bool(said.get("second_call")),
        "women": said.get("women"),
        "men": said.get("men"),
    }


def _check_presences(that_day: OrganOn, present: Details) -> None:
    for line in that_day.lines:
        status, proxy = present.get(str(line.seat.pk)) or (Attendance.ABSENT, "")
        if status not in Attendance.values:
            raise Refusal("Cette présence n’existe pas.")
        if status == Attendance.REPRESENTED and not proxy:
            who = line.hold.person if line.hold else line.seat.words
            raise Refusal(f"Écrivez qui représente {who}.")


def _sent(_meeting: Meeting, actor: Actor, _said: Details) -> dict[str, Any]:
    return {"sent_on": timezone.localdate(), "sent_by_id": actor.person_id}


def _unsent(_meeting: Meeting, _actor: Actor, _said: Details) -> dict[str, Any]:
    return {"sent_on": None, "sent_by_id": None}


def _approved(meeting: Meeting, _actor: Actor, said: Details) -> dict[str, Any]:
    """Minutes are approved in a later meeting of the organ: open, with its quorum, and them on its agenda."""
    item = Item.objects.filter(about=meeting, meeting=said.get("in")).select_related("meeting").first()
    if item is None or item.meeting.organ_id != meeting.organ_id:
        raise Refusal("Un PV s’approuve dans une réunion suivante du même organe, à son ordre du jour.")
    if item.meeting.state != HELD:
        raise Refusal(
            f"La réunion du {day(item.meeting.day)} n’est pas ouverte\u00a0: dites-la d’abord tenue."
        )
    if item.outcome not in ("", Outcome.DECIDED):
        raise Refusal("Ce point a été reporté ou retiré\u00a0: rouvrez-le avant d’approuver le PV.")
    if not has_quorum(item.meeting):
        raise Refusal(NO_QUORUM)
    return {"approved_on": item.meeting.day, "approved_in_id": item.meeting_id}


KEEP, APPROVE = Action.MEETING_KEEP, Action.MEETING_APPROVE
CIRCUIT: Circuit[Meeting] = Circuit(
    kind=KIND,
    model=Meeting,
    moves=(
        Move(
            "convoquer", "Convoquer", KEEP, (PREPARED, POSTPONED), CONVENED,
            guard=_may_convene, fields=_convened, effect=after_convening,
        ),
        Move(
            "reporter", "Reporter à un autre jour", KEEP, COMING, POSTPONED, needs_comment=True,
            fields=_put_off, effect=after_putting_off,
        ),
        Move(
            "annuler", "Annuler la réunion", KEEP, COMING, CANCELLED, needs_comment=True,
            effect=after_putting_off,
        ),
        Move(
            "tenir", "Noter les présences", KEEP, (*COMING, HELD), HELD, fields=_held, effect=after_holding,
        ),
        Move("clore", "Clore la réunion", KEEP, (HELD,), CLOSED, guard=_may_close, effect=after_closing),
        Move(
            "envoyer", "Envoyer le PV", KEEP, (CLOSED,), SENT,
            guard=_may_send, fields=_sent, effect=after_sending,
        ),
        Move("reprendre", "Reprendre le PV", KEEP, (SENT,), CLOSED, needs_comment=True, fields=_unsent),
        Move(
            "approuver", "Approuver le PV", APPROVE, (SENT,), APPROVED, paper=KEEP,
            guard=_may_approve, recorder_guard=_anybody, fields=_approved, effect=after_approving,
        ),
    ),
    actor=actor_of,
)  # fmt: skip

"""A frozen text corrected: the new words stand, those of before are kept with the reason."""

from typing import Any

from django.db import transaction

from concertation.enums import SETTLED
from concertation.models import Correction, Decision, Interest, Item, Meeting
from concertation.writing import written
from core.access import Action, Scope
from core.workflow import Refusal
from followup.promising import reword
from mandates.policy import actor_of

NOT_CLOSED = "Cette réunion n’est pas close\u00a0: changez le texte lui-même."
SAME = "Le texte n’a pas changé\u00a0: il n’y a rien à corriger."
NO_REASON = "Écrivez pourquoi ce texte est corrigé."


@transaction.atomic
def correct(
    meeting: Meeting,
    target: Decision | Item | Interest,
    after: str,
    reason: str,
    scope: Scope,
    *,
    version: int,
) -> Correction:
    """Correct a decision, an interest declared in it, or what was said on an item, of a closed meeting.

    Raises Refusal, Stale.
    """
    after, reason = after.strip(), reason.strip()
    with written(meeting, scope, version, SETTLED, NOT_CLOSED) as held:
        row = _row(held, target)
        before = row.notes if isinstance(row, Item) else row.text
        if not reason:
            raise Refusal(NO_REASON)
        if not after or after == before:
            raise Refusal(SAME)
        _reword(row, after, reason, scope)
        holding = actor_of(scope, Action.MEETING_KEEP, meeting.where()).holding
        return Correction.objects.create(
            meeting=held, **_of(row), before=before, after=after, reason=reason,
            person_id=scope.person_id, role=holding.role if holding else "",
        )  # fmt: skip


def _row(held: Meeting, target: Decision | Item | Interest) -> Decision | Item | Interest:
    """What is corrected, as it stands now that the meeting is locked."""
    found: Decision | Item | Interest
    if isinstance(target, Interest):
        found = Interest.objects.select_related("decision").get(pk=target.pk, decision__meeting=held)
    elif isinstance(target, Decision):
        found = held.decisions.get(pk=target.pk)
    else:
        found = held.items.get(pk=target.pk)
    return found


def _reword(row: Decision | Item | Interest, after: str, reason: str, scope: Scope) -> None:
    if isinstance(row, Item):
        Item.objects.filter(pk=row.pk).update(notes=after)
    else:
        type(row).objects.filter(pk=row.pk).update(text=after)
    if isinstance(row, Decision) and row.followup:
        reword(row.followup, after, f"Texte corrigé\u00a0: {reason}", by=scope.person_id)


def _of(row: Decision | Item | Interest) -> dict[str, Any]:
    """What the correction bears on; that of an interest is read where its decision is."""
    if isinstance(row, Interest):
        return {"decision": row.decision, "interest": row}
    return {"item": row} if isinstance(row, Item) else {"decision": row}

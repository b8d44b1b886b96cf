"""A frozen text corrected: the new words stand, those of before are kept with the reason."""

from django.db import transaction

from concertation.enums import SETTLED
from concertation.models import Correction, Decision, Item, Meeting
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
    meeting: Meeting, target: Decision | Item, after: str, reason: str, scope: Scope, *, version: int
) -> Correction:
    """Correct a decision, or what was said on an item, of a closed meeting. Raises Refusal, Stale."""
    after, reason = after.strip(), reason.strip()
    with written(meeting, scope, version, SETTLED, NOT_CLOSED) as held:
        decision = held.decisions.get(pk=target.pk) if isinstance(target, Decision) else None
        item = None if decision else held.items.get(pk=target.pk)
        before = decision.text if decision else item.notes if item else ""
        if not reason:
            raise Refusal(NO_REASON)
        if not after or after == before:
            raise Refusal(SAME)
        if decision:
            Decision.objects.filter(pk=decision.pk).update(text=after)
            if decision.followup:
                reword(decision.followup, after, f"Texte corrigé\u00a0: {reason}", by=scope.person_id)
        elif item:
            Item.objects.filter(pk=item.pk).update(notes=after)
        holding = actor_of(scope, Action.MEETING_KEEP, meeting.where()).holding
        return Correction.objects.create(
            meeting=held, decision=decision, item=item, before=before, after=after, reason=reason,
            person_id=scope.person_id, role=holding.role if holding else "",
        )  # fmt: skip

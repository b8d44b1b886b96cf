"""Reminders: whoever is awaited too long is told again, the next level with them; nothing is decided."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.access import Action
from core.formats import counted
from mandates.receivers import Roll
from notices.models import NoticeKind
from notices.send import Fact, tell_all
from planning.awaiting import DELAY, Wait, wait_of
from planning.effects import page_of
from planning.enums import PlanState
from planning.models import Plan
from planning.news import WRITERS, subject_of
from planning.queue import late_plans

# Who is told besides, so that somebody calls; above the région stands nobody: the ASACO knows it waits.
ABOVE: dict[str, tuple[Action, ...]] = {
    PlanState.ADOPTED: (Action.PLAN_VALIDATE,),
    PlanState.OPINED: (Action.PLAN_APPROVE,),
    PlanState.VALIDATED: WRITERS,
}


def remind_all() -> int:
    """Remind once every fifteen days for each plan that waits. How many notices are new."""
    again = timezone.now() - DELAY
    unsaid = late_plans().filter(Q(reminded_at=None) | Q(reminded_at__lte=again)).located()
    plans = list(unsaid.order_by("pk"))
    roll = Roll() if plans else None
    return sum(_remind(plan, wait, roll) for plan in plans if roll and (wait := wait_of(plan)))


@transaction.atomic
def _remind(plan: Plan, wait: Wait, roll: Roll) -> int:
    """One plan: its notices and their mark stand or fall together; whoever comes second writes nothing."""
    same = Plan.objects.filter(pk=plan.pk, version=plan.version, reminded_at=plan.reminded_at)
    if not same.update(reminded_at=timezone.now()):
        return 0
    turn = wait.days // DELAY.days
    key = f"plan:{plan.pk}:rappel:{plan.version}:{turn}"
    waits = f"attend {wait.deed} depuis {counted(wait.days, 'jour', 'jours')}"
    awaited = frozenset(roll.people(wait.action, wait.where))
    above = {one for action in ABOVE[plan.state] for one in roll.people(action, plan.where())}
    text, url = f"{subject_of(plan)}\u00a0: {waits}.", page_of(plan)
    return tell_all(
        [
            Fact(NoticeKind.ACT, key, f"Rappel. {text} C’est à vous.", url, awaited, own=True),
            Fact(NoticeKind.ACT, f"{key}:a", f"Alerte. {text}", url, frozenset(above) - awaited),
        ]
    )

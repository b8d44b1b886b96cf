"""What the calendar does: owners of late lines are told, once for each due date."""

from celery import shared_task
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from followup.models import Followup
from followup.promising import address, late_words
from notices.send import tell


@shared_task(name="followup.tasks.tell_late")
def tell_late() -> int:
    """Tell each owner of what is late and not yet told late of this date. How many were told."""
    unsaid = Q(told_late_of=None) | ~Q(told_late_of=F("due_on"))
    late = Followup.objects.late(timezone.localdate()).filter(unsaid, owner__isnull=False)
    told = 0
    for line in late.order_by("pk").iterator():
        told += _tell(line)
    return told


@transaction.atomic
def _tell(line: Followup) -> int:
    """One line: the notice and its mark stand or fall together; whoever comes second writes nothing."""
    unsaid = Followup.objects.filter(pk=line.pk, due_on=line.due_on).exclude(told_late_of=line.due_on)
    if not unsaid.update(told_late_of=line.due_on):
        return 0
    fact = f"suivi:{line.pk}:retard:{line.due_on.isoformat()}"
    return tell([line.owner_id or 0], fact, late_words(line), address(line))

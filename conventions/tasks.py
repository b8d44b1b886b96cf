"""What the calendar does to conventions: late promises go to the follow-up, ends are told."""

from celery import shared_task
from django.utils import timezone

from conventions.expiring import tell_expiry
from conventions.late import follow_late


@shared_task(name="conventions.tasks.watch")
def watch() -> int:
    """Rung each hour, each fact once. How many lines, notices are new."""
    today = timezone.localdate()
    return follow_late(today) + tell_expiry(today)

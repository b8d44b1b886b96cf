"""What the calendar does to conventions: late promises are followed, ends are told, acts are reminded."""

from celery import shared_task
from django.utils import timezone

from conventions.expiring import tell_expiry
from conventions.late import follow_late
from conventions.reminding import remind_all


@shared_task(name="conventions.tasks.watch")
def watch() -> int:
    """Rung each hour, each fact once. How many lines, notices are new."""
    today = timezone.localdate()
    return follow_late(today) + tell_expiry(today) + remind_all(today)

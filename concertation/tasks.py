"""What the calendar does to meetings: whoever is awaited is told, once for each fact."""

from celery import shared_task
from django.utils import timezone

from concertation.reminding import remind_all


@shared_task(name="concertation.tasks.remind")
def remind() -> int:
    """Tell what comes, what waits, what is late. How many notices are new."""
    return remind_all(timezone.localdate())

"""What the calendar does to plans: those who are awaited too long are reminded."""

from celery import shared_task

from planning.reminding import remind_all


@shared_task(name="planning.tasks.remind_awaited")
def remind_awaited() -> int:
    """Remind, once every fifteen days for each plan. How many notices are new."""
    return remind_all()

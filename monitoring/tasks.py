"""Work of monitoring in the background: totals, boundaries, alerts of the day, old sheets forgotten."""

from datetime import date
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from core.memo import remembering
from jobs.marks import day_of, leave_mark
from jobs.models import Job
from jobs.registry import at_each_sweep, handler, when_over
from jobs.steps import Stepper
from mandates.receivers import Roll
from monitoring.boundaries import working
from monitoring.boundaries.acting import WORK
from monitoring.lateness import late_facts
from monitoring.models import Period
from monitoring.recounting import RECOUNT
from monitoring.reddening import red_facts
from monitoring.sheets.keeping import forget_old
from monitoring.totals import rebuild
from notices.send import tell_all

ALERTS = "alerts"


@at_each_sweep
def forget_sheets() -> int:
    """Those that have waited too long; how many."""
    return forget_old()


@handler(RECOUNT, resumable=True)
def recount_totals(job: Job, step: Stepper) -> dict[str, Any]:
    """One step a month; each is whole or as it was, so that it may begin again anywhere."""
    wanted = set(job.params["mois"])
    periods = [one for one in Period.objects.order_by("year", "month") if one.code in wanted]
    failed = step.each(periods, str, _rebuild_one)
    return {"mois": len(periods) - failed}


def _rebuild_one(period: Period) -> None:
    rebuild([period])


@handler(WORK)
def change_boundaries(job: Job, step: Stepper) -> dict[str, Any]:
    """A change of boundaries with its totals, then a check of each month."""
    return working.do(job, step)


@when_over
def after_boundaries(job: Job) -> None:
    """A change whose work ended too early says so."""
    working.over(job)


@shared_task(name="monitoring.tasks.begin_boundaries")
def begin_boundaries() -> int:
    """The changes of boundaries whose day has come."""
    return working.begin_coming()


@shared_task(name="monitoring.tasks.alert_daily")
def alert_daily() -> int:
    """What the day brings late or red, once a day; asked more often, so that a night asleep loses nothing."""
    today = timezone.localdate()
    if day_of(ALERTS) == today:
        return 0
    told = alert(today)
    leave_mark(ALERTS)
    return told


def alert(today: date) -> int:
    """Tell who is to be told on ``today``; told again, it tells nobody. How many notices."""
    with remembering():
        roll = Roll()
        facts = [*late_facts(today, roll), *red_facts(today, roll)]
    with transaction.atomic():  # after the reckoning: nobody waits for it to save a cell
        return tell_all(facts)

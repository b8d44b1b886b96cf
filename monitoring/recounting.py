"""Totals made again in the background, one month after the other, when what they hold changes."""

from collections.abc import Sequence

from accounts.models import Person
from core.formats import counted
from jobs.models import Job
from jobs.queue import ask
from monitoring.models import Period

RECOUNT = "recompter_totaux"


def recount(periods: Sequence[Period], what: str, person_id: int | None) -> Job | None:
    """Ask for it, in the caller's transaction; None when there is no month to count again."""
    if not periods:
        return None
    person = Person.objects.filter(pk=person_id).first() if person_id else None
    title = f"Recompter {counted(len(periods), 'mois', 'mois')} de totaux\u00a0: {what}"
    params = {"mois": [period.code for period in periods]}
    return ask(RECOUNT, title, params, person, steps=len(periods))

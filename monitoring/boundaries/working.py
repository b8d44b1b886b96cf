"""Boundary changes in the background: those of many months, those whose day has come."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from core.access import Action
from core.formats import counted, day
from core.workflow import Refusal
from cscom.models import BoundaryChange
from jobs.models import Job
from jobs.steps import Stepper
from mandates.receivers import receivers
from mandates.scopes import scope_of_person
from monitoring.boundaries.acting import NOT_YOURS, WORK, ask_for, fail, undo_now, write_now
from monitoring.boundaries.months import months_from
from monitoring.totals import verify
from notices.models import NoticeKind
from notices.send import tell

State = BoundaryChange.State
STOPPED = (
    "Le travail s’est arrêté avant d’écrire quoi que ce soit\u00a0: rien n’a changé. Refaites ce changement."
)


def do(job: Job, step: Stepper) -> dict[str, Any]:
    """Write or undo the change in one transaction, then verify its months one by one.

    Done twice it changes nothing the second time: what is written is known by the state of the change.
    """
    change = BoundaryChange.objects.select_related("asked_by", "undone_by").get(pk=job.params["change"])
    months = list(months_from(change.starts_on))
    step.total(len(months) + 1)
    if change.state in {State.WRITING, State.UNDOING}:
        _now(change, job)
    elif change.state == State.FAILED:
        raise Refusal(change.why_not)
    step.done(1, "Territoire et totaux écrits")
    wrong = 0
    for done, period in enumerate(months, 2):
        wrong += len(verify([period]))
        step.done(done, f"{period.code} vérifié")
    if wrong:
        raise Refusal(
            f"Le changement est fait, mais {counted(wrong, 'total diffère', 'totaux diffèrent')} des "
            "rapports\u00a0: demandez à qui tient Jèkabaara de lancer «\u00a0rebuild_totals\u00a0»."
        )
    _tell_done(change, job)
    return {"liens": [{"label": change.title, "url": change.get_absolute_url()}]}


def _now(change: BoundaryChange, job: Job) -> None:
    """All of it, or a sentence that says why nothing was done."""
    try:
        _check(job.asked_by, change)
        if change.state == State.UNDOING:
            undo_now(change)
        else:
            write_now(change, previewed=not _came(change))
    except Refusal as refusal:
        change.refresh_from_db()
        fail(change, str(refusal))
        _tell_all(change, job)
        raise


def _check(asker: Person | None, change: BoundaryChange) -> None:
    """Whoever asked may still do it. Raises Refusal."""
    if asker is None or not scope_of_person(asker).may(Action.BOUNDARY_SET, change.where()):
        raise Refusal(NOT_YOURS)


def _came(change: BoundaryChange) -> bool:
    """Was it decided for a day to come? Places may have changed since it was shown: only refusals count."""
    return change.starts_on > timezone.localdate(change.asked_at)


def over(job: Job) -> None:
    """A work that ended before it wrote anything leaves a change that says so."""
    if job.kind != WORK or job.state == Job.State.DONE:
        return
    change = BoundaryChange.objects.get(pk=job.params["change"])
    if change.state in {State.WRITING, State.UNDOING}:
        fail(change, job.message if job.state == Job.State.FAILED and job.message else STOPPED)


def begin_coming() -> int:
    """Ask for the changes whose day has come; how many."""
    due = BoundaryChange.objects.filter(state=State.COMING, starts_on__lte=timezone.localdate())
    begun = 0
    for change in due.order_by("starts_on", "pk"):
        with transaction.atomic():
            taken = BoundaryChange.objects.filter(pk=change.pk, state=State.COMING)
            if taken.update(state=State.WRITING):
                change.state = State.WRITING
                ask_for(change)
                begun += 1
    return begun


def _tell_done(change: BoundaryChange, job: Job) -> None:
    if job.asked_by:
        what = f"{change.get_state_display()}, à partir du {day(change.starts_on)}"
        text = f"{change.title}\u00a0: {what}. Totaux vérifiés."
        tell([job.asked_by], job.fact, text, change.get_absolute_url(), NoticeKind.WORK)


def _tell_all(change: BoundaryChange, job: Job) -> None:
    """Everybody who may change boundaries in the région: somebody has to do it again. Once each."""
    text = f"{change.title}\u00a0: ce changement n’a pas pu se faire. {change.why_not}"
    if job.asked_by:  # in the place of what is said of any work that ends
        tell([job.asked_by], job.fact, text, change.get_absolute_url(), NoticeKind.WORK)
    people = {one.pk for one in receivers(Action.BOUNDARY_SET, change.where())} - {job.asked_by_id}
    tell(people, f"decoupage:{change.pk}:{change.state}", text, change.get_absolute_url(), NoticeKind.WORK)

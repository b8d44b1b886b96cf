"""A change of boundaries confirmed or undone, with its totals: one transaction, here or in the background."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from core.access import Action, Scope, Where
from core.workflow import Refusal, Stale
from cscom.boundaries import writing
from cscom.boundaries.plans import Plan, kind_of, params_of
from cscom.models import BoundaryChange
from jobs.models import Job
from jobs.queue import ask
from monitoring.boundaries.comparing import Compared
from monitoring.boundaries.months import months_from
from monitoring.models import Period
from monitoring.totals import rebuild

State = BoundaryChange.State
WORK = "decoupage"
FEW = 6  # months counted again while one waits: a quarter of a second each for a whole country
NOT_YOURS = "Votre mandat ne permet plus de changer le découpage de cette région."


@transaction.atomic
def confirm(plan: Plan, shown: Compared, reason: str, scope: Scope) -> BoundaryChange:
    """Write ``plan``, as it was ``shown``: now, in the background, or on its day. Raises Refusal, Stale."""
    if scope.person_id is None or not scope.may(Action.BOUNDARY_SET, Where(region=plan.region)):
        raise Refusal(NOT_YOURS)
    writing.hold(plan.region)
    if writing.basis_of(plan) != shown.basis:
        raise Stale(writing.CHANGED)
    change = BoundaryChange(
        region_id=plan.region,
        kind=kind_of(plan),
        starts_on=plan.on,
        title=shown.title[:300],
        params=params_of(plan),
        facts=shown.as_json(),
        reason=reason,
        basis=shown.basis,
        asked_by_id=scope.person_id,
    )
    if plan.on > timezone.localdate():
        change.state = State.COMING
        change.save()
        return change
    change.save()
    if months_from(plan.on).count() > FEW:
        ask_for(change)
    else:
        write_now(change)
    return change


@transaction.atomic
def undo(change: BoundaryChange, because: str, scope: Scope) -> BoundaryChange:
    """Put things back as they were before ``change``; one to come is called off. Raises Refusal."""
    if scope.person_id is None or not scope.may(Action.BOUNDARY_SET, change.where()):
        raise Refusal(NOT_YOURS)
    writing.hold(change.region_id)
    held = BoundaryChange.objects.select_for_update().get(pk=change.pk)
    person = Person.objects.get(pk=scope.person_id)
    if held.state == State.COMING:
        writing.call_off(held, person, because)
        return held
    if refusal := writing.why_not_undo(held):
        raise Refusal(refusal)
    held.undone_by, held.undone_because = person, because
    if months_from(held.starts_on).count() > FEW:
        held.state = State.UNDOING
        held.save()
        ask_for(held)
    else:
        undo_now(held)
    return held


def ask_for(change: BoundaryChange) -> Job:
    """The work in the background that writes, or undoes, a change; it belongs to whoever asked."""
    undoing = change.state == State.UNDOING
    what = "Annulation" if undoing else "Découpage"
    return ask(
        WORK,
        f"{what}\u00a0: {change.title}",
        {"change": change.pk},
        change.undone_by if undoing else change.asked_by,
        key=f"{WORK}:{change.pk}:{change.state}",
        steps=months_from(change.starts_on).count() + 1,
    )


@transaction.atomic
def write_now(change: BoundaryChange, *, previewed: bool = True) -> None:
    """The territory, then every month it touches: all or nothing. Raises Refusal, Stale."""
    writing.hold(change.region_id)
    months = _held_months(change)
    writing.carry_out(change, previewed=previewed)
    rebuild(months)


@transaction.atomic
def undo_now(change: BoundaryChange) -> None:
    """The territory put back, then every month it touches: all or nothing. Raises Refusal."""
    writing.hold(change.region_id)
    months = _held_months(change)
    assert change.undone_by is not None  # noqa: S101 - said by whoever asked
    writing.undo(change, change.undone_by, change.undone_because)
    rebuild(months)


def _held_months(change: BoundaryChange) -> list[Period]:
    """Held before anything moves: an act waits, then reads the territory as it is left."""
    return list(months_from(change.starts_on).select_for_update(no_key=True))


def fail(change: BoundaryChange, why: str) -> None:
    """Say that a change did not come to be, or that its undoing did not."""
    if change.state == State.UNDOING:
        change.state, change.undone_by, change.undone_because = State.DONE, None, ""
    else:
        change.state = State.FAILED
    change.why_not = why[:500]
    change.save()


def job_of(change: BoundaryChange, person: int | None) -> Job | None:
    """The work under way for a change, when this person asked for it."""
    return Job.objects.filter(key=f"{WORK}:{change.pk}:{change.state}", asked_by=person).first()

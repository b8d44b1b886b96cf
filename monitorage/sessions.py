"""What one does with a session: prepare it, take its numbers again, write values, causes, measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from core.access import Action, Scope
from core.months import Semester
from core.workflow import Refusal, Stale
from cscom.models import Aire
from followup.promising import Origin, Promise, promise
from monitorage.interventions import LATEST, interventions
from monitorage.models import WHYS, Measure, Session, SessionState, Source, Value, Why
from monitorage.reckoning import reckon

ORIGIN = "monitorage"
NOT_OVER = "Ce semestre n’est pas fini\u00a0: sa session se prépare après son dernier jour."
NOT_YOURS = "Votre fonction ne prépare pas les sessions de monitorage de cette aire."
ARCHIVED = "Cette session est archivée\u00a0: elle ne change plus."
NOT_HELD = "Les mesures se décident en session\u00a0: dites d’abord quel jour elle s’est tenue."
CHANGED = "Quelqu’un a modifié cette session entre-temps. Relisez-la avant d’enregistrer."


@dataclass(frozen=True, slots=True)
class Decided:
    """A measure as the room decides it."""

    text: str
    due_on: date
    source: str = Source.FREE
    cost: int | None = None
    owner: Person | None = None
    owner_words: str = ""
    proof_wanted: str = ""


@transaction.atomic
def prepare(aire: Aire, semester: Semester, scope: Scope, *, fictitious: bool = False) -> Session:
    """The session of an aire for a semester that is over, with its numbers; there already: as it stands.

    Raises Refusal.
    """
    if not scope.may(Action.MONITORAGE_EDIT, aire.where()):
        raise Refusal(NOT_YOURS)
    if semester.last_day >= timezone.localdate():
        raise Refusal(NOT_OVER)
    session, made = Session.objects.get_or_create(
        aire=aire,
        year=semester.year,
        half=semester.number,
        defaults={"catalogue": LATEST, "created_by_id": scope.person_id, "fictitious": fictitious},
    )
    if made:
        Value.objects.bulk_create(
            Value(session=session, intervention=chain.code, determinant=step.determinant)
            for chain in interventions(session.catalogue).values()
            for step in chain.steps
        )
        _take(session)
    return session


def refresh(session: Session, scope: Scope) -> None:
    """Take the numbers again from the totals; what the room entered stays. Raises Refusal."""
    with transaction.atomic():
        _take(_held_for(session, scope))


def _take(session: Session) -> None:
    found = reckon(session.aire, session.semester, interventions(session.catalogue))
    rows = list(session.values.all())
    for row in rows:
        share = found.shares.get((row.intervention, row.determinant))
        row.computed = share.percent if share else None
        row.above, row.below = (share.above, share.below) if share else (None, None)
        row.months = share.months if share else 0
    Value.objects.bulk_update(rows, ["computed", "above", "below", "months"])
    session.months, session.taken_at = found.months, timezone.now()
    Session.objects.filter(pk=session.pk).update(months=session.months, taken_at=session.taken_at)


def enter(
    session: Session, said: Mapping[tuple[str, str], Decimal | None], scope: Scope, *, version: int
) -> int:
    """Write what the room says of determinants (None: nothing any more). How many changed. Raises Refusal."""
    with transaction.atomic():
        held = _held_for(session, scope, version)
        changed = 0
        for row in held.values.all():
            entered = said.get((row.intervention, row.determinant), row.entered)
            if entered != row.entered:
                row.entered = entered
                row.entered_by_id = scope.person_id if entered is not None else None
                row.entered_at = timezone.now() if entered is not None else None
                row.save()
                changed += 1
        if changed:
            Session.objects.filter(pk=held.pk).update(version=held.version + 1)
        return changed


def say_whys(session: Session, intervention: str, texts: Sequence[str], scope: Scope) -> None:
    """Write the five whys of an intervention, in order; an empty one leaves. Raises Refusal."""
    with transaction.atomic():
        held = _held_for(session, scope)
        kept = [text.strip() for text in texts if text.strip()][:WHYS]
        held.whys.filter(intervention=intervention).delete()
        Why.objects.bulk_create(
            Why(session=held, intervention=intervention, rank=rank, text=text)
            for rank, text in enumerate(kept, 1)
        )


def decide(session: Session, intervention: str, said: Decided, scope: Scope) -> Measure:
    """Write a measure and its line of the follow-up, whose owner is told. Raises Refusal."""
    with transaction.atomic():
        held = _held_for(session, scope)
        if held.state != SessionState.HELD or held.held_on is None:
            raise Refusal(NOT_HELD)
        what = Promise(said.text, said.due_on, held.held_on, said.owner, said.owner_words, said.proof_wanted)
        label = f"Monitorage, {held.semester.words}"
        line = promise(
            what,
            held.aire,
            Origin(ORIGIN, label, page_of(held)),
            by=scope.person_id,
            fictitious=held.fictitious,
        )
        return Measure.objects.create(
            session=held, intervention=intervention, followup=line, cost=said.cost, source=said.source
        )


def page_of(session: Session) -> str:
    """The address of a session."""
    return reverse("monitorage_show", args=[session.aire.code, session.semester.code])


def _held_for(session: Session, scope: Scope, version: int | None = None) -> Session:
    """The row, held until the end of the transaction, if it may still be written. Raises Refusal, Stale."""
    if not scope.may(Action.MONITORAGE_EDIT, session.where()):
        raise Refusal(NOT_YOURS)
    held = Session.objects.select_for_update(of=("self",)).select_related("aire").get(pk=session.pk)
    if not held.writable:
        raise Refusal(ARCHIVED)
    if version is not None and held.version != version:
        raise Stale(CHANGED)
    return held

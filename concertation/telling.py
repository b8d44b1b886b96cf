"""Writing down a restitution, correcting it, taking it back: nothing of what was said is lost."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from communes.models import Village
from concertation.enums import SETTLED
from concertation.models import Meeting, Restitution
from concertation.restituting import villages_of
from concertation.writing import kept_file
from core.access import Action, Scope
from core.workflow import Refusal, Stale
from files.scans import Scan

NOT_YOURS = "Votre fonction ne note pas les restitutions de cet organe."
NOT_CLOSED = "La restitution se note une fois la réunion close."
BEFORE = "La restitution se fait après la réunion, le même jour au plus tôt."
COMING = "Ce jour est encore à venir\u00a0: notez la restitution une fois faite."
OUTSIDE = "Ce village n’est pas du ressort de cet organe ce jour-là."
NOWHERE = "Dites où\u00a0: un village de la liste, ou un autre lieu, pas les deux."
NOBODY = "Comptez les présents\u00a0: une personne au moins."
TAKEN = "Une restitution est déjà notée au même lieu, le même jour\u00a0: corrigez-la."
GONE = "Cette restitution a été corrigée ou retirée entre-temps. Relisez la réunion."
NO_REASON = "Écrivez pourquoi."


@dataclass(frozen=True, slots=True)
class Telling:
    """One restitution, as it is typed. ``women``, ``men``: how many heard it."""

    held_on: date
    led_by: str
    women: int
    men: int
    village: Village | None = None
    spot: str = ""
    questions: str = ""
    answers: str = ""
    paper: Scan | None = None


def why_not(meeting: Meeting, said: Telling) -> tuple[str, str]:
    """The field and the sentence that refuse it; both "" when it can be."""
    if bool(said.village) == bool(said.spot.strip()):
        return "spot", NOWHERE
    if said.held_on < meeting.day:
        return "held_on", BEFORE
    if said.held_on > timezone.localdate():
        return "held_on", COMING
    if said.village and not villages_of(meeting.organ, said.held_on).filter(pk=said.village.pk).exists():
        return "village", OUTSIDE
    if said.women + said.men < 1:
        return "men", NOBODY
    return "", ""


def tell_back(meeting: Meeting, said: Telling, scope: Scope, *, fictitious: bool = False) -> Restitution:
    """Write one restitution of a meeting that is closed. Raises Refusal."""
    with transaction.atomic():
        return _written(meeting, said, scope, fictitious=fictitious)


def correct_telling(row: Restitution, said: Telling, reason: str, scope: Scope) -> Restitution:
    """Another row in its stead, for a reason; its paper stays unless another is joined. Raises Refusal."""
    with transaction.atomic():
        _withdrawn(row, reason, scope)
        return _written(row.meeting, said, scope, corrects=row, fictitious=row.fictitious)


def withdraw_telling(row: Restitution, reason: str, scope: Scope) -> None:
    """Take it back, for a reason: it counts no more, it is still read. Raises Refusal."""
    with transaction.atomic():
        _withdrawn(row, reason, scope)


def _withdrawn(row: Restitution, reason: str, scope: Scope) -> None:
    _kept(row.meeting, scope)
    if not reason.strip():
        raise Refusal(NO_REASON)
    moved = Restitution.objects.standing().filter(pk=row.pk)
    if not moved.update(
        withdrawn_at=timezone.now(), withdrawn_by_id=scope.person_id, reason=reason.strip()[:300]
    ):
        raise Stale(GONE)


def _written(
    meeting: Meeting,
    said: Telling,
    scope: Scope,
    *,
    corrects: Restitution | None = None,
    fictitious: bool,
) -> Restitution:
    _kept(meeting, scope)
    if meeting.state not in SETTLED:
        raise Refusal(NOT_CLOSED)
    if why := why_not(meeting, said)[1]:
        raise Refusal(why)
    row = Restitution(
        meeting=meeting, village=said.village, spot=said.spot.strip(), held_on=said.held_on,
        led_by=said.led_by.strip(), women=said.women, men=said.men, questions=said.questions.strip(),
        answers=said.answers.strip(), corrects=corrects, created_by_id=scope.person_id,
        paper=corrects.paper if corrects else None, fictitious=fictitious,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(TAKEN) from error
    if said.paper:
        stem = f"restitution-{row.pk}"
        row.paper = kept_file(meeting, said.paper, stem, Action.MEETING_SEE, meeting.read_where(), scope)
        row.save(update_fields=["paper"])
    return row


def _kept(meeting: Meeting, scope: Scope) -> None:
    if not scope.may(Action.MEETING_KEEP, meeting.where()):
        raise Refusal(NOT_YOURS)

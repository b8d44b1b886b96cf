"""Minutes are approved in the next meeting, by its chair, or as a paper that the chair signed."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from concertation.enums import MeetingState
from concertation.models import Meeting, commune_of
from concertation.workflow import CIRCUIT
from core.access import Action, Scope, Where
from core.models import ActLog
from core.workflow import OnPaper, Refusal
from files.scans import Scan, store_scan
from mandates.models import Mandate
from mandates.receivers import held_between, signing


def session_of(meeting: Meeting) -> Meeting | None:
    """The open meeting of the organ that has these minutes on its agenda (one query)."""
    found = Meeting.objects.filter(organ=meeting.organ_id, state=MeetingState.HELD, items__about=meeting)
    return found.order_by("held_on", "pk").first()


def approve(meeting: Meeting, session: Meeting | None, scope: Scope, *, version: int) -> ActLog:
    """By the scope's own person. Raises Refusal, Stale."""
    details = {"in": session.pk if session else None}
    return CIRCUIT.apply(meeting, "approuver", scope, version=version, details=details)


def signatories(meeting: Meeting) -> list[Mandate]:
    """Whoever may have approved since the meeting (one query)."""
    return held_between(Action.MEETING_APPROVE, meeting.where(), meeting.day, timezone.localdate())


@transaction.atomic
def record(
    meeting: Meeting,
    session: Meeting | None,
    scope: Scope,
    mandate: Mandate,
    on: date,
    scan: Scan,
    *,
    version: int,
) -> ActLog:
    """As it was signed on paper: the act, its copy, who recorded it, or nothing. Raises Refusal, Stale."""
    if not mandate.held_on(on):
        raise Refusal(f"{mandate.person} ne tenait pas cette fonction ce jour-là.")
    details = {"in": session.pk if session else None}
    paper = OnPaper(signing(mandate), on)
    log = CIRCUIT.apply(meeting, "approuver", scope, version=version, details=details, paper=paper)
    where, commune = meeting.read_where(), commune_of(meeting)
    hosts = frozenset({commune.pk}) if commune else frozenset()
    stored = store_scan(
        scan,
        f"pv-{meeting.pk}-approuve",
        action=Action.MEETING_SEE,
        place_kind=meeting.organ.place_kind,
        where=Where(where.region, where.cercle, where.district, where.aires, hosts, hosts),
        created_by=Person.objects.get(pk=scope.person_id or 0),
    )
    Meeting.objects.filter(pk=meeting.pk).update(scan=stored)
    return log

"""The copy of the attendance sheet that was signed: it has its own place on the meeting."""

from concertation.enums import TOOK_PLACE, MeetingState
from concertation.models import Meeting
from concertation.writing import kept_file, written
from core.access import Action, Scope
from core.workflow import Refusal
from files.scans import Scan

TOO_EARLY = "La feuille signée se joint une fois les présences notées."
SEALED = "Le PV est scellé\u00a0: la feuille de présence signée qui y est jointe ne se remplace plus."


def shut_words(meeting: Meeting) -> str:
    """Why no copy can be joined now; "" when it can. It may come late, it is not replaced once sealed."""
    if not meeting.took_place:
        return TOO_EARLY
    return SEALED if meeting.state == MeetingState.APPROVED and meeting.attendance_scan_id else ""


def join_sheet(meeting: Meeting, scan: Scan, scope: Scope, *, version: int) -> None:
    """Join the copy, or another in its stead: the one of before is kept, unseen. Raises Refusal, Stale."""
    with written(meeting, scope, version, TOOK_PLACE, TOO_EARLY) as held:
        if why := shut_words(held):
            raise Refusal(why)
        stem = f"presences-{meeting.pk}"
        held.attendance_scan = kept_file(meeting, scan, stem, Action.MEETING_SEE, meeting.read_where(), scope)
        held.save(update_fields=["attendance_scan"])

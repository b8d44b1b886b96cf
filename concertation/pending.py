"""What awaits whoever keeps meetings: those to come, minutes that are not approved, seats that are empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from concertation.enums import COMING, UNFINISHED, MeetingState
from concertation.models import Meeting, organs_kept
from concertation.reminding import MINUTES_WAIT
from core.access import Action, Scope
from mandates.models.mandate import PLACES
from mandates.organs.listing import empty_seats

MOST = 60  # read at once; a home shows fewer


@dataclass(frozen=True, slots=True)
class Pending:
    """``coming``: the next first, a day that is past included; ``unfinished``: the oldest first."""

    coming: Sequence[Meeting] = ()
    unfinished: Sequence[Meeting] = ()
    empty: int = 0  # seats

    def __bool__(self) -> bool:
        return bool(self.coming or self.unfinished or self.empty)


def late_minutes(meeting: Meeting, today: date) -> bool:
    """Should its minutes have been sent by now?"""
    return meeting.state != MeetingState.SENT and meeting.day <= today - MINUTES_WAIT


def pending_for(scope: Scope, today: date) -> Pending:
    """Of the organs that this reader keeps (two queries; none when they keep nothing)."""
    if not scope.may(Action.MEETING_KEEP):
        return Pending()
    kept = organs_kept(scope)
    organ = [f"organ__{place}" for place in PLACES]
    states = (*COMING, *UNFINISHED)
    rows = Meeting.objects.filter(organ__in=kept.values("pk"), state__in=states).select_related(*organ)
    found = list(rows.order_by("planned_on", "pk")[:MOST])
    return Pending(
        [row for row in found if row.coming],
        [row for row in found if not row.coming],
        empty_seats(kept, today),
    )

"""What is told by itself: a meeting that comes, minutes that wait, a decision whose day is near or past."""

from datetime import date, timedelta

from concertation.enums import MeetingState
from concertation.models import Decision, Meeting
from concertation.news import members, subject_of, when_words
from core.access import Action
from core.formats import day
from followup.models import OPEN, Followup
from followup.promising import address, late_words
from mandates.models import Mandate
from mandates.receivers import receivers
from notices.send import tell

BEFORE_MEETING, BEFORE_DUE = timedelta(days=3), timedelta(days=7)
MINUTES_WAIT = timedelta(days=8)  # after the meeting


def remind_all(today: date) -> int:
    """Each fact is told once to each person. How many notices are new."""
    return _meetings(today) + _minutes(today) + _decisions(today)


def _meetings(today: date) -> int:
    """Whoever was called, three days before."""
    soon = Meeting.objects.filter(
        state=MeetingState.CONVENED, planned_on__gte=today, planned_on__lte=today + BEFORE_MEETING
    )
    told = 0
    for meeting in soon.located():
        text = f"Rappel\u00a0: {meeting.organ}, {when_words(meeting)}."
        fact = f"reunion:{meeting.pk}:rappel:{meeting.planned_on.isoformat()}"
        told += tell(members(meeting), fact, text, meeting.get_absolute_url())
    return told


def _minutes(today: date) -> int:
    """Whoever keeps a meeting that was held, and whose minutes are not sent eight days after."""
    waiting = Meeting.objects.filter(
        state__in=(MeetingState.HELD, MeetingState.CLOSED), held_on__lte=today - MINUTES_WAIT
    )
    told = 0
    for meeting in waiting.located():
        people = receivers(Action.MEETING_KEEP, meeting.where())
        text = f"PV à compléter\u00a0: {subject_of(meeting)}."
        told += tell(people, f"reunion:{meeting.pk}:pv-attendu", text, meeting.get_absolute_url())
    return told


def _decisions(today: date) -> int:
    """The owner a week before the day; whoever stands in for the owner then, and once it is late."""
    lines = Decision.objects.filter(followup__state__in=OPEN, followup__owner__isnull=False)
    told = 0
    for decision in lines.filter(followup__due_on__lte=today + BEFORE_DUE).select_related("followup"):
        line = decision.followup
        if line is None:
            continue
        late = line.due_on < today
        text = late_words(line) if late else f"À faire avant le {day(line.due_on)} au soir\u00a0: {line.text}"
        fact = f"suivi:{line.pk}:{'retard-suppleant' if late else 'bientot'}:{line.due_on.isoformat()}"
        # Of what is late the follow-up itself tells the owner.
        people = set(deputies(line, today)) | (set() if late else {line.owner_id or 0})
        told += tell(people, fact, text[:300], address(line))
    return told


def deputies(line: Followup, today: date) -> list[int]:
    """People to whom the owner of a line handed a function over, that day (one query)."""
    handed = Mandate.objects.in_force(today).filter(delegated_from__person=line.owner_id)
    return list(handed.order_by().values_list("person", flat=True).distinct())

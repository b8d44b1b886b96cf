"""What is told by itself: a meeting that comes, minutes that wait, a decision whose day is near or past."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from concertation.enums import MeetingState
from concertation.models import Decision, Meeting
from concertation.news import members, subject_of, when_words
from core.access import Action
from core.formats import day
from followup.models import OPEN
from followup.promising import address, late_words
from mandates.models import Mandate
from mandates.receivers import Roll
from notices.models import NoticeKind
from notices.send import Fact, tell_all

BEFORE_MEETING, BEFORE_DUE = timedelta(days=3), timedelta(days=7)
MINUTES_WAIT = timedelta(days=8)  # after the meeting


def remind_all(today: date) -> int:
    """Each fact is told once to each person. How many notices are new."""
    return tell_all([*_meetings(today), *_minutes(today), *_decisions(today)])


def _meetings(today: date) -> Iterator[Fact]:
    """Whoever was called, three days before."""
    soon = Meeting.objects.filter(
        state=MeetingState.CONVENED, planned_on__gte=today, planned_on__lte=today + BEFORE_MEETING
    )
    for meeting in soon.located():
        text = f"Rappel\u00a0: {meeting.organ}, {when_words(meeting)}."
        key = f"reunion:{meeting.pk}:rappel:{meeting.planned_on.isoformat()}"
        yield Fact(NoticeKind.ACT, key, text, meeting.get_absolute_url(), frozenset(members(meeting)))


def _minutes(today: date) -> Iterator[Fact]:
    """Whoever keeps a meeting that was held, and whose minutes are not sent eight days after."""
    waiting = Meeting.objects.filter(
        state__in=(MeetingState.HELD, MeetingState.CLOSED), held_on__lte=today - MINUTES_WAIT
    )
    roll = Roll()
    for meeting in waiting.located():
        people = frozenset(roll.people(Action.MEETING_KEEP, meeting.where()))
        text = f"PV à compléter\u00a0: {subject_of(meeting)}."
        key = f"reunion:{meeting.pk}:pv-attendu"
        yield Fact(NoticeKind.ACT, key, text, meeting.get_absolute_url(), people)


def _decisions(today: date) -> Iterator[Fact]:
    """The owner a week before the day; whoever stands in for the owner then, and once it is late."""
    taken = Decision.objects.filter(followup__state__in=OPEN, followup__owner__isnull=False)
    near = taken.filter(followup__due_on__lte=today + BEFORE_DUE).select_related("followup")
    lines = [line for decision in near if (line := decision.followup)]
    deputies = _deputies({line.owner_id for line in lines}, today)
    for line in lines:
        late = line.due_on < today
        text = late_words(line) if late else f"À faire avant le {day(line.due_on)} au soir\u00a0: {line.text}"
        key = f"suivi:{line.pk}:{'retard-suppleant' if late else 'bientot'}:{line.due_on.isoformat()}"
        # Of what is late the follow-up itself tells the owner.
        people = deputies[line.owner_id] | (set() if late else {line.owner_id or 0})
        yield Fact(NoticeKind.ACT, key, text[:300], address(line), frozenset(people))


def _deputies(owners: Collection[int | None], today: date) -> Mapping[int | None, set[int]]:
    """Owner → the people to whom they handed a function over, that day (one query)."""
    handed = Mandate.objects.in_force(today).filter(delegated_from__person__in=owners)
    found: dict[int | None, set[int]] = defaultdict(set)
    for owner, deputy in handed.order_by().values_list("delegated_from__person", "person"):
        found[owner].add(deputy)
    return found

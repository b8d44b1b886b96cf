"""What people are told of a meeting: the convocation, a new day, minutes to read, to approve."""

from collections.abc import Iterable

from concertation.models import Meeting, Presence
from core.access import Action
from core.formats import day
from mandates.organs.reading import organ_on
from mandates.receivers import receivers
from notices.send import tell


def subject_of(meeting: Meeting) -> str:
    """« Comité de gestion, Samakélé, réunion du 5 octobre 2026 »."""
    return f"{meeting.organ}, réunion du {day(meeting.day)}"


def when_words(meeting: Meeting) -> str:
    """« le 5 octobre 2026 à 9 h 30, au CSCOM »."""
    at = f" à {meeting.starts_at:%-H\u00a0h\u00a0%M}" if meeting.starts_at else ""
    venue = f", {meeting.venue}" if meeting.venue else ""
    return f"le {day(meeting.planned_on)}{at}{venue}"


def members(meeting: Meeting) -> list[int]:
    """People who sit that day, once each."""
    lines = organ_on(meeting.organ, meeting.day).lines
    people = (line.hold.person_id for line in lines if line.hold)
    return list(dict.fromkeys(people))


def tell_members(meeting: Meeting, what: str, text: str, *, but: int | None = None) -> int:
    """Tell everybody who sits, but for who acts; once each for one ``what`` of one version."""
    return _tell(meeting, members(meeting), what, text, but)


def tell_approvers(meeting: Meeting, what: str, text: str, *, but: int | None = None) -> int:
    """Tell whoever may approve the minutes of this organ."""
    people = [one.pk for one in receivers(Action.MEETING_APPROVE, meeting.where())]
    return _tell(meeting, people, what, text, but)


def present_people(meeting: Meeting) -> list[int]:
    """People who are named on the attendance sheet."""
    rows = Presence.objects.filter(meeting=meeting).exclude(person=None)
    return list(rows.values_list("person", flat=True))


def _tell(meeting: Meeting, people: Iterable[int], what: str, text: str, but: int | None) -> int:
    told = [one for one in people if one != but]
    return tell(told, f"reunion:{meeting.pk}:{what}", text, meeting.get_absolute_url())

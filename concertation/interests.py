"""Interests declared in a decision while the meeting is held; closed, their words are corrected alone."""

from dataclasses import dataclass

from concertation.declarants import Declarant
from concertation.enums import MeetingState, Part
from concertation.models import Decision, Interest, Meeting
from concertation.stands import room_of, too_many
from concertation.writing import NOT_HELD, SHUT, written
from core.access import Scope
from core.workflow import Refusal

NO_WORDS = "Écrivez l’intérêt déclaré."
NO_PART = "Dites si cette personne a pris part au vote."
ONCE = "Cette personne a déjà déclaré un intérêt dans cette décision\u00a0: modifiez-le."


@dataclass(frozen=True, slots=True)
class Declared:
    """What was declared, what its author did of the vote (``Part``)."""

    text: str
    part: str


def declare(
    meeting: Meeting, decision: Decision, who: Declarant, said: Declared, scope: Scope, *, version: int
) -> Interest:
    """An interest of one person in a decision, before the close. Raises Refusal, Stale."""
    with written(meeting, scope, version, (MeetingState.HELD,), _why(meeting)) as held:
        row = held.decisions.get(pk=decision.pk)
        if row.interests.filter(person=who.person).exists():
            raise Refusal(ONCE)
        made = Interest(
            decision=row, person=who.person, name=str(who.person)[:150], function=who.function,
            created_by_id=scope.person_id,
        )  # fmt: skip
        _say(made, said)
    return made


def declare_again(
    meeting: Meeting, interest: Interest, said: Declared, scope: Scope, *, version: int
) -> None:
    """The same, said otherwise before the close. Raises Refusal, Stale."""
    with written(meeting, scope, version, (MeetingState.HELD,), _why(meeting)) as held:
        _say(Interest.objects.get(pk=interest.pk, decision__meeting=held), said)


def drop_interest(meeting: Meeting, interest: Interest, scope: Scope, *, version: int) -> None:
    """Take a declaration off before the close, as a decision. Raises Refusal, Stale."""
    with written(meeting, scope, version, (MeetingState.HELD,), _why(meeting)) as held:
        Interest.objects.filter(pk=interest.pk, decision__meeting=held).delete()


def overcounted_words(meeting: Meeting, decision: Decision) -> str:
    """Why the vote of this decision is to be counted again, or "" (three queries)."""
    ballot = decision.ballots.first()
    return too_many(ballot, room_of(meeting).voting(decision.pk)) if ballot else ""


def _say(row: Interest, said: Declared) -> None:
    text = said.text.strip()
    if not text:
        raise Refusal(NO_WORDS)
    if said.part not in Part.values:
        raise Refusal(NO_PART)
    row.text, row.part = text, said.part
    row.save()


def _why(meeting: Meeting) -> str:
    return NOT_HELD if meeting.coming else SHUT

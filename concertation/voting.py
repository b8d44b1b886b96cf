"""Votes counted, divergent opinions joined while the meeting is held; closed, they change no more."""

from dataclasses import dataclass

from concertation.enums import COUNTED, MeetingState
from concertation.models import Ballot, Decision, Dissent, Item, Meeting
from concertation.stands import room_of, too_many
from concertation.writing import NOT_HELD, SHUT, written
from core.access import Scope
from core.workflow import Refusal

NO_WORDS = "Écrivez l’avis, et de qui il est."
WHO = "Dites de qui est cet avis\u00a0: un siège, ou une autre partie, pas les deux."
NO_SEAT = "Ce siège n’était pas là\u00a0: écrivez son avis comme celui d’une autre partie."


@dataclass(frozen=True, slots=True)
class Votes:
    """One count; abstentions are voices too."""

    ayes: int
    noes: int
    abstentions: int


def vote(
    meeting: Meeting, target: Item | Decision, said: Votes | None, scope: Scope, *, version: int
) -> None:
    """The count on an item or a decision; None: none was held. Raises Refusal, Stale."""
    with written(meeting, scope, version, (MeetingState.HELD,), _why(meeting)) as held:
        item, decision = _spot(held, target)
        Ballot.objects.filter(meeting=held, item=item, decision=decision).delete()
        if said is None:
            return
        ballot = Ballot(
            meeting=held, item=item, decision=decision, ayes=said.ayes, noes=said.noes,
            abstentions=said.abstentions,
        )  # fmt: skip
        if not ballot.voices:
            raise Refusal("Un vote compte une voix au moins\u00a0: laissez tout vide s’il n’y en a pas eu.")
        if why := too_many(ballot, room_of(held).voting(ballot.decision_id)):
            raise Refusal(why)
        ballot.save()


@dataclass(frozen=True, slots=True)
class Differing:
    """A divergent opinion as it is typed: of a seat that was there, or of a party in words."""

    text: str
    seat: int | None = None
    party: str = ""


def differ(
    meeting: Meeting, target: Item | Decision, said: Differing, scope: Scope, *, version: int
) -> Dissent:
    """Join an opinion to an item or a decision. Raises Refusal, Stale."""
    with written(meeting, scope, version, (MeetingState.HELD,), _why(meeting)) as held:
        item, decision = _spot(held, target)
        text, party = said.text.strip(), said.party.strip()
        if not text:
            raise Refusal(NO_WORDS)
        if bool(said.seat) == bool(party):
            raise Refusal(WHO)
        row = held.presences.filter(seat=said.seat, status__in=COUNTED).first() if said.seat else None
        if said.seat and row is None:
            raise Refusal(NO_SEAT)
        return Dissent.objects.create(
            meeting=held, item=item, decision=decision, seat_id=said.seat,
            whose=row.function if row else party, text=text, created_by_id=scope.person_id,
        )  # fmt: skip


def drop_dissent(meeting: Meeting, dissent: Dissent, scope: Scope, *, version: int) -> None:
    """Take an opinion off before the close, as an item or a decision. Raises Refusal, Stale."""
    with written(meeting, scope, version, (MeetingState.HELD,)) as held:
        held.dissents.filter(pk=dissent.pk).delete()


def _why(meeting: Meeting) -> str:
    return NOT_HELD if meeting.coming else SHUT


def _spot(held: Meeting, target: Item | Decision) -> tuple[Item, Decision | None]:
    if isinstance(target, Decision):
        decision = held.decisions.select_related("item").get(pk=target.pk)
        return decision.item, decision
    item: Item = held.items.get(pk=target.pk)
    return item, None

"""An organ on a day: its seats, who holds them, who presides, the quorum, the women, the groups."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Person
from core.formats import counted
from mandates.models import Group, Organ, Quorum, QuorumBase
from mandates.models.kinds import Frame
from mandates.organs.lines import SeatLine, SeatState, lines_of


@dataclass(frozen=True, slots=True)
class OrganOn:
    """What an organ is on ``day``; ``lines``: its open seats."""

    organ: Organ
    day: date
    lines: tuple[SeatLine, ...]

    @property
    def seated(self) -> list[SeatLine]:
        """The seats that somebody holds."""
        return [line for line in self.lines if line.hold]

    @property
    def chair(self) -> SeatLine | None:
        """The seat that presides, held or not."""
        return next((line for line in self.lines if line.seat.chair), None)

    @property
    def presiding(self) -> Person | None:
        """Who presides."""
        chair = self.chair
        return chair.hold.person if chair and chair.hold else None

    @property
    def women(self) -> int:
        """How many of the seated are women."""
        return sum(line.hold.person.sex == Person.Sex.WOMAN for line in self.seated if line.hold)

    @property
    def women_share(self) -> float | None:
        """In per cent of the seated; None when nobody sits."""
        return 100 * self.women / len(self.seated) if self.seated else None

    @property
    def quorum(self) -> int:
        """How many must be there."""
        held = self.organ.quorum_base == QuorumBase.HELD
        return quorum_of(self.organ, len(self.seated) if held else len(self.lines))

    @property
    def may_decide(self) -> bool:
        """Do enough people sit for the quorum ever to be met?"""
        return bool(self.seated) and len(self.seated) >= self.quorum

    def in_state(self, state: SeatState) -> list[SeatLine]:
        return [line for line in self.lines if line.state == state]

    @property
    def vacant(self) -> int:
        return len(self.in_state(SeatState.VACANT))

    @property
    def expired(self) -> int:
        return len(self.in_state(SeatState.EXPIRED))

    @property
    def ending(self) -> int:
        return len(self.in_state(SeatState.ENDING))

    @property
    def represented(self) -> list[Group]:
        """The groups for which somebody sits."""
        there = {line.seat.group for line in self.seated}
        return [group for group in Group if group in there]

    def missing(self, expected: set[str]) -> list[Group]:
        """The groups that have a seat, or that the kind expects (``expected``), for which nobody sits."""
        asked = {line.seat.group for line in self.lines} | expected
        return [group for group in Group if group in asked - set(self.represented)]


def quorum_of(frame: Frame, base: int) -> int:
    """How many must be there out of ``base``: never nobody."""
    match frame.quorum:
        case Quorum.NUMBER:
            return frame.quorum_number or 1
        case Quorum.HALF:
            found = -(-base // 2)
        case Quorum.THIRD:
            found = -(-base // 3)
        case Quorum.TWO_THIRDS:
            found = -(-2 * base // 3)
        case _:
            found = base // 2 + 1
    return max(found, 1)


def organ_on(organ: Organ, day: date) -> OrganOn:
    """One organ on a day. Two queries."""
    return organs_on([organ], day)[0]


def organs_on(organs: list[Organ], day: date) -> list[OrganOn]:
    """Several, in their order. Two queries."""
    lines = lines_of(organs, day)
    return [OrganOn(organ, day, tuple(lines[organ.pk])) for organ in organs]


def quorum_words(frame: Frame) -> str:
    """« plus de la moitié des sièges prévus »."""
    if frame.quorum == Quorum.NUMBER:
        return counted(frame.quorum_number or 1, "membre", "membres")
    return f"{Quorum(frame.quorum).label} {QuorumBase(frame.quorum_base).label}"


def sessions_words(frame: Frame) -> str:
    """« 4 réunions par an »."""
    if frame.sessions_a_year is None:
        return "non fixé"
    return f"{counted(frame.sessions_a_year, 'réunion', 'réunions')} par an"


def months_words(frame: Frame) -> str:
    """« 3 ans », « 18 mois »."""
    months = frame.mandate_months
    if months is None:
        return "sans durée fixée"
    return counted(months // 12, "an", "ans") if months % 12 == 0 else f"{months} mois"

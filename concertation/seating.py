"""The seats of an organ on a day, who holds them, how many must be there."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from mandates.models import Organ, Quorum, QuorumBase, Seat, SeatHold


@dataclass(frozen=True, slots=True)
class Place:
    """One open seat; ``hold`` None: nobody holds it that day."""

    seat: Seat
    hold: SeatHold | None

    @property
    def words(self) -> str:
        return self.seat.words

    @property
    def name(self) -> str:
        """Who sits; "" when the seat is vacant."""
        return str(self.hold.person) if self.hold else ""


def seated_on(organ: Organ, day: date) -> list[Place]:
    """Every seat open that day, in order (two queries)."""
    holds = SeatHold.objects.in_force(day).select_related("person")
    seats = (
        Seat.objects.filter(organ=organ, opened_on__lte=day)
        .filter(Q(closed_on=None) | Q(closed_on__gt=day))
        .select_related("village")
        .prefetch_related(Prefetch("holds", holds, to_attr="that_day"))
    )
    return [Place(seat, next(iter(seat.that_day), None)) for seat in seats]  # type: ignore[attr-defined]


def needed(organ: Organ, places: list[Place]) -> int:
    """How many must be there for the organ to decide; at least one."""
    held = sum(place.hold is not None for place in places)
    base = held if organ.quorum_base == QuorumBase.HELD else len(places)
    match organ.quorum:
        case Quorum.NUMBER:
            return organ.quorum_number or 1
        case Quorum.HALF:
            return max(1, -(-base // 2))
        case Quorum.THIRD:
            return max(1, -(-base // 3))
        case Quorum.TWO_THIRDS:
            return max(1, -(-2 * base // 3))
    return base // 2 + 1

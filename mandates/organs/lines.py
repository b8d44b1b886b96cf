"""What a seat is on a day: held, soon ending, at the end of its term, vacant; since when."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from core.formats import counted, day
from mandates.models import Ending, Organ, Seat, SeatHold

STAGES = (180, 90, 0)  # days before the end of a mandate at which it is told
SOON = STAGES[0]


class SeatState(Enum):
    """The word, and the silhouette that goes with it."""

    HELD = ("pourvu", "ok")
    ENDING = ("finit bientôt", "near")
    EXPIRED = ("mandat échu", "far")
    VACANT = ("vacant", "nil")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def kind(self) -> str:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat on ``day``: who holds it, who held it last, who is known to come."""

    seat: Seat
    day: date
    hold: SeatHold | None
    last: SeatHold | None
    following: SeatHold | None

    @property
    def days_left(self) -> int | None:
        """Days until the mandate ends, when nobody is known to follow; None: no end, or a relay."""
        hold, after = self.hold, self.following
        if hold is None or hold.ends_on is None:
            return None
        return None if after and after.starts_on <= hold.ends_on else (hold.ends_on - self.day).days

    @property
    def state(self) -> SeatState:
        if self.hold:
            left = self.days_left
            return SeatState.HELD if left is None or left > SOON else SeatState.ENDING
        return SeatState.EXPIRED if self.last and not self.last.ending else SeatState.VACANT

    @property
    def stage(self) -> int | None:
        """180, 90, 0: which of the three moments of a mandate that ends has come; None: none."""
        if self.state == SeatState.EXPIRED:
            return 0
        left = self.days_left
        return None if left is None else min((one for one in STAGES if left <= one), default=None)

    @property
    def since(self) -> date:
        """Held, or empty, since that day."""
        if self.hold:
            return self.hold.starts_on
        return self.last.ends_on if self.last and self.last.ends_on else self.seat.opened_on

    @property
    def detail(self) -> str:
        """What goes with the word: « dans 80 jours », « depuis le 3 mars 2026 »; "" when it is held."""
        if self.state == SeatState.ENDING:
            return f"dans {counted(self.days_left or 0, 'jour', 'jours')}"
        return "" if self.state == SeatState.HELD else f"depuis le {day(self.since)}"

    @property
    def words(self) -> str:
        """« finit bientôt, dans 80 jours », « vacant depuis le 3 mars 2026 »."""
        comma = ", " if self.state == SeatState.ENDING else " "
        return f"{self.state.word}{comma}{self.detail}" if self.detail else self.state.word


def line_of(seat: Seat, holds: list[SeatHold], on: date) -> SeatLine:
    """``holds``: those of the seat, oldest first."""
    true = [hold for hold in holds if hold.ending != Ending.MISTAKE]
    hold = next((one for one in true if one.held_on(on)), None)
    past = [one for one in true if one.ends_on and one.ends_on <= on]
    last = max(past, key=lambda one: one.ends_on or on, default=None)
    return SeatLine(seat, on, hold, last, next((one for one in true if one.starts_on > on), None))


def lines_of_seats(seats: list[Seat], on: date) -> list[SeatLine]:
    """The lines of these seats, in their order. One query."""
    holds: dict[int, list[SeatHold]] = {}
    found = SeatHold.objects.filter(seat__in=seats).select_related("person", "scan")
    for hold in found.order_by("starts_on", "pk"):
        holds.setdefault(hold.seat_id, []).append(hold)
    return [line_of(seat, holds.get(seat.pk, []), on) for seat in seats]


def lines_of(organs: list[Organ], on: date) -> dict[int, list[SeatLine]]:
    """The lines of the seats open on a day, by organ. Two queries, however many organs."""
    seats = Seat.objects.filter(organ__in=organs, opened_on__lte=on).exclude(closed_on__lte=on)
    found: dict[int, list[SeatLine]] = {organ.pk: [] for organ in organs}
    for line in lines_of_seats(list(seats.select_related("village")), on):
        found[line.seat.organ_id].append(line)
    return found

"""What was told back to villages: which villages an organ has, how many of them heard its decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from communes.models import Village
from concertation.models import Meeting, Restitution
from cscom.models import VillageAire
from mandates.models import Organ


@dataclass(frozen=True, slots=True)
class Restituted:
    """Restitutions over some days. ``villages``: those of the lists, each once; ``spots``: places typed."""

    sessions: int = 0
    villages: int = 0
    spots: int = 0
    women: int = 0
    men: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def heard(self) -> int:
        """How many came, all sessions together."""
        return self.women + self.men


def restitutions_of(organ_ids: Iterable[int], first: date, last: date) -> Restituted:
    """What the meetings of these organs told villages from ``first`` to ``last``, both included (one query)."""
    rows = Restitution.objects.standing().filter(
        meeting__organ__in=list(organ_ids), held_on__gte=first, held_on__lte=last
    )
    return summed(rows.order_by("held_on", "pk"))


def summed(rows: Iterable[Restitution]) -> Restituted:
    """Their sum; the same village counts once. ``rows``: by day."""
    found = list(rows)
    if not found:
        return Restituted()
    return Restituted(
        sessions=len(found),
        villages=len({row.village_id for row in found if row.village_id}),
        spots=len({row.spot.casefold() for row in found if row.spot}),
        women=sum(row.women for row in found),
        men=sum(row.men for row in found),
        first=found[0].held_on,
        last=found[-1].held_on,
    )


def villages_of(organ: Organ, on: date) -> QuerySet[Village]:
    """The villages of its aire or its commune on that day; none for an organ of a wider place."""
    if organ.aire_id:
        links = VillageAire.objects.filter(aire=organ.aire_id, starts_on__lte=on)
        linked = links.filter(Q(ends_on=None) | Q(ends_on__gt=on)).values("village")
        return Village.objects.filter(pk__in=linked).order_by("name", "pk")
    if organ.commune_id:
        return Village.objects.open_on(on).filter(commune=organ.commune_id).order_by("name", "pk")
    return Village.objects.none()


@dataclass(frozen=True, slots=True)
class Told:
    """What one meeting told back. ``done`` of ``due`` villages; ``due`` 0: its organ has no list of them."""

    rows: tuple[Restitution, ...]
    sums: Restituted
    done: int
    due: int

    @property
    def standing(self) -> list[Restitution]:
        return [row for row in self.rows if row.withdrawn_at is None]

    @property
    def withdrawn(self) -> list[Restitution]:
        """Taken back or corrected, kept to be read."""
        return [row for row in self.rows if row.withdrawn_at]


def told_of(meeting: Meeting, today: date) -> Told:
    """Its restitutions by day, with the villages that they reached (two queries)."""
    found = meeting.restitutions.select_related("village", "paper", "withdrawn_by", "corrected_by")
    rows = tuple(found.order_by("held_on", "pk"))
    sums = summed(row for row in rows if row.withdrawn_at is None)
    villages = set(villages_of(meeting.organ, today).values_list("pk", flat=True))
    reached = {row.village_id for row in rows if row.withdrawn_at is None}
    return Told(rows, sums, len(villages & reached), len(villages))

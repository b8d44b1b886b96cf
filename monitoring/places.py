"""The places a report counts in: its aire, the communes it touches, district, cercle, région, country."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from communes.models import Cercle, Commune, District, Region
from core.access import PlaceKind
from cscom.models import Aire, AirePopulation, CommuneShare

WHOLE = 10_000  # shares of communes are ten-thousandths
COUNTRY_ID = 0

PlaceKey: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place by kind and id: what a total belongs to. The country's id is 0."""

    kind: PlaceKind
    id: int

    @property
    def scale(self) -> int:
        """Sums of communes are kept × 10 000."""
        return WHOLE if self.kind == PlaceKind.COMMUNE else 1


COUNTRY = Place(PlaceKind.PAYS, COUNTRY_ID)
_KINDS: tuple[tuple[type, PlaceKind], ...] = (
    (Aire, PlaceKind.AIRE),
    (Commune, PlaceKind.COMMUNE),
    (District, PlaceKind.DISTRICT),
    (Cercle, PlaceKind.CERCLE),
    (Region, PlaceKind.REGION),
)


def place_of(thing: Aire | Commune | District | Cercle | Region) -> Place:
    """The place that a unit of the territory is."""
    return next(Place(kind, thing.pk) for model, kind in _KINDS if isinstance(thing, model))


@dataclass(frozen=True, slots=True)
class Home:
    """Where one aire stands, and when it was open."""

    aire: int
    district: int
    host: int
    cercle: int
    region: int
    opened_on: date | None
    closed_on: date | None

    def open_on(self, day: date) -> bool:
        return (self.opened_on is None or self.opened_on <= day) and (
            self.closed_on is None or self.closed_on > day
        )


class Territory:
    """A reading of aires with their past, shares, populations; three queries, for all aires or for some."""

    def __init__(self, aires: Iterable[int] | None = None) -> None:
        wanted = None if aires is None else list(aires)
        self.homes: dict[int, Home] = {}  # as they stand now
        self._pasts: dict[int, list[tuple[date, Home, int]]] = defaultdict(list)
        for home, past in _homes(wanted):
            self.homes[home.aire] = home
            if past:
                self._pasts[home.aire].append(past)
        self._shares: dict[int, list[tuple[date, date | None, int, int]]] = defaultdict(list)
        self._pops: dict[int, list[tuple[int, int]]] = defaultdict(list)
        shares = CommuneShare.objects.order_by("aire", "starts_on", "commune")
        pops = AirePopulation.objects.order_by("aire", "year")
        if wanted is not None:
            shares, pops = shares.filter(aire__in=wanted), pops.filter(aire__in=wanted)
        for aire, starts, ends, commune, share in shares.values_list(
            "aire", "starts_on", "ends_on", "commune", "share"
        ):
            self._shares[aire].append((starts, ends, commune, share))
        for aire, year, total in pops.values_list("aire", "year", "total"):
            self._pops[aire].append((year, total))

    def home(self, aire: int, day: date) -> Home:
        """Where the aire stood on ``day``."""
        past = self._past(aire, day)
        return past[1] if past else self.homes[aire]

    def pop(self, aire: int, year: int, day: date) -> int:
        """Inhabitants that year, as ``day`` knew them; else of the nearest year before, else of the first.

        A move on a later day of the same year leaves the months before it with the people they had.
        """
        known = self._pops.get(aire, [])
        before = bisect_right(known, (year, 1 << 62))
        past = self._past(aire, day)
        if past and (past[0].year == year or not before):
            return past[2]
        return known[max(before - 1, 0)][1] if known else 0

    def _past(self, aire: int, day: date) -> tuple[date, Home, int] | None:
        """What held on ``day`` if the aire moved since; None when it is still so."""
        return next((past for past in self._pasts.get(aire, ()) if past[0] > day), None)

    def shares(self, aire: int, day: date) -> list[tuple[int, int]]:
        """(commune, ten-thousandths) on ``day``; before the first known boundaries, those; else the host."""
        known = self._shares.get(aire, [])
        if not known:
            return [(self.home(aire, day).host, WHOLE)]
        day = max(day, known[0][0])
        return [
            (c, s) for starts, ends, c, s in known if s and starts <= day and (ends is None or ends > day)
        ]

    def places(self, aire: int, day: date) -> list[tuple[Place, int]]:
        """Every place the aire counts in on ``day``, child to root, with the weight of its numbers there."""
        home = self.home(aire, day)
        return [
            (Place(PlaceKind.AIRE, aire), 1),
            *((Place(PlaceKind.COMMUNE, c), share) for c, share in sorted(self.shares(aire, day))),
            (Place(PlaceKind.DISTRICT, home.district), 1),
            (Place(PlaceKind.CERCLE, home.cercle), 1),
            (Place(PlaceKind.REGION, home.region), 1),
            (COUNTRY, 1),
        ]


def _homes(wanted: list[int] | None) -> Iterator[tuple[Home, tuple[date, Home, int] | None]]:
    """Each aire with each of its pasts in order, or with None: one query."""
    aires = Aire.objects.all() if wanted is None else Aire.objects.filter(pk__in=wanted)
    now = ("pk", "district", "host_commune", "host_commune__cercle", "host_commune__cercle__region")
    then = ("ends_on", "district", "host_commune", "cercle", "cercle__region", "population")
    fields = (*now, "opened_on", "closed_on", *(f"pasts__{name}" for name in then))
    for row in aires.order_by("pk", "pasts__ends_on").values_list(*fields):
        home = Home(*row[:7])
        until, district, host, cercle, region, people = row[7:]
        if until is None:
            yield home, None
        else:
            old = replace(home, district=district, host=host, cercle=cercle, region=region)
            yield home, (until, old, people or 0)

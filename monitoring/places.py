"""The places a report counts in: its aire, the communes it touches, district, cercle, région, country."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet

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


# Kind of a place → how the aires that count there, or once did, are found.
_WITHIN: dict[PlaceKind, tuple[str, ...]] = {
    PlaceKind.AIRE: ("pk",),
    PlaceKind.COMMUNE: ("shares__commune", "host_commune", "pasts__host_commune"),
    PlaceKind.DISTRICT: ("district", "pasts__district"),
    PlaceKind.CERCLE: ("host_commune__cercle", "pasts__cercle"),
    PlaceKind.REGION: ("host_commune__cercle__region", "pasts__cercle__region"),
}


def aires_counted_in(places: Iterable[Place]) -> QuerySet[Aire, Any] | None:
    """The numbers of the aires that count, or once did, in one of ``places``; None: all aires. No query."""
    ids: dict[PlaceKind, list[int]] = defaultdict(list)
    for place in places:
        ids[place.kind].append(place.id)
    if PlaceKind.PAYS in ids:
        return None
    ways = (Q(**{f"{path}__in": mine}) for kind, mine in ids.items() for path in _WITHIN[kind])
    return Aire.objects.filter(Q(*ways, _connector=Q.OR) if ids else Q(pk__in=[])).order_by().values("pk")


class Territory:
    """A reading of aires with their past; shares, populations, when they are asked for.

    Three queries in all, for all aires or for some (their numbers, or a query of them).
    """

    def __init__(self, aires: Iterable[int] | QuerySet[Aire, Any] | None = None) -> None:
        wanted = aires if aires is None or isinstance(aires, QuerySet) else list(aires)
        self.homes: dict[int, Home] = {}  # as they stand now
        self._pasts: dict[int, list[tuple[date, Home, int]]] = defaultdict(list)
        for home, past in _homes(wanted):
            self.homes[home.aire] = home
            if past:
                self._pasts[home.aire].append(past)
        self._wanted = Q() if wanted is None else Q(aire__in=wanted)

    @cached_property
    def _shares(self) -> dict[int, list[tuple[date, date | None, int, int]]]:
        found: dict[int, list[tuple[date, date | None, int, int]]] = defaultdict(list)
        rows = CommuneShare.objects.filter(self._wanted).order_by("aire", "starts_on", "commune")
        for aire, starts, ends, commune, share in rows.values_list(
            "aire", "starts_on", "ends_on", "commune", "share"
        ):
            found[aire].append((starts, ends, commune, share))
        return found

    @cached_property
    def _pops(self) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        rows = AirePopulation.objects.filter(self._wanted).order_by("aire", "year")
        for aire, year, total in rows.values_list("aire", "year", "total"):
            found[aire].append((year, total))
        return found

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

    def places(
        self, aire: int, day: date, kinds: Collection[PlaceKind] = tuple(PlaceKind)
    ) -> list[tuple[Place, int]]:
        """Every place the aire counts in on ``day``, child to root, with the weight of its numbers there.

        Shares of communes are left out when ``kinds`` has none.
        """
        home = self.home(aire, day)
        shares = sorted(self.shares(aire, day)) if PlaceKind.COMMUNE in kinds else []
        return [
            (Place(PlaceKind.AIRE, aire), 1),
            *((Place(PlaceKind.COMMUNE, c), share) for c, share in shares),
            (Place(PlaceKind.DISTRICT, home.district), 1),
            (Place(PlaceKind.CERCLE, home.cercle), 1),
            (Place(PlaceKind.REGION, home.region), 1),
            (COUNTRY, 1),
        ]


def _homes(
    wanted: list[int] | QuerySet[Aire, Any] | None,
) -> Iterator[tuple[Home, tuple[date, Home, int] | None]]:
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

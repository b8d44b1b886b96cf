"""The organs of a reader, those of one place; the seats that are empty, or soon will be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from communes.models import Cercle, Commune, District, Place, Region
from core.access import PlaceKind, PlaceSet, Scope
from cscom.models import Aire
from mandates.models import Organ, OrganQuerySet, Seat, SeatHold
from mandates.models.mandate import standing_in
from mandates.organs.lines import SOON

LEVELS: Final[Mapping[PlaceKind, Any]] = {
    PlaceKind.AIRE: Aire,
    PlaceKind.COMMUNE: Commune,
    PlaceKind.DISTRICT: District,
    PlaceKind.CERCLE: Cercle,
    PlaceKind.REGION: Region,
}


@dataclass(frozen=True, slots=True)
class Spot:
    """The place that a list is about."""

    kind: PlaceKind
    place: Place

    @property
    def query(self) -> str:
        """« aire=ML02-CSCOM-1 », for an address."""
        return urlencode({self.kind.value: self.place.code})

    @property
    def words(self) -> str:
        """« commune : Banamba »."""
        return f"{self.kind.label}\u00a0: {self.place.name}"


def spot_of(asked: Mapping[str, str]) -> Spot | None:
    """The place that an address names, « ?commune=ML020201 »; a code that is unknown names none."""
    for kind, model in LEVELS.items():
        if code := asked.get(kind.value, ""):
            found = model.objects.filter(code=code[:20]).first()
            return Spot(kind, found) if found else None
    return None


def around(spot: Spot) -> Q:
    """Organs of the place; of a commune, of the aires touching it; of a wider place, of all it holds."""
    here = frozenset({spot.place.pk})
    places = {
        PlaceKind.AIRE: PlaceSet(aires=here),
        PlaceKind.COMMUNE: PlaceSet(communes=here, hosts=here),
        PlaceKind.DISTRICT: PlaceSet(districts=here),
        PlaceKind.CERCLE: PlaceSet(cercles=here),
        PlaceKind.REGION: PlaceSet(regions=here),
    }
    return standing_in(places[spot.kind])


def organs_seen(scope: Scope, spot: Spot | None, words: str, on: date, *, past: bool) -> OrganQuerySet:
    """In the order of the kinds, then of the places."""
    organs = Organ.objects.visible_to(scope)
    organs = organs.filter(closed_on__lte=on) if past else organs.exclude(closed_on__lte=on)
    if spot:
        organs = organs.filter(around(spot))
    for word in words.split():
        named = Q(name__icontains=word)
        for kind in LEVELS:
            named |= Q(**{f"{kind.value}__name__icontains": word})
        organs = organs.filter(named)
    return organs.located().order_by("kind__rank", F("commune__name"), F("aire__name"), "name", "pk")


def seats_to_fill(scope: Scope, spot: Spot | None, on: date) -> tuple[QuerySet[Seat], QuerySet[Seat]]:
    """Seats of organs in place that nobody holds; those held today and by nobody known in 180 days."""
    organs = Organ.objects.visible_to(scope).open_on(on)
    if spot:
        organs = organs.filter(around(spot))
    seats = _open_seats(organs, on)
    seats = seats.select_related(*(f"organ__{kind.value}" for kind in LEVELS), "organ__kind", "village")
    seats = seats.order_by("organ__kind__rank", "organ__aire__name", "organ", "rank", "pk")
    now, later = _held(on), _held(on + timedelta(days=SOON))
    return seats.filter(~now), seats.filter(now, ~later)


def empty_seats(organs: OrganQuerySet, on: date) -> int:
    """How many seats of these organs, in place that day, nobody holds (one query)."""
    return _open_seats(organs.open_on(on), on).filter(~_held(on)).count()


def _open_seats(organs: OrganQuerySet, on: date) -> QuerySet[Seat]:
    return Seat.objects.filter(organ__in=organs.values("pk"), opened_on__lte=on).exclude(closed_on__lte=on)


def _held(on: date) -> Exists:
    return Exists(SeatHold.objects.in_force(on).filter(seat=OuterRef("pk")))


def list_url(spot: Spot | None = None) -> str:
    """The list of the organs of a place."""
    return reverse("organ_list") + (f"?{spot.query}" if spot else "")

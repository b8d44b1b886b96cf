"""A district or a région with what stands side by side inside it: its communes, or its districts."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from django.db.models import Q, Sum
from django.urls import reverse

from communes.models import Commune, District, Region
from core.access import PlaceKind, PlaceSet
from core.formats import de
from core.months import Quarter
from cscom.models import Aire
from monitoring.models import Total
from monitoring.places import Place, place_of

Wide: TypeAlias = District | Region
Part: TypeAlias = Commune | District
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tally:
    """Monthly reports over a quarter: expected, received, validated, received in time."""

    expected: int = 0
    received: int = 0
    validated: int = 0
    timely: int = 0

    @property
    def missing(self) -> int:
        return self.expected - self.received

    @property
    def waiting(self) -> int:
        return self.received - self.validated


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands in a place today: its parts in the order of their names, its communes, its aires."""

    place: Wide
    parts: Sequence[Part]
    communes: Sequence[Commune]  # with their cercle, their district
    aires: Sequence[Aire]

    @property
    def region(self) -> bool:
        return isinstance(self.place, Region)

    @property
    def kind(self) -> PlaceKind:
        """What its parts are."""
        return PlaceKind.DISTRICT if self.region else PlaceKind.COMMUNE

    def part_of_commune(self, commune: Commune) -> int:
        return commune.district_id if self.region else commune.pk

    def part_of_aire(self, aire: Aire) -> int:
        """Its district; its host commune, even one that another district holds."""
        return aire.district_id if self.region else aire.host_commune_id


def inside(place: Wide) -> Inside:
    """Everything is read at once: three queries, two for a district."""
    communes = Commune.objects.open_on().select_related("cercle", "district").order_by("name", "code")
    aires = Aire.objects.open_on().order_by("name", "code")
    if isinstance(place, District):
        mine = list(communes.filter(district=place))
        return Inside(place, mine, mine, list(aires.filter(district=place)))
    districts = list(District.objects.open_on().filter(region=place).order_by("name", "code"))
    return Inside(
        place,
        districts,
        list(communes.filter(district__region=place)),
        list(aires.filter(district__region=place)),
    )


def name_of(place: Wide) -> str:
    """« district de Banamba », « région de Koulikoro »."""
    return f"{'région' if isinstance(place, Region) else 'district'} {de(place.name)}"


def with_name(place: Wide) -> str:
    """« du district de Banamba », « de la région de Koulikoro »."""
    return f"{'de la' if isinstance(place, Region) else 'du'} {name_of(place)}"


def found_at(kind: str, pk: int) -> Wide | None:
    """The place that a piece of work names. One query."""
    if kind == PlaceKind.DISTRICT:
        return District.objects.select_related("region").filter(pk=pk).first()
    return Region.objects.filter(pk=pk).first()


def tallies(kind: PlaceKind, ids: Iterable[int], quarter: Quarter) -> dict[int, Tally]:
    """The reports of each place over ``quarter``, from the stored totals. One query."""
    rows = (
        Total.objects.filter(
            place_kind=kind,
            place_id__in=list(ids),
            period__year=quarter.year,
            period__month__in=[month.number for month in quarter.months],
        )
        .order_by()
        .values_list("place_id")
        .annotate(Sum("expected_count"), Sum("received_count"), Sum("validated_count"), Sum("timely_count"))
    )
    return {pk: Tally(*counts) for pk, *counts in rows}


def tally_of(place: Wide, quarter: Quarter) -> Tally:
    """The reports of the place itself. One query."""
    key: Place = place_of(place)
    return tallies(key.kind, [key.id], quarter).get(key.id, Tally())


def places_due(quarter: Quarter) -> list[Wide]:
    """The districts, then the régions whose aires owed at least one report, by code. Two queries."""
    owed = Total.objects.filter(
        period__year=quarter.year,
        period__month__in=[month.number for month in quarter.months],
        expected_count__gt=0,
    )
    return [
        *District.objects.select_related("region")
        .filter(pk__in=owed.filter(place_kind=PlaceKind.DISTRICT).values("place_id"))
        .order_by("code"),
        *Region.objects.filter(pk__in=owed.filter(place_kind=PlaceKind.REGION).values("place_id")).order_by(
            "code"
        ),
    ]


def wides_of(places: PlaceSet) -> list[tuple[str, str]]:
    """Régions, then districts of ``places``, with where a report is asked for. No query for a commune."""
    regions = Region.objects.open_on().filter(pk__in=places.regions).order_by("name")
    districts = District.objects.open_on().filter(Q(pk__in=places.districts) | Q(region__in=places.regions))
    found: list[Wide] = [*(regions if places.regions else ())]
    found += districts.order_by("name") if places.regions or places.districts else ()
    return [
        (name_of(one), reverse(f"consolidated_{place_of(one).kind}_ask", args=[one.code])) for one in found
    ]


def by_part(pairs: Iterable[tuple[Hashable, T]]) -> dict[Hashable, list[T]]:
    """Things under the part that each belongs to."""
    found: dict[Hashable, list[T]] = defaultdict(list)
    for part, thing in pairs:
        found[part].append(thing)
    return found

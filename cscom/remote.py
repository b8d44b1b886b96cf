"""Villages far from every CSCOM, by commune."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from communes.models import Population, Village
from cscom.census import estimate
from cscom.models import VillageAire
from cscom.tables import FAR_KM


@dataclass(frozen=True, slots=True)
class RemoteVillage:
    """A village farther than ``FAR_KM`` from the nearest CSCOM. ``people`` None: not known."""

    commune: int
    longitude: float | None
    latitude: float | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Remoteness:
    """What is far; by commune: how many villages, their inhabitants, villages at an unknown distance."""

    villages: tuple[RemoteVillage, ...]
    far: Counter[int]
    people: Counter[int]
    unknown: Counter[int]


def remoteness(communes: Collection[int], year: int) -> Remoteness:
    """The villages of these communes that are far, with their inhabitants in ``year`` (three queries)."""
    there = Village.objects.open_on().filter(commune__in=communes)
    links = VillageAire.objects.filter(village__in=there, ends_on=None)
    far = (
        there.filter(pk__in=links.filter(nearest_km__gt=FAR_KM).values("village"))
        .order_by("code")
        .values_list("pk", "commune", "longitude", "latitude", "commune__cercle__growth_rate")
    )
    counted = defaultdict[int, list[Population]](list)
    for row in Population.objects.filter(village__in=[pk for pk, *_ in far]):
        counted[row.village_id or 0].append(row)
    villages = []
    for pk, commune, longitude, latitude, rate in far:
        found = estimate(counted[pk], year, rate)
        villages.append(RemoteVillage(commune, longitude, latitude, found.total if found else None))
    known = links.exclude(nearest_km=None).values("village")
    unknown = there.exclude(pk__in=known).order_by().values_list("commune", flat=True)
    people = Counter[int]()
    for village in villages:
        people[village.commune] += village.people or 0
    return Remoteness(
        tuple(villages), Counter(village.commune for village in villages), people, Counter(unknown)
    )

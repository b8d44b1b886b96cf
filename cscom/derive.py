"""Which aire each village most likely belongs to, when no list says it (design.md §3). Pure: no database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from communes.geography import Nearest, Spot, km_between
from communes.populations import largest_remainder


@dataclass(frozen=True, slots=True)
class Link:
    """A village and the aire it was given; both codes, and kilometres as the crow flies."""

    village: str
    aire: str
    distance_km: float
    nearest_km: float


def village_links(villages: Sequence[Spot], centres: Sequence[Spot], known: Nearest) -> list[Link]:
    """One link a village, in the order of ``villages``; none when there is no centre.

    ``centres``: the CSCOM of the région, by the code of their aire. ``known``: every CSCOM, for the distance
    to the nearest one. Each CSCOM first takes its nearest locality, in its own commune; then each locality
    goes to the nearest CSCOM of its own commune; a commune without a CSCOM looks elsewhere in the région.
    """
    if not centres:
        return []
    places = {c.code: c for c in centres}
    given = first_choices(villages, centres)
    own: dict[str, list[Spot]] = defaultdict(list)
    for centre in centres:
        own[centre.commune].append(centre)
    within = {commune: Nearest(spots) for commune, spots in own.items()}
    anywhere = Nearest(centres)
    links = []
    for village in villages:
        aire = given.get(village.code)
        if aire is None:
            aire = within.get(village.commune, anywhere).find(village.latitude, village.longitude)[1].code
        centre = places[aire]
        km = km_between(village.latitude, village.longitude, centre.latitude, centre.longitude)
        nearest = known.find(village.latitude, village.longitude)[0] if known else km
        links.append(Link(village.code, aire, round(km, 2), round(min(km, nearest), 2)))
    return links


def first_choices(villages: Iterable[Spot], centres: Iterable[Spot]) -> dict[str, str]:
    """Village → aire: each CSCOM's nearest locality of its own commune, the closest pair served first.

    A commune with fewer localities than CSCOM leaves some without: their aire stays empty, and is reported.
    """
    by_commune: dict[str, list[Spot]] = defaultdict(list)
    for village in villages:
        by_commune[village.commune].append(village)
    pairs = sorted(
        (km_between(v.latitude, v.longitude, c.latitude, c.longitude), v.code, c.code)
        for c in centres
        for v in by_commune[c.commune]
    )
    given: dict[str, str] = {}
    served: set[str] = set()
    for _, code, aire in pairs:
        if code not in given and aire not in served:
            given[code] = aire
            served.add(aire)
    return given


def village_populations(commune_total: int, villages: Iterable[str]) -> dict[str, int]:
    """The commune's inhabitants shared equally among its localities, to the last one."""
    weights: Mapping[str, Decimal] = {code: Decimal(1) for code in villages}
    return largest_remainder(weights, commune_total) if weights else {}

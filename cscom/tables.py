"""The rows of the territory's pages: villages with their distances, aires with their shares, targets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communes.models import Commune, Region, Village
from communes.populations import coefficient_rows, rounded
from core.formats import percent
from cscom.census import Inhabitants, of_aires, of_villages
from cscom.models import Aire, AirePopulation, CommuneShare, VillageAire

APART = 2  # sharing a whole leaves one over, which grows with the years
NEAR_KM, FAR_KM = 5, 15  # the two rings of the carte sanitaire (domain.md §1.4)


@dataclass(frozen=True, slots=True)
class VillageRow:
    """A village: its aire, its inhabitants, how far it is from its own CSCOM and from the nearest."""

    village: Village
    link: VillageAire | None
    people: Inhabitants | None


@dataclass(frozen=True, slots=True)
class Ring:
    """How many villages, and how many people, live farther than ``km`` from their CSCOM."""

    km: int
    villages: int
    people: int


@dataclass(frozen=True, slots=True)
class AireRow:
    """An aire that touches a commune. ``share``, in words ``part``: how much of it lives in the commune."""

    aire: Aire
    share: int  # ten-thousandths
    part: str
    people: AirePopulation | None
    here: int | None  # inhabitants of the aire who live in the commune


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target group: inhabitants × coefficient, a year and a month."""

    key: str
    label: str
    percent: float
    by_year: int
    by_month: float


def villages_of_commune(commune: Commune, year: int) -> list[VillageRow]:
    """Every village of the commune, by name (three queries)."""
    villages = list(
        Village.objects.open_on()
        .filter(commune=commune)
        .select_related("commune__cercle")
        .order_by("name", "code")
    )
    open_links = VillageAire.objects.filter(village__commune=commune, ends_on=None).select_related("aire")
    links = {link.village_id: link for link in open_links}
    people = of_villages(villages, year)
    return [VillageRow(v, links.get(v.pk), people[v.pk]) for v in villages]


def villages_of_aire(aire: Aire, year: int) -> list[VillageRow]:
    """Every village of the aire, the nearest first (two queries)."""
    links = list(
        VillageAire.objects.filter(aire=aire, ends_on=None)
        .select_related("village__commune__cercle")
        .order_by("distance_km", "village__name")
    )
    people = of_villages([link.village for link in links], year)
    return [VillageRow(link.village, link, people[link.village_id]) for link in links]


def even_shares(rows: Iterable[VillageRow]) -> list[tuple[Commune, int]]:
    """Commune → the same estimate for each of its villages, to say once; nothing when one differs."""
    known: dict[Commune, list[Inhabitants]] = {}
    for row in rows:
        if row.people is None or not row.people.estimated:
            return []
        known.setdefault(row.village.commune, []).append(row.people)
    spans = {commune: [one.total for one in people] for commune, people in known.items()}
    if any(max(totals) - min(totals) > APART for totals in spans.values()):
        return []
    return [(commune, round(sum(totals) / len(totals))) for commune, totals in spans.items()]


def rings(rows: Sequence[VillageRow]) -> list[Ring]:
    """Who lives beyond 5 km, and beyond 15 km, of their own CSCOM."""
    found = []
    for km in (NEAR_KM, FAR_KM):
        beyond = [r for r in rows if r.link and r.link.distance_km is not None and r.link.distance_km > km]
        found.append(Ring(km, len(beyond), sum(r.people.total for r in beyond if r.people)))
    return found


def aires_of_commune(commune: Commune, year: int) -> list[AireRow]:
    """Every aire touching the commune, the ones it hosts first (two queries)."""
    shares = list(
        CommuneShare.objects.filter(commune=commune, ends_on=None)
        .select_related("aire__host_commune")
        .order_by("-share", "aire__name")
    )
    people = of_aires([s.aire for s in shares], year)
    rows = []
    for share in sorted(shares, key=lambda s: s.aire.host_commune_id != commune.pk):
        total = people.get(share.aire_id)
        here = None if total is None else round(total.total * share.share / 10_000)
        rows.append(AireRow(share.aire, share.share, part_text(share.share), total, here))
    return rows


def part_text(share: int) -> str:
    """Ten-thousandths as people read them: 6 300 → « 63 % », 1 987 → « 19,9 % »."""
    return percent(share / 100, 0 if share % 100 == 0 else 1)


def targets(total: int | None, year: int, region: Region) -> list[TargetRow]:
    """What a population of ``total`` makes of each coefficient in force in ``year`` (one query)."""
    if total is None:
        return []
    return [
        TargetRow(c.key, c.label, float(c.share * 100), rounded(total * c.share), float(total * c.share / 12))
        for c in coefficient_rows(year, region)
    ]


def with_people(aires: Iterable[Aire], year: int) -> list[tuple[Aire, AirePopulation | None]]:
    """Aires with their population of the year (two queries)."""
    aires = list(aires)
    people = of_aires(aires, year)
    return [(aire, people.get(aire.pk)) for aire in aires]

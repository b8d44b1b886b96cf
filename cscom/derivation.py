"""The derivation of a région written down: links, village populations, shares, populations of aires."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from communes.geography import Nearest, Spot
from communes.models import Population, Region, Village
from communes.populations import DERIVED
from communes.upsert import BATCH, Counts, upsert
from cscom.derive import Link, village_links, village_populations
from cscom.models import Aire, CommuneShare, Cscom, VillageAire
from cscom.past import remember
from cscom.shares import rebuild, relink

LINK_SOURCE = f"{DERIVED}\u00a0: CSCOM le plus proche dans la commune"
POPULATION_SOURCE = f"{DERIVED}\u00a0: population de la commune / nombre de localités"
REASON = "dérivation du territoire"
STEPS = 3
FIRST_YEAR = 2009


@dataclass(frozen=True, slots=True)
class Derived:
    """What a derivation found and wrote in one région."""

    region: Region
    links: Counts
    village_populations: Counts
    aire_populations: Counts
    aires: int
    straddling: int
    empty: int  # aires without a village
    unlinked: int  # villages without an aire


@transaction.atomic
def derive_region(region: Region, years: Collection[int], tell: Callable[[str], None]) -> Derived:
    """Derive what no source gives in ``region``; rows set by hand stay. Calls ``tell`` STEPS times."""
    tell(f"{region.name}\u00a0: villages et aires")
    aires = list(
        Aire.objects.open_on().filter(host_commune__cercle__region=region).select_related("host_commune")
    )
    villages = list(
        Village.objects.open_on().filter(commune__cercle__region=region).select_related("commune")
    )
    first_day = date(min(years), 1, 1)
    moved, links = _write_links(villages, aires, first_day)
    tell(f"{region.name}\u00a0: populations des villages")
    populations = _write_populations(villages)
    tell(f"{region.name}\u00a0: parts et populations des aires")
    shared = set(CommuneShare.objects.filter(aire__in=aires).values_list("aire", flat=True))
    today = timezone.localdate()
    remember([a for a in aires if a.pk in moved], today)
    of_aires = rebuild([a for a in aires if a.pk not in shared], first_day, years)
    of_aires += rebuild([a for a in aires if a.pk in shared or a.pk in moved], today, years)
    return _report(region, aires, villages, (links, populations, of_aires))


def default_years() -> range:
    """From the first census known to next year."""
    return range(FIRST_YEAR, timezone.localdate().year + 2)


def _write_links(
    villages: Sequence[Village], aires: Sequence[Aire], first_day: date
) -> tuple[set[int], Counts]:
    """The aires whose villages changed, and what was done to the links."""
    by_code = {a.code: a for a in aires}
    spots = [spot for v in villages if (spot := _spot(v, v.commune.code))]
    links = {link.village: link for link in village_links(spots, _centres(aires), _known_centres())}
    open_links = {link.village_id: link for link in _open_links(villages)}
    new, again, moved, kept = [], [], set(), 0
    for village in villages:
        link, now = links.get(village.code), open_links.get(village.pk)
        if link is None or (now and not now.estimated):
            kept += 1
            continue
        row = _row(village, by_code[link.aire], link, first_day)
        if now is None:
            new.append(row)
        elif now.aire_id != row.aire_id:
            row.starts_on = timezone.localdate()
            relink(row, now)
            moved |= {now.aire_id, row.aire_id}
        elif (now.distance_km, now.nearest_km) != (row.distance_km, row.nearest_km):
            now.distance_km, now.nearest_km = row.distance_km, row.nearest_km
            again.append(now)
        else:
            kept += 1
    VillageAire.objects.bulk_create(new, batch_size=BATCH)
    VillageAire.objects.bulk_update(again, ["distance_km", "nearest_km"], batch_size=BATCH)
    changed = len(villages) - len(new) - kept
    return moved, Counts(len(new), changed, kept)


def _row(village: Village, aire: Aire, link: Link, first_day: date) -> VillageAire:
    return VillageAire(
        village=village,
        aire=aire,
        starts_on=max(first_day, aire.opened_on or first_day),
        distance_km=link.distance_km,
        nearest_km=link.nearest_km,
        source=LINK_SOURCE,
        estimated=True,
    )


def _centres(aires: Sequence[Aire]) -> list[Spot]:
    """Where the CSCOM of these aires stand, under the code of the aire and of its host commune."""
    hosts = {a.pk: a for a in aires}
    centres = []
    for cscom in Cscom.objects.open_on().filter(aire__in=list(hosts)).order_by("code"):
        aire = hosts[cscom.aire_id]
        if cscom.latitude is not None and cscom.longitude is not None:
            centres.append(Spot(aire.code, aire.host_commune.code, cscom.latitude, cscom.longitude))
    return centres


def _known_centres() -> Nearest:
    """Every CSCOM of the country whose place is known: for the distance to the nearest one."""
    rows = Cscom.objects.open_on().exclude(aire=None).exclude(latitude=None).exclude(longitude=None)
    return Nearest(Spot(c.code, "", c.latitude, c.longitude) for c in rows)


def _spot(village: Village, commune: str) -> Spot | None:
    if village.latitude is None or village.longitude is None:
        return None
    return Spot(village.code, commune, village.latitude, village.longitude)


def _open_links(villages: Sequence[Village]) -> list[VillageAire]:
    regions = {v.commune.cercle_id for v in villages}
    return list(VillageAire.objects.filter(ends_on=None, village__commune__cercle__in=regions))


def _write_populations(villages: Sequence[Village]) -> Counts:
    """Each population known of a commune, shared among its localities, for the same year."""
    of_commune: dict[int, list[Village]] = defaultdict(list)
    for village in villages:
        of_commune[village.commune_id].append(village)
    cercles = {v.commune.cercle_id for v in villages}
    known = {
        (p.village_id, p.year): p for p in Population.objects.filter(village__commune__cercle__in=cercles)
    }
    wanted, kept = {}, 0
    for commune in Population.objects.filter(commune__in=list(of_commune)).order_by("commune", "year"):
        pks = {v.code: v.pk for v in of_commune[commune.commune_id or 0]}
        for code, total in village_populations(commune.total, pks).items():
            key = (pks[code], commune.year)
            if key in known and not known[key].estimated:
                kept += 1
                continue
            wanted[key] = {
                "village_id": pks[code],
                "year": commune.year,
                "total": total,
                "estimated": True,
                "source": POPULATION_SOURCE,
            }
    return upsert(Population, wanted, known, REASON) + Counts(unchanged=kept)


def _report(
    region: Region, aires: Sequence[Aire], villages: Sequence[Village], counts: tuple[Counts, Counts, Counts]
) -> Derived:
    communes: dict[int, set[int]] = defaultdict(set)
    links = VillageAire.objects.filter(ends_on=None, aire__in=aires).values_list("aire", "village__commune")
    for aire, commune in links:
        communes[aire].add(commune)
    linked = {link.village_id for link in _open_links(villages)}
    return Derived(
        region,
        *counts,
        aires=len(aires),
        straddling=sum(1 for found in communes.values() if len(found) > 1),
        empty=sum(1 for aire in aires if not communes[aire.pk]),
        unlinked=sum(1 for village in villages if village.pk not in linked),
    )

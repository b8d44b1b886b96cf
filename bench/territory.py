"""The places of a fictitious country: régions, cercles, districts, communes, aires, shares, populations."""

import random
from collections.abc import Sequence
from datetime import date

from bench import ground
from bench.sizes import Size
from communes.models import Cercle, Coefficient, Commune, District, Region
from cscom.models import Aire, AirePopulation, CommuneShare

CERCLES = 7  # of each région
DICE = random.Random(20261103)
SINCE = date(2009, 1, 1)
SOURCE = "banc d’essai"
STRADDLING = 6  # one aire in six touches two communes
SHARES = {
    "FE": "0.05",
    "ACCA": "0.05",
    "NVA": "0.045",
    "E011": "0.04",
    "E1223": "0.035",
    "U5": "0.18",
    "E659": "0.16",
    "FAR": "0.22",
}


def make(size: Size, years: range) -> None:
    """Everything a report stands on, apart from people."""
    Coefficient.objects.bulk_create(
        Coefficient(key=key, label=key, share=share, from_year=2009, source=SOURCE)
        for key, share in SHARES.items()
    )
    regions = Region.objects.bulk_create(
        Region(code=f"R{i}", name=f"Région {i + 1}") for i in range(size.regions)
    )
    communes: list[Commune] = []
    grounds: list[list[Commune]] = []
    others = size.regions - 1
    for i, region in enumerate(regions):
        rest = size.communes - size.first
        count = size.first if i == 0 else rest // others + (i <= rest % others)
        grounds.append(_region(region, count))
        communes += grounds[-1]
        ground.lay(grounds[-1])
    aires = _aires(communes, size.aires, years)
    for mine in grounds:
        ground.place(mine, aires)


def _region(region: Region, count: int) -> list[Commune]:
    cercles = Cercle.objects.bulk_create(
        Cercle(code=f"{region.code}C{i}", name=f"Cercle {region.code}-{i + 1}", region=region)
        for i in range(CERCLES)
    )
    districts = District.objects.bulk_create(
        District(
            code=f"{region.code}D{i}",
            name=f"District {region.code}-{i + 1}",
            region=region,
            csref_name=f"CSRéf {region.code}-{i + 1}",
        )
        for i in range(CERCLES)
    )
    return Commune.objects.bulk_create(
        Commune(
            code=f"{region.code}K{i:03}",
            name=f"Commune {region.code}-{i + 1}",
            cercle=cercles[i % CERCLES],
            district=districts[i % CERCLES],
        )
        for i in range(count)
    )


def _aires(communes: Sequence[Commune], count: int, years: range) -> list[Aire]:
    hosts = [communes[i % len(communes)] for i in range(count)]
    aires = Aire.objects.bulk_create(
        Aire(code=f"A{i:05}", name=f"Aire {i + 1}", host_commune=host, district_id=host.district_id)
        for i, host in enumerate(hosts)
    )
    CommuneShare.objects.bulk_create(
        CommuneShare(aire=aire, commune=commune, share=share, starts_on=SINCE)
        for i, aire in enumerate(aires)
        for commune, share in _parts(i, communes)
    )
    totals = [DICE.randrange(4_000, 20_000) for _ in aires]
    AirePopulation.objects.bulk_create(
        AirePopulation(aire=a, year=y, total=int(t * 1.0216 ** (y - years[0])), source=SOURCE)
        for a, t in zip(aires, totals, strict=True)
        for y in years
    )
    return aires


def _parts(i: int, communes: Sequence[Commune]) -> list[tuple[Commune, int]]:
    host, beside = communes[i % len(communes)], communes[(i + 1) % len(communes)]
    return [(host, 6_300), (beside, 3_700)] if i % STRADDLING == 0 else [(host, 10_000)]

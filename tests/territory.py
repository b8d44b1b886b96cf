"""A small territory for every test: two communes, two aires, one of them shared 60 % / 40 %.

Banamba (``host``) hosts both aires. Ben Kadi (``neighbour``) hosts none and holds 40 % of the first one. The
places bear real names; the figures are round and invented, and every total of a year divides exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

import pytest

from communes.models import Cercle, Coefficient, Commune, District, Population, Region, Village
from cscom.models import Aire, AirePopulation, CommuneShare, Cscom, VillageAire

T = TypeVar("T", Region, Cercle, District)
SOURCE = "essai, chiffres inventés"
SINCE = date(2009, 1, 1)
YEARS = (2023, 2024, 2025, 2026, 2027)
FIRST_AIRE: Mapping[int, int] = MappingProxyType(
    {2023: 9_600, 2024: 9_800, 2025: 10_000, 2026: 10_200, 2027: 10_400}
)
SECOND_AIRE: Mapping[int, int] = MappingProxyType(
    {2023: 4_800, 2024: 4_900, 2025: 5_000, 2026: 5_100, 2027: 5_200}
)
# Inhabitants of a village, out of ten thousand of its aire.
VILLAGES: tuple[tuple[str, str, str, int], ...] = (
    ("Samakélé", "host", "first", 4_000),
    ("Kolondialan", "host", "first", 2_000),
    ("Djibougou", "neighbour", "first", 2_500),
    ("Tiontala", "neighbour", "first", 1_500),
    ("Banamba", "host", "second", 7_000),
    ("Kérouané", "host", "second", 3_000),
)
SHARES: tuple[tuple[str, str, int], ...] = (
    ("first", "host", 6_000),
    ("first", "neighbour", 4_000),
    ("second", "host", 10_000),
)
COEFFICIENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "FE": ("grossesses attendues", "0.05"),
        "ACCA": ("accouchements attendus", "0.05"),
        "NVA": ("naissances vivantes attendues", "0.048"),
        "E011": ("enfants de 0 à 11 mois", "0.04"),
        "E1223": ("enfants de 12 à 23 mois", "0.038"),
        "U5": ("enfants de moins de 5 ans", "0.19"),
        "E659": ("enfants de 6 à 59 mois", "0.175"),
        "FAR": ("femmes de 15 à 49 ans", "0.22"),
    }
)


@dataclass(frozen=True)
class SmallTerritory:
    """What ``small_territory`` made. ``aire`` is the shared one, ``second_aire`` lies wholly in ``host``."""

    region: Region
    cercle: Cercle
    district: District
    host: Commune
    neighbour: Commune
    aire: Aire
    second_aire: Aire
    cscom: Cscom
    second_cscom: Cscom
    villages: tuple[Village, ...]

    @property
    def communes(self) -> tuple[Commune, Commune]:
        return self.host, self.neighbour

    @property
    def aires(self) -> tuple[Aire, Aire]:
        return self.aire, self.second_aire


def small_territory(prefix: str = "ML02", name: str = "Koulikoro") -> SmallTerritory:
    """Make it, without history rows. A second one asks for another ``prefix`` and ``name``."""
    region = _made(Region(code=prefix, name=name))
    cercle = _made(Cercle(code=f"{prefix}02", name="Banamba", region=region, growth_rate=Decimal("0.0216")))
    district = _made(
        District(
            code=f"{prefix}-CSREF-1",
            name="Banamba",
            region=region,
            csref_name="CSRéf de Banamba",
            latitude=13.5485,
            longitude=-7.4465,
        )
    )
    host, neighbour = Commune.objects.bulk_create(
        [
            Commune(code=f"{prefix}0201", name="Banamba", cercle=cercle, district=district),
            Commune(code=f"{prefix}0601", name="Ben Kadi", cercle=cercle, district=district),
        ]
    )
    aire, second_aire = Aire.objects.bulk_create(
        [
            Aire(code=f"{prefix}-CSCOM-1", name="Samakélé", host_commune=host, district=district),
            Aire(code=f"{prefix}-CSCOM-2", name="Banamba Central", host_commune=host, district=district),
        ]
    )
    cscom, second_cscom = Cscom.objects.bulk_create(
        [
            Cscom(code=a.code, name=a.name, aire=a, latitude=13.56 + i / 100, longitude=-7.52, source=SOURCE)
            for i, a in enumerate((aire, second_aire))
        ]
    )
    communes = {"host": host, "neighbour": neighbour}
    aires = {"first": aire, "second": second_aire}
    villages = _villages(prefix, communes, aires)
    _populations(communes, aires, villages)
    return SmallTerritory(
        region, cercle, district, host, neighbour, aire, second_aire, cscom, second_cscom, villages
    )


def _made(place: T) -> T:
    """Saved without a row of history: bulk_create is quicker, and no test reads the history of these."""
    place._meta.model._default_manager.bulk_create([place])
    return place


def _villages(prefix: str, communes: Mapping[str, Commune], aires: Mapping[str, Aire]) -> tuple[Village, ...]:
    villages = Village.objects.bulk_create(
        [
            Village(
                code=f"{prefix}V{i:03}",
                name=name,
                commune=communes[commune],
                latitude=13.56 + i / 50,
                longitude=-7.52,
                source=SOURCE,
            )
            for i, (name, commune, _, _) in enumerate(VILLAGES)
        ]
    )
    VillageAire.objects.bulk_create(
        [
            VillageAire(
                village=village,
                aire=aires[aire],
                starts_on=SINCE,
                distance_km=2.2 * i,
                nearest_km=2.2 * i,
                source=SOURCE,
                estimated=True,
            )
            for i, (village, (_, _, aire, _)) in enumerate(zip(villages, VILLAGES, strict=True))
        ]
    )
    CommuneShare.objects.bulk_create(
        [
            CommuneShare(aire=aires[aire], commune=communes[commune], share=share, starts_on=SINCE)
            for aire, commune, share in SHARES
        ]
    )
    return tuple(villages)


def _populations(
    communes: Mapping[str, Commune], aires: Mapping[str, Aire], villages: tuple[Village, ...]
) -> None:
    totals = {"first": FIRST_AIRE, "second": SECOND_AIRE}
    of_villages = [
        (village, commune, year, totals[aire][year] * part // 10_000)
        for village, (_, commune, aire, part) in zip(villages, VILLAGES, strict=True)
        for year in YEARS
    ]
    rows = [
        Population(village=village, year=year, total=total, source=SOURCE, estimated=True)
        for village, _, year, total in of_villages
    ]
    rows += [
        Population(
            commune=commune,
            year=year,
            total=sum(total for _, c, y, total in of_villages if (c, y) == (key, year)),
            source=SOURCE,
            estimated=True,
        )
        for key, commune in communes.items()
        for year in YEARS
    ]
    Population.objects.bulk_create(rows)
    AirePopulation.objects.bulk_create(
        [
            AirePopulation(aire=aires[key], year=year, total=total, source=SOURCE, estimated=True)
            for key, by_year in totals.items()
            for year, total in by_year.items()
        ]
    )
    if not Coefficient.objects.exists():
        Coefficient.objects.bulk_create(
            [
                Coefficient(
                    key=key, label=label, share=Decimal(share), from_year=2009, source=SOURCE, estimated=True
                )
                for key, (label, share) in COEFFICIENTS.items()
            ]
        )


@pytest.fixture
def territory(db: None) -> SmallTerritory:
    """The small territory of one test (re-export it in a ``conftest.py`` to use it)."""
    return small_territory()

"""The path along the territory, from the country down to the page: (label, address) pairs for ``crumbs``."""

from django.urls import reverse

from communes.models import Cercle, Commune, District, Region
from core.formats import de
from cscom.models import Aire

Trail = list[tuple[str, str]]


def top() -> Trail:
    return [("Territoire", reverse("territory_show"))]


def to_region(region: Region) -> Trail:
    return [
        *top(),
        (f"Région {de(region.name)}", reverse("region_show", args=[region.code])),
    ]


def to_cercle(cercle: Cercle) -> Trail:
    return [
        *to_region(cercle.region),
        (f"Cercle {de(cercle.name)}", reverse("cercle_show", args=[cercle.code])),
    ]


def to_district(district: District) -> Trail:
    return [
        *to_region(district.region),
        (f"District {de(district.name)}", reverse("district_show", args=[district.code])),
    ]


def to_commune(commune: Commune) -> Trail:
    return [
        *to_cercle(commune.cercle),
        (f"Commune {de(commune.name)}", reverse("commune_show", args=[commune.code])),
    ]


def to_aire(aire: Aire) -> Trail:
    """Through its host commune."""
    return [
        *to_commune(aire.host_commune),
        (f"Aire {de(aire.name)}", reverse("aire_show", args=[aire.code])),
    ]


def here(trail: Trail) -> Trail:
    """The same, its last step being the page itself."""
    return [*trail[:-1], (trail[-1][0], "")]

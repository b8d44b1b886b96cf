"""The aires of the demonstration: their figures' profile, and who holds which office there."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from core.access import PlaceKind, Role
from cscom.models import Aire, AirePopulation
from mandates.models import PLACE_OF_ROLE, Mandate
from reports.demo.profile import Profile, draw_profile
from reports.demo.story import DISTRICT, told_profile


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts: as a log row names them."""

    person_id: int
    name: str
    mandate_id: int
    role: Role
    place_name: str


@dataclass(frozen=True, slots=True)
class Site:
    """One aire that reports."""

    aire_id: int
    code: str
    profile: Profile
    officers: Mapping[Role, Officer]  # secretary, president, CPM, and the chargé SIS of the district


def load_sites() -> list[Site]:
    """Every aire of the territory that has a population, in the order of their codes. Three queries."""
    populations: dict[int, dict[int, int]] = defaultdict(dict)
    for aire_id, year, total in AirePopulation.objects.values_list("aire", "year", "total"):
        populations[aire_id][year] = total
    officers = _officers()
    sites = []
    for aire in Aire.objects.open_on().select_related("district").order_by("code"):
        if aire.pk not in populations:
            continue
        profile = told_profile(
            draw_profile(aire.code, populations[aire.pk]), in_district=aire.district.code == DISTRICT
        )
        held = {**officers[PlaceKind.AIRE, aire.pk], **officers[PlaceKind.DISTRICT, aire.district_id]}
        sites.append(Site(aire.pk, aire.code, profile, held))
    return sites


def _officers() -> defaultdict[tuple[PlaceKind, int], dict[Role, Officer]]:
    """By aire and by district; the first who took the office."""
    found: defaultdict[tuple[PlaceKind, int], dict[Role, Officer]] = defaultdict(dict)
    wanted = (Role.SECRETAIRE, Role.PRESIDENT, Role.CPM, Role.CHARGE_SIS)
    for mandate in Mandate.objects.filter(role__in=wanted).with_places().order_by("starts_on", "pk"):
        role = Role(mandate.role)
        place_id = mandate.place_id
        if place_id is not None:
            found[PLACE_OF_ROLE[role], place_id].setdefault(
                role,
                Officer(mandate.person_id, str(mandate.person), mandate.pk, role, mandate.place_name),
            )
    return found

"""Targets set by the DRS: for the country, its région, its districts, their aires."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from communes.models import District, Region
from core.access import PlaceSet
from core.formats import de
from cscom.models import Aire
from monitoring.models import Target

COUNTRY = "pays"
Choices = list[tuple[str, Any]]


def place_choices(places: PlaceSet) -> Choices:
    """Where a target may be set: « pays », « region:3 », « district:5 », « aire:12 » (three queries)."""
    regions = Region.objects.filter(pk__in=places.regions)
    districts = District.objects.open_on().filter(region__in=places.regions).order_by("name")
    aires = Aire.objects.open_on().filter(district__in=districts).order_by("name").select_related("district")
    by_district: dict[str, list[tuple[str, str]]] = {}
    for aire in aires:
        name = aire.district.name
        by_district.setdefault(f"Aires du district {de(name)}", []).append((f"aire:{aire.pk}", aire.name))
    return [
        (COUNTRY, "le pays entier"),
        *((f"region:{one.pk}", f"la région {de(one.name)}") for one in regions),
        ("Districts", [(f"district:{one.pk}", one.name) for one in districts]),
        *sorted(by_district.items()),
    ]


def where_of(choice: str) -> dict[str, int | None]:
    """The columns of a choice: one place, or none for the country."""
    level, _, pk = choice.partition(":")
    return {f"{one}_id": int(pk) if level == one else None for one in ("region", "district", "aire")}


@transaction.atomic
def set_target(code: str, choice: str, year: int, says: Mapping[str, Any]) -> tuple[Target, bool]:
    """Write a target, in the place of the one of that year; True when it is new."""
    where = where_of(choice)
    row = Target.objects.select_for_update().filter(code=code, from_year=year, **where).first()
    made = row is None
    target = row or Target(code=code, from_year=year, **where)
    for name, value in says.items():
        setattr(target, name, value)
    target.save()
    return target, made


def targets_of(code: str, places: PlaceSet) -> list[Target]:
    """Every target of an indicator that this reader may set: national first (one query)."""
    rows = Target.objects.filter(code=code).select_related("region", "district", "aire__district")
    mine = [row for row in rows if may_set(row, places)]
    return sorted(mine, key=lambda row: (_rank(row), name_of(row), -row.from_year))


def may_set(row: Target, places: PlaceSet) -> bool:
    """National ones belong to every DRS, the others to that of their région."""
    regions = places.regions
    if row.aire:
        return row.aire.district.region_id in regions
    if row.district:
        return row.district.region_id in regions
    return row.region_id is None or row.region_id in regions


def name_of(row: Target) -> str:
    """« le pays entier », « district de Banamba »."""
    if row.aire:
        return f"aire {de(row.aire.name)}"
    if row.district:
        return f"district {de(row.district.name)}"
    return f"région {de(row.region.name)}" if row.region else "le pays entier"


def _rank(row: Target) -> int:
    return 3 if row.aire_id else 2 if row.district_id else 1 if row.region_id else 0

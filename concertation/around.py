"""The mandates that are held where an organ meets: at its place, in the commune, the district of it."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from mandates.models import Mandate, Organ


def around(organ: Organ) -> Q:
    """Rows (one column a level) of the organ's place, of its commune, of its district."""
    if organ.aire:
        return Q(aire=organ.aire) | Q(commune=organ.aire.host_commune_id) | Q(district=organ.aire.district_id)
    if organ.commune:
        return Q(commune=organ.commune) | Q(district=organ.commune.district_id)
    if organ.district_id:
        return Q(district=organ.district_id)
    if organ.cercle_id:
        return Q(cercle=organ.cercle_id)
    if organ.region_id:
        return Q(region=organ.region_id) | Q(district__region=organ.region_id)
    return Q(pk__in=[])


def mandates_around(organ: Organ, day: date) -> Sequence[Mandate]:
    """Those in force there on ``day``, by name (one query)."""
    found = Mandate.objects.in_force(day).filter(around(organ)).with_places()
    return list(found.order_by("person__last_name", "person__first_name", "pk"))

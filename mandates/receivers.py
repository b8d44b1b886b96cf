"""Who receives a notice: the people who hold an action at a place, today."""

from django.db.models import Q

from accounts.models import Person
from core.access import Action, Reach, Role, Where
from mandates.models import PLACE_OF_ROLE, Mandate
from mandates.policy import ROLES, TABLE


def receivers(action: Action, where: Where) -> list[Person]:
    """People whose mandate in force gives ``action`` at ``where``, by name, once each (one query)."""
    holders = Q()
    for role in ROLES:
        if place := _place(TABLE.get((role, action), Reach.NONE), role, where):
            holders |= place
    if not holders:
        return []
    mandates = Mandate.objects.in_force().filter(holders)
    return list(
        Person.objects.filter(pk__in=mandates.values("person")).order_by("last_name", "first_name", "pk")
    )


def _place(reach: Reach, role: Role, where: Where) -> Q | None:
    """The mandates of ``role`` whose place makes ``reach`` hold ``where``."""
    ids: dict[Reach, tuple[str, set[int | None]]] = {
        Reach.AIRE: ("aire", set(where.aires)),
        Reach.HOST: ("commune", set(where.hosts)),
        Reach.COMMUNE: ("commune", set(where.communes)),
        Reach.DISTRICT: ("district", {where.district}),
        Reach.CERCLE: ("cercle", {where.cercle}),
        Reach.REGION: ("region", {where.region}),
    }
    if reach == Reach.NATION and role != Role.ANONYME:
        return Q(role=role)
    if reach not in ids or role not in PLACE_OF_ROLE:
        return None
    column, held = ids[reach]
    known = held - {None}
    if PLACE_OF_ROLE[role] != column or not known:
        return None
    return Q(role=role, **{f"{column}__in": known})

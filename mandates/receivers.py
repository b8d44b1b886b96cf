"""Who receives a notice: the people who hold an action at a place, today."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from accounts.models import Person
from core.access import Action, Holding, Reach, Role, Where
from core.workflow import Actor
from mandates.models import PLACE_OF_ROLE, Mandate
from mandates.policy import ROLES, TABLE


def receivers(action: Action, where: Where) -> list[Person]:
    """People whose mandate in force gives ``action`` at ``where``, by name, once each (one query)."""
    holders = _holders(action, where)
    if not holders:
        return []
    mandates = Mandate.objects.in_force().filter(holders)
    return list(
        Person.objects.filter(pk__in=mandates.values("person")).order_by("last_name", "first_name", "pk")
    )


def held_between(action: Action, where: Where, first: date, last: date) -> list[Mandate]:
    """Mandates that gave ``action`` at ``where`` on some day from ``first`` to ``last`` (one query)."""
    holders = _holders(action, where)
    if not holders:
        return []
    handed = Q(delegated_from=None) | Q(delegated_from__ends_on=None) | Q(delegated_from__ends_on__gt=first)
    found = Mandate.objects.filter(holders, handed, starts_on__lte=last).filter(
        Q(ends_on=None) | Q(ends_on__gt=first)
    )
    return list(
        found.with_places()
        .select_related("delegated_from__person")
        .order_by("person__last_name", "person__first_name", "pk")
    )


def signing(mandate: Mandate) -> Actor:
    """Whoever signed a paper, under this mandate."""
    role = Role(mandate.role)
    holding = Holding(mandate.pk, role, mandate.place_kind, mandate.place_id, mandate.place_name)
    return Actor(mandate.person_id, str(mandate.person), holding)


class Roll:
    """The mandates in force today, read once (one query): for whoever tells many facts at once."""

    def __init__(self) -> None:
        self._people: dict[tuple[str, int | None], set[int]] = defaultdict(set)
        places = ("region", "cercle", "district", "commune", "aire")
        rows = Mandate.objects.in_force().values_list("person", "role", *places)
        for person, role, *ids in rows:
            self._people[role, next((one for one in ids if one is not None), None)].add(person)
            self._people[role, None].add(person)

    def people(self, action: Action, where: Where) -> set[int]:
        """The same people as ``receivers``, by their numbers."""
        found: set[int] = set()
        for role in ROLES:
            held = _held(TABLE.get((role, action), Reach.NONE), role, where)
            for place in held or ():
                found |= self._people.get((role, place), set())
        return found


def still_held(people: Collection[int]) -> set[int]:
    """Those of ``people`` who hold a mandate today."""
    return set(Mandate.objects.in_force().filter(person__in=people).values_list("person", flat=True))


def _holders(action: Action, where: Where) -> Q:
    """Mandates, whatever their dates; empty when nobody holds the action."""
    holders = Q()
    for role in ROLES:
        if place := _place(TABLE.get((role, action), Reach.NONE), role, where):
            holders |= place
    return holders


def _place(reach: Reach, role: Role, where: Where) -> Q | None:
    """The mandates of ``role`` whose place makes ``reach`` hold ``where``."""
    held = _held(reach, role, where)
    if held is None:
        return None
    return Q(role=role) if None in held else Q(role=role, **{f"{PLACE_OF_ROLE[role].value}__in": held})


def _held(reach: Reach, role: Role, where: Where) -> set[int | None] | None:
    """Places of the role's own kind from which ``reach`` holds ``where``; {None}: from anywhere."""
    ids: dict[Reach, tuple[str, set[int | None]]] = {
        Reach.AIRE: ("aire", set(where.aires)),
        Reach.HOST: ("commune", set(where.hosts)),
        Reach.COMMUNE: ("commune", set(where.communes)),
        Reach.DISTRICT: ("district", {where.district}),
        Reach.CERCLE: ("cercle", {where.cercle}),
        Reach.REGION: ("region", {where.region}),
    }
    if reach == Reach.NATION and role != Role.ANONYME:
        return {None}
    if reach not in ids or role not in PLACE_OF_ROLE:
        return None
    column, held = ids[reach]
    known = held - {None}
    return known if PLACE_OF_ROLE[role] == column and known else None

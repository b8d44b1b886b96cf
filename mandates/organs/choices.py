"""Whom a seat may be given to, among those who are known there already; where one may install an organ."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from accounts.models import Person
from communes.models import Cercle, Commune, District, Place, Region
from core.access import Action, PlaceKind, Scope, Where
from cscom.models import Aire
from mandates.models import PLACE_OF_ROLE, Mandate, Organ, OrganKind, Seat, SeatHold
from mandates.models.kinds import Keeper

MOST = 300  # people of one place, in a list to choose from


def known_people(organ: Organ) -> list[Person]:
    """Those who hold a mandate at this place, or sit, or sat, in an organ of it; by name. One query."""
    if organ.place is None:
        here = SeatHold.objects.filter(seat__organ=organ)
        return list(Person.objects.filter(pk__in=here.values("person"))[:MOST])
    place: dict[str, int] = {f"{organ.place_kind.value}_id": organ.place.pk}
    mandates = Mandate.objects.in_force().filter(**place)
    holds = SeatHold.objects.true().filter(**{f"seat__organ__{key}": value for key, value in place.items()})
    both = Q(pk__in=mandates.values("person")) | Q(pk__in=holds.values("person"))
    if extra := _host_of(organ):
        both |= Q(pk__in=Mandate.objects.in_force().filter(commune=extra).values("person"))
    return list(Person.objects.filter(both)[:MOST])


def of_right(seat: Seat) -> list[Person]:
    """Who holds today the function that gives this seat, at the place of its organ (one query at most)."""
    if not seat.role:
        return []
    ids = _places(seat.organ.where())[PLACE_OF_ROLE[seat.role]]
    if not ids:
        return []
    held = Mandate.objects.in_force().filter(
        role=seat.role, delegated_from=None, **{f"{PLACE_OF_ROLE[seat.role].value}__in": ids}
    )
    return list(Person.objects.filter(pk__in=held.values("person")))


def _host_of(organ: Organ) -> int | None:
    """The commune that keeps the organ with its aire."""
    shared = organ.kind.keeper == Keeper.SHARED and organ.aire
    return organ.aire.host_commune_id if shared and organ.aire else None


def _places(where: Where) -> Mapping[PlaceKind, frozenset[int | None]]:
    return {
        PlaceKind.AIRE: frozenset(where.aires),
        PlaceKind.COMMUNE: frozenset(where.hosts if where.aires else where.communes),
        PlaceKind.DISTRICT: frozenset({where.district} - {None}),
        PlaceKind.CERCLE: frozenset({where.cercle} - {None}),
        PlaceKind.REGION: frozenset({where.region} - {None}),
        PlaceKind.PAYS: frozenset(),
    }


def places_to_keep(scope: Scope) -> list[tuple[PlaceKind, Place]]:
    """The places whose organs this person keeps, each with its level. At most five queries."""
    held = scope.reach(Action.ORGAN_EDIT)
    rows: tuple[tuple[PlaceKind, QuerySet[Place], frozenset[int]], ...] = (
        (PlaceKind.AIRE, Aire.objects.all(), held.aires),
        (PlaceKind.COMMUNE, Commune.objects.all(), held.communes),
        (PlaceKind.DISTRICT, District.objects.all(), held.districts),
        (PlaceKind.CERCLE, Cercle.objects.all(), held.cercles),
        (PlaceKind.REGION, Region.objects.all(), held.regions),
    )
    own = [(kind, place) for kind, places, ids in rows if ids for place in places.filter(pk__in=ids)]
    shared = Aire.objects.filter(host_commune__in=held.communes) if held.communes else ()
    return own + [(PlaceKind.AIRE, aire) for aire in shared]


def kinds_for(scope: Scope) -> list[tuple[OrganKind, list[Place]]]:
    """The kinds that this person may install, each with the places where they may."""
    places = places_to_keep(scope)
    found = []
    for kind in OrganKind.objects.exclude(keeper=Keeper.ADMINISTRATION):
        there = [place for level, place in places if level == kind.level and _keeps(scope, kind, place)]
        if there:
            found.append((kind, there))
    return found


def _keeps(scope: Scope, kind: OrganKind, place: Place) -> bool:
    return scope.may(Action.ORGAN_EDIT, blank(kind, place).kept_where())


def blank(kind: OrganKind, place: Place | None) -> Organ:
    """An organ of this kind at this place (None: the country), with what the kind proposes; not written."""
    stands = {} if place is None else {kind.level: place}
    return Organ(
        kind=kind, name=kind.name, sessions_a_year=kind.sessions_a_year, quorum=kind.quorum,
        quorum_number=kind.quorum_number, quorum_base=kind.quorum_base, mandate_months=kind.mandate_months,
        source=kind.source, estimated=kind.estimated, transitional=kind.transitional,
        **stands,
    )  # fmt: skip

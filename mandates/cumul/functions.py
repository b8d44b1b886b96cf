"""The functions that people hold on a day, by mandate or by seat, each with the party it speaks for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Person
from core.access import PlaceKind, PlaceSet, Role
from core.formats import join_and
from mandates.models import Group, Mandate, Organ, SeatHold
from mandates.models.mandate import PLACES, standing_in


class Party(models.TextChoices):
    """Who sits on one side of a convention, of a plan, of a meeting."""

    COMMUNE = "commune", "la commune"
    ASACO = "asaco", "l’ASACO"
    CSCOM = "cscom", "le CSCOM"
    STATE = "etat", "les services de l’État"
    CERCLE = "cercle", "le conseil de cercle"
    PARTNERS = "partenaires", "les partenaires"


# A federation is made of ASACO; it speaks with them.
OF_ROLE: Mapping[str, Party] = MappingProxyType(
    {
        Role.SECRETAIRE: Party.ASACO,
        Role.PRESIDENT: Party.ASACO,
        Role.TRESORIER: Party.ASACO,
        Role.CPM: Party.CSCOM,
        Role.MAIRE: Party.COMMUNE,
        Role.CONSEILLER: Party.COMMUNE,
        Role.SECRETAIRE_GENERAL: Party.COMMUNE,
        Role.CHARGE_SIS: Party.STATE,
        Role.MEDECIN_CHEF: Party.STATE,
        Role.DRS: Party.STATE,
        Role.DRDSES: Party.STATE,
        Role.PREFET: Party.STATE,
        Role.CONSEIL_CERCLE: Party.CERCLE,
        Role.FEDERATION: Party.ASACO,
        Role.PTF: Party.PARTNERS,
    }
)
OF_GROUP: Mapping[str, Party] = MappingProxyType(
    {
        Group.COMMUNE: Party.COMMUNE,
        Group.ASACO: Party.ASACO,
        Group.FEDERATION: Party.ASACO,
        Group.CPM: Party.CSCOM,
        Group.STAFF: Party.CSCOM,
        Group.CSREF: Party.STATE,
        Group.HEALTH: Party.STATE,
        Group.SOCIAL: Party.STATE,
        Group.STATE: Party.STATE,
        Group.CERCLE: Party.CERCLE,
        Group.PARTNERS: Party.PARTNERS,
    }
)
HOME = MappingProxyType({Party.ASACO: PlaceKind.AIRE, Party.COMMUNE: PlaceKind.COMMUNE})


@dataclass(frozen=True, slots=True)
class Function:
    """One function. ``party`` None: it speaks for no party; ``home``: the aire or commune of that party."""

    words: str
    place: str
    since: date
    url: str
    party: Party | None
    home: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """What one person holds, mandates first."""

    person: Person
    functions: tuple[Function, ...]

    @property
    def parties(self) -> list[Party]:
        """The parties for which this person speaks."""
        there = {one.party for one in self.functions}
        return [party for party in Party if party in there]

    @property
    def parties_words(self) -> str:
        """« la commune et l’ASACO »."""
        return join_and([party.label for party in self.parties])

    @property
    def twice(self) -> list[Party]:
        """The parties of which this person serves two: two communes, two ASACO."""
        homes: dict[Party, set[int]] = defaultdict(set)
        for one in self.functions:
            if one.party and one.home:
                homes[one.party].add(one.home)
        return [party for party in Party if len(homes[party]) > 1]

    @property
    def several(self) -> bool:
        """Does this person speak for more than one party, or for two of one kind?"""
        return len(self.parties) > 1 or bool(self.twice)

    @property
    def both(self) -> bool:
        """For the commune and for the ASACO: the two who sign a convention."""
        return {Party.COMMUNE, Party.ASACO} <= set(self.parties)


def held_by(people: Iterable[Person], today: date, places: PlaceSet | None = None) -> list[Held]:
    """What each of ``people`` holds on ``today``, in ``places`` (None: anywhere). Two queries."""
    return held_where(people, today, standing_in(places) if places else Q())


def held_where(people: Iterable[Person], today: date, inside: Q) -> list[Held]:
    """What each of ``people`` holds on ``today`` where ``inside`` says (one column a level). Two queries."""
    people = list(people)
    found: dict[int, list[Function]] = defaultdict(list)
    mandates = Mandate.objects.in_force(today).filter(person__in=people, delegated_from=None).with_places()
    for mandate in mandates.filter(inside).order_by("starts_on", "pk"):
        found[mandate.person_id].append(_of_mandate(mandate))
    located = [f"seat__organ__{place}" for place in PLACES]
    organs = Organ.objects.open_on(today).filter(inside)
    holds = SeatHold.objects.in_force(today).filter(person__in=people, seat__organ__in=organs.values("pk"))
    holds = holds.select_related("seat__organ__kind", "seat__village", *located)
    for hold in holds.order_by("seat__organ__kind__rank", "starts_on", "pk"):
        found[hold.person_id].append(_of_seat(hold))
    return [Held(person, tuple(found[person.pk])) for person in people]


def _of_mandate(mandate: Mandate) -> Function:
    party = OF_ROLE.get(mandate.role)
    home = mandate.place_id if party and HOME.get(party) == mandate.place_kind else None
    return Function(Role(mandate.role).label, mandate.place_name, mandate.starts_on, "", party, home)


def _of_seat(hold: SeatHold) -> Function:
    organ = hold.seat.organ
    party = OF_GROUP.get(hold.seat.group)
    if party is None and organ.place_kind == PlaceKind.AIRE:
        party = Party.ASACO  # villages, women, chiefs sit there as its members
    home = organ.place.pk if party and organ.place and HOME.get(party) == organ.place_kind else None
    words = f"{hold.seat.words}, {organ.name}"
    return Function(
        words, organ.place_name, hold.starts_on, reverse("organ_show", args=[organ.pk]), party, home
    )

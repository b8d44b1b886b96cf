"""The organs of the demonstration: whole, empty in part, at their term, dissolved; all invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction

from accounts.models import Person
from communes.models import Cercle, Commune, District, Region
from core.access import PlaceKind, Role
from cscom.models import Aire
from mandates.models import Act, Ending, Mandate, Organ, OrganKind, Seat, SeatHold
from mandates.organs.choices import blank, of_right
from mandates.organs.composing import proposed
from mandates.organs.loading import load_organs
from mandates.organs.reminding import tell_terms
from reports.demo import story
from reports.demo.dice import Dice
from reports.demo.names import FAMILIES, MEN, WOMEN
from reports.demo.people import ACT

MODELS: Final[Any] = {
    PlaceKind.AIRE: Aire,
    PlaceKind.COMMUNE: Commune,
    PlaceKind.DISTRICT: District,
    PlaceKind.CERCLE: Cercle,
    PlaceKind.REGION: Region,
}


@dataclass(frozen=True, slots=True)
class Told:
    """An organ of the story: since how many days, its mandates' days left (None: no end), its empty seats."""

    kind: str
    place: str
    since: int
    left: int | None
    vacant: Sequence[int] = ()  # never filled, by their order
    resigned: Sequence[int] = ()
    closes: int | None = None  # days until its last day: transitional; negative: it was dissolved
    treasurer: int | None = None  # the seat held by the treasurer of Banamba Central: for two parties at once


TOLD: Final = (
    Told("assemblee_generale", story.CENTRAL, 900, None, vacant=(3,)),
    Told("conseil_administration", story.CENTRAL, 1020, 75),
    Told("comite_gestion", story.CENTRAL, 700, 395, vacant=(8,), resigned=(2,)),
    Told("comite_surveillance", story.CENTRAL, 700, 395),
    Told("comite_gestion", story.BAO, 1140, -45),
    Told("comite_surveillance", story.BAO, 1140, -45, vacant=(3,)),
    Told("comite_gestion", story.SAMAKELE, 1000, None, closes=-45),
    Told("comite_transitoire", story.SAMAKELE, 40, None, closes=142),
    Told("comite_gestion", story.KIBAN, 500, 595),
    Told("conseil_communal", story.BANAMBA, 1250, 576, resigned=(7,), treasurer=9),
    Told("commission_sante", story.BANAMBA, 1200, 576),
    Told("cadre_concertation", story.BANAMBA, 400, None, vacant=(8,)),
    Told("conseil_communal", story.BEN_KADI, 1250, 576),
    Told("conseil_gestion_csref", story.DISTRICT, 800, None, vacant=(1,)),
    Told("felascom", story.CERCLE, 930, 165),
    Told("crocep", story.REGION, 1500, None),
    Told("fenascom", "", 800, 295),
)


@transaction.atomic
def load_story_organs(today: date) -> int:
    """Write the kinds, then the organs of the story, once: how many were made now."""
    load_organs()
    if Organ.objects.exists():
        return 0
    kinds = {kind.code: kind for kind in OrganKind.objects.all()}
    made = sum(_tell(told, kinds[told.kind], today) for told in TOLD)
    tell_terms(today)
    return made


def _tell(told: Told, kind: OrganKind, today: date) -> int:
    """One organ, its seats, who holds them; 0 when its place is not in this territory."""
    since = today - timedelta(days=told.since)
    place = None
    if kind.level != PlaceKind.PAYS:
        place = MODELS[kind.level].objects.filter(code=told.place).first()
        if place is None:
            return 0
    organ = blank(kind, place)
    organ.opened_on, organ.reference, organ.fictitious = since, ACT, True
    if told.closes:
        organ.closed_on = today + timedelta(days=told.closes)
    organ.save()
    seats = Seat.objects.bulk_create(proposed(organ))
    holds = [hold for seat in seats for hold in _holds(told, seat, today)]
    SeatHold.objects.bulk_create(holds)
    return 1


def _holds(told: Told, seat: Seat, today: date) -> Sequence[SeatHold]:
    """Who holds the seat: whoever has the function that gives it, else somebody invented."""
    organ, since = seat.organ, seat.opened_on
    if seat.rank in told.vacant:
        return ()
    right = of_right(seat)
    act = Act.OF_RIGHT if right else Act.APPOINTMENT if organ.transitional else Act.ELECTION
    end = organ.closed_on
    if told.left is not None and not right:
        end = today + timedelta(days=told.left)
    person = right[0] if right else _treasurer(told, seat) or _person(told, seat)
    hold = SeatHold(
        seat=seat, person=person, starts_on=since, ends_on=end, act=act,
        act_on=since, reference=ACT,
    )  # fmt: skip
    if told.closes and told.closes < 0:
        hold.ending, hold.ending_reference = Ending.DISSOLVED, ACT
    if seat.rank in told.resigned:
        hold.ends_on, hold.ending, hold.ending_reference = today - timedelta(days=60), Ending.RESIGNED, ACT
    return (hold,)


def _treasurer(told: Told, seat: Seat) -> Person | None:
    if seat.rank != told.treasurer:
        return None
    held = Mandate.objects.in_force().filter(role=Role.TRESORIER, aire__code=story.CENTRAL)
    mandate = held.select_related("person").first()
    return mandate.person if mandate else None


def _person(told: Told, seat: Seat) -> Person:
    dice = Dice("seat", told.kind, told.place, str(seat.rank))
    woman = seat.group == "femmes" or dice.whole(1, 10) <= 3
    names = WOMEN if woman else MEN
    return Person.objects.create(
        first_name=names[dice.whole(0, len(names) - 1)],
        last_name=FAMILIES[dice.whole(0, len(FAMILIES) - 1)],
        sex="F" if woman else "M",
        fictitious=True,
    )

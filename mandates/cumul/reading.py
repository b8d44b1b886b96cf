"""Who holds functions of several parties, among those of a place: shown, never judged."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import Person
from core.access import Action, Scope
from mandates.cumul.functions import Held, held_by
from mandates.models import Mandate, SeatHold
from mandates.models.mandate import standing_in
from mandates.models.organ import Organ
from mandates.organs.listing import Spot, around


def people_of(places: Q, today: date) -> QuerySet[Person]:
    """People who hold a mandate, a seat, where ``places`` says, and two functions or more anywhere."""
    mandates = Mandate.objects.in_force(today).filter(delegated_from=None)
    holds = SeatHold.objects.in_force(today)
    organs = Organ.objects.open_on(today).filter(places)
    seated = holds.filter(seat__organ__in=organs.values("pk"))
    here = Q(pk__in=mandates.filter(places).values("person")) | Q(pk__in=seated.values("person"))
    held = Count("mandates", Q(mandates__in=mandates.values("pk")), distinct=True)
    sat = Count("holds", Q(holds__in=holds.values("pk")), distinct=True)
    counted = Person.objects.filter(here).annotate(functions=held + sat)
    return counted.filter(functions__gte=2).order_by("last_name", "first_name", "pk")


def cumuls(scope: Scope, spot: Spot | None, today: date) -> list[Held]:
    """Of the reader's places, or of one of them: those for commune and ASACO first. Three queries.

    What somebody holds beyond the reader's places is not told: a mandate is read where it is held.
    """
    places = scope.reach(Action.CUMUL_SEE)
    asked = standing_in(places) & around(spot) if spot else standing_in(places)
    found = [held for held in held_by(people_of(asked, today), today, places) if held.several]
    return sorted(found, key=lambda held: (not held.both, -len(held.parties)))

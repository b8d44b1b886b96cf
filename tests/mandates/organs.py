"""Organs of a test: a committee at an aire, its seats, who holds them."""

from datetime import date
from typing import Any

from accounts.models import Person
from mandates.models import Organ, OrganKind, Seat, SeatHold

SINCE = date(2024, 1, 1)


def kind(code: str = "comite_gestion", level: str = "aire", **said: Any) -> OrganKind:
    """A kind of organ, once."""
    values = {"name": "Comité de gestion", "level": level, "rank": 1, "quorum": "majorite", "source": "essai"}
    found, _ = OrganKind.objects.get_or_create(code=code, defaults=values | said)
    return found


def organ(of: OrganKind | None = None, **said: Any) -> Organ:
    """An organ of that kind at the place given (``aire=``, ``commune=``…)."""
    of = of or kind()
    values = {"name": of.name, "opened_on": SINCE, "quorum": "majorite", "source": "essai"}
    return Organ.objects.create(kind=of, **values | said)


def seat(of: Organ, function: str = "trésorier", **said: Any) -> Seat:
    """A seat, open since the organ stands."""
    rank = of.seats.count() + 1
    values = {"rank": rank, "group": "asaco", "opened_on": of.opened_on}
    return Seat.objects.create(organ=of, function=function, **values | said)


def person(name: str = "Traoré", sex: str = "F") -> Person:
    """Somebody."""
    return Person.objects.create(first_name="Assa", last_name=name, sex=sex, fictitious=True)


def hold(
    of: Seat, who: Person | None = None, first: date = SINCE, end: date | None = None, **said: Any
) -> SeatHold:
    """Somebody holds it, from a day to a day."""
    values = {"act": "election", "act_on": first}
    return SeatHold.objects.create(
        seat=of, person=who or person(), starts_on=first, ends_on=end, **values | said
    )

"""How many of the seats that people hold in the organs of many aires are held by women, day by day."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from accounts.models import Person
from mandates.models import SeatHold

GOVERNING = ("conseil_administration", "comite_gestion")  # the organs of an ASACO that decide


class Seated(NamedTuple):
    """Seats held by women, seats held by anybody."""

    women: int
    members: int


def seated(
    aires: Collection[int], kinds: Collection[str], days: Collection[date]
) -> dict[tuple[int, date], Seated]:
    """(Aire, day) → who sits there that day in its organs of these ``kinds``; absent where nobody does.

    As on the page of an organ (``reading.py``): open seats, of organs that stand, held and not by mistake.
    Who sits in two organs counts in both. One query.
    """
    asked = sorted(set(days))
    if not asked:
        return {}
    rows = SeatHold.objects.true().filter(
        Q(ends_on=None) | Q(ends_on__gt=asked[0]),
        starts_on__lte=asked[-1],
        seat__organ__aire__in=aires,
        seat__organ__kind__code__in=kinds,
    )
    starts = ("starts_on", "seat__opened_on", "seat__organ__opened_on")
    ends = ("ends_on", "seat__closed_on", "seat__organ__closed_on")
    found: dict[tuple[int, date], Seated] = defaultdict(lambda: Seated(0, 0))
    for aire, sex, *bounds in rows.order_by().values_list("seat__organ__aire", "person__sex", *starts, *ends):
        first = bisect_left(asked, max(bounds[:3]))
        over = [end for end in bounds[3:] if end]
        for day in asked[first : bisect_left(asked, min(over)) if over else None]:
            women, members = found[aire, day]
            found[aire, day] = Seated(women + (sex == Person.Sex.WOMAN), members + 1)
    return dict(found)

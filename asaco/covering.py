"""How many people the ASACO of many aires cover, year by year: the two sides of the rate of membership."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from asaco.models import Membership
from communes.populations import in_year, rounded


class Covered(NamedTuple):
    """Persons with a valid card, inhabitants of the villages where they were counted."""

    persons: int
    inhabitants: int


class _Given(NamedTuple):
    """One village in a year, with the growth of its cercle."""

    aire: int
    year: int
    persons: int
    rate: Decimal


class _Counted(NamedTuple):
    """A population of one year."""

    year: int
    total: int


def covered(aires: Collection[int], years: Collection[int]) -> dict[tuple[int, int], Covered]:
    """(Aire, year) → its members; absent where nobody counted. One query.

    As on the page of an ASACO (``asaco/aggregates.py``), a village enters both sides when its members are
    counted and its inhabitants known, and neither otherwise.
    """
    rows = Membership.objects.filter(asaco__aire__in=aires, year__in=years, persons__isnull=False).order_by()
    village = ("asaco__aire", "year", "persons", "village__commune__cercle__growth_rate")
    known = ("village__populations__year", "village__populations__total")
    given: dict[int, _Given] = {}
    counted: dict[int, list[_Counted]] = defaultdict(list)
    for pk, aire, year, persons, rate, then, total in rows.values_list("pk", *village, *known):
        given[pk] = _Given(aire, year, persons, rate)
        if then is not None:
            counted[pk].append(_Counted(then, total))
    found: dict[tuple[int, int], Covered] = {}
    for pk, one in given.items():
        people = in_year(counted[pk], one.year, one.rate)
        inhabitants = 0 if people is None else rounded(people)
        if inhabitants > 0:
            before = found.get((one.aire, one.year), Covered(0, 0))
            both = Covered(before.persons + one.persons, before.inhabitants + inhabitants)
            found[one.aire, one.year] = both
    return found

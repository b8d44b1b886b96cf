"""What no report tells: a state of an aire on a day (members, seats), summed over the aires of a place.

A state is never added over months: that of several months is that of the last one that began.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from asaco.covering import covered
from core.months import Month
from mandates.organs.women import GOVERNING, seated
from monitoring.formula import MEMBER_FUNCTIONS, ORGAN_FUNCTIONS, Number
from monitoring.indicators import LoadedIndicator
from monitoring.places import Place, Territory, aires_counted_in
from monitoring.recent import Due

Told: TypeAlias = "Mapping[str, Number]"  # function → what it says of an aire; without those nobody knows
States: TypeAlias = "dict[tuple[Place, Month], dict[str, State]]"  # by code of indicator


@dataclass(slots=True)
class State:
    """One indicator at one place at the end of one month: Σ over the aires that know both sides.

    Sums of communes are × 10 000, as those of totals; ``n`` aires are known, of ``aires`` open that day.
    """

    above: int = 0
    below: int = 0
    n: int = 0
    aires: int = 0

    def take(self, both: tuple[Number, Number] | None, weight: int) -> None:
        """One aire, with its weight in the place; None: it is not known, it enters neither side."""
        self.aires += 1
        if both is not None:
            self.above += int(both[0]) * weight
            self.below += int(both[1]) * weight
            self.n += 1


def read_states(
    places: Sequence[Place], months: Iterable[Due], indicators: Iterable[LoadedIndicator], today: date
) -> States:
    """Every state of these places at the end of these ``months``, or ``today`` in a month that lasts.

    No query without such an indicator; else one for the aires, one for their shares when a commune is
    asked, one a source (members, organs), whatever the number of places and months.
    """
    mine = [i for i in indicators if i.of_day]
    days = {due.month: min(due.ends_on, today) for due in months if due.starts_on <= today}
    if not mine or not days:
        return {}
    territory = Territory(aires_counted_in(places))
    wanted, kinds = set(places), {place.kind for place in places}
    found: States = {(place, month): {i.code: State() for i in mine} for place in places for month in days}
    facts = _facts(list(territory.homes), days, _asked(mine))
    for month, day in days.items():
        for aire in territory.homes:
            if not territory.home(aire, day).open_on(day):
                continue
            told = facts.get((aire, month), {})
            said = [(i.code, _both(i, told)) for i in mine]
            for place, weight in territory.places(aire, day, kinds):
                if place in wanted:
                    for code, both in said:
                        found[place, month][code].take(both, weight)
    return found


def _asked(indicators: Iterable[LoadedIndicator]) -> frozenset[str]:
    """The functions of their formulas."""
    formulas = (f for i in indicators for f in (i.numerator, i.denominator) if f)
    return frozenset[str]().union(*(formula.functions for formula in formulas))


def _facts(
    aires: Collection[int], days: Mapping[Month, date], asked: frozenset[str]
) -> dict[tuple[int, Month], Told]:
    found: dict[tuple[int, Month], dict[str, Number]] = defaultdict(dict)
    if asked & MEMBER_FUNCTIONS:
        members = covered(aires, {month.year for month in days})
        for aire, year in members:
            persons, people = members[aire, year]
            for month in days:
                if month.year == year:
                    found[aire, month] |= {"adherents": persons, "habitants_adherents": people}
    if asked & ORGAN_FUNCTIONS:
        months = {day: month for month, day in days.items()}
        for (aire, day), (women, seats) in seated(aires, GOVERNING, months).items():
            found[aire, months[day]] |= {"femmes_organes": women, "membres_organes": seats}
    return dict(found)


def _both(indicator: LoadedIndicator, told: Told) -> tuple[Number, Number] | None:
    """Above and below in one aire; None when one of them is not known. Without denominator, below is 1."""
    above = indicator.numerator.value({}, told)
    below = indicator.denominator.value({}, told) if indicator.denominator else 1
    return None if above is None or below is None else (above, below)

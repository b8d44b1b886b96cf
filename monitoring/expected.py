"""How many of a target group an aire expects in each month: its population that year, a share, a twelfth."""

from collections.abc import Sequence

from core.access import PlaceKind
from core.months import Month
from monitoring.formula import Formula
from monitoring.measure import TargetGroups
from monitoring.places import Place, Territory


class Expected:
    """Of one aire; three queries for its populations, two at most for the shares, whatever is asked after."""

    def __init__(self, aire: int) -> None:
        self.place = Place(PlaceKind.AIRE, aire)
        self._territory = Territory([aire])
        self._groups = TargetGroups([self.place])

    def in_month(self, group: Formula, month: Month) -> float | None:
        """« FE », « POP * 0.5 »; None without a population, or for a group nobody has a share of."""
        population = self._territory.pop(self.place.id, month.year, month.last_day)
        shares = self._groups.of(self.place, month.year)
        yearly = group.value({key: population * share for key, share in shares.items()}, {})
        return yearly / 12 if yearly else None

    def over(self, group: Formula, months: Sequence[Month]) -> float | None:
        """Over several months; None when one of them has none."""
        each = [self.in_month(group, month) for month in months]
        known = [value for value in each if value is not None]
        return sum(known) if known and len(known) == len(each) else None

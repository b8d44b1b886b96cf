"""How much villages give their ASACO: rate of membership, contributions paid, arrears. Always Σ / Σ."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from asaco.models import Asaco, Contribution, Membership
from communes.models import Village
from cscom.census import Inhabitants, of_villages
from cscom.models import Aire, VillageAire

THRESHOLD = 10  # per cent of the inhabitants [SEED, domain.md §3.2]


@dataclass(frozen=True, slots=True)
class Line:
    """One village in a year. ``owed``: FCFA of this year and of those before it, still to pay."""

    village: Village
    people: Inhabitants | None
    membership: Membership | None
    contribution: Contribution | None
    owed: int

    @property
    def cards(self) -> int | None:
        return self.membership.cards if self.membership else None

    @property
    def persons(self) -> int | None:
        return self.membership.persons if self.membership else None

    @property
    def due(self) -> int | None:
        return self.contribution.due if self.contribution else None

    @property
    def paid(self) -> int | None:
        return self.contribution.paid if self.contribution else None

    @property
    def reason(self) -> str:
        return self.contribution.reason if self.contribution else ""

    @property
    def counts(self) -> bool:
        """Does it enter the rate: persons counted, inhabitants known?"""
        return self.persons is not None and self.people is not None and self.people.total > 0

    @property
    def rate(self) -> float | None:
        """Persons covered, in per cent of the inhabitants."""
        return membership_of([self]).rate


@dataclass(frozen=True, slots=True)
class Members:
    """Of several villages: ``counted`` of ``villages`` enter the rate; both sides are theirs alone."""

    villages: int
    counted: int
    cards: int
    persons: int
    inhabitants: int

    @property
    def rate(self) -> float | None:
        """Persons covered, in per cent of the inhabitants; None: nobody was counted."""
        return 100 * self.persons / self.inhabitants if self.inhabitants else None

    @property
    def enough(self) -> bool:
        return self.rate is not None and self.rate >= THRESHOLD

    @property
    def odd(self) -> bool:
        """More members than inhabitants: so it may be, so it must be looked at."""
        return self.rate is not None and self.rate > 100


@dataclass(frozen=True, slots=True)
class Dues:
    """Of several villages, in FCFA. ``said``: for which something was called; ``whole``: that paid it all."""

    villages: int
    said: int
    whole: int
    due: int
    paid: int
    owed: int

    @property
    def rate(self) -> float | None:
        """Paid, in per cent of what was called; None: nothing was."""
        return 100 * self.paid / self.due if self.due else None


def lines_of(aire: Aire, asaco: Asaco | None, year: int) -> list[Line]:
    """The villages of the aire, those that gave in ``year`` and left it too, by name (four queries)."""
    of_asaco = {"asaco": asaco or 0}
    given = Membership.objects.filter(year=year, **of_asaco).select_related("village__commune__cercle")
    asked = Contribution.objects.filter(year__lte=year, **of_asaco).select_related("village__commune__cercle")
    members, called = {row.village_id: row for row in given}, list(asked)
    dues = {row.village_id: row for row in called if row.year == year}
    links = VillageAire.objects.filter(aire=aire, ends_on=None).select_related("village__commune__cercle")
    villages = {link.village_id: link.village for link in links}
    villages |= {row.village_id: row.village for row in [*members.values(), *dues.values()]}
    people, owed = of_villages(villages.values(), year), owed_by_village(called)
    found = [
        Line(village, people[pk], members.get(pk), dues.get(pk), owed.get(pk, 0))
        for pk, village in villages.items()
    ]
    return sorted(found, key=lambda line: (line.village.name, line.village.code))


def owed_by_village(rows: Iterable[Contribution]) -> dict[int, int]:
    """Village → FCFA called and not paid over the years of ``rows``; what one overpays pays another."""
    left: dict[int, int] = defaultdict(int)
    for row in rows:
        left[row.village_id] += (row.due or 0) - (row.paid or 0)
    return {village: max(0, owed) for village, owed in left.items()}


def membership_of(lines: Iterable[Line]) -> Members:
    """The members of these villages."""
    lines = list(lines)
    inside = [line for line in lines if line.counts]
    return Members(
        villages=len(lines),
        counted=len(inside),
        cards=sum(line.cards or 0 for line in lines),
        persons=sum(line.persons or 0 for line in inside),
        inhabitants=sum(line.people.total for line in inside if line.people),
    )


def dues_of(lines: Iterable[Line]) -> Dues:
    """The contributions of these villages."""
    lines = list(lines)
    called = [line for line in lines if line.due]
    return Dues(
        villages=len(lines),
        said=len(called),
        whole=sum((line.paid or 0) >= (line.due or 0) for line in called),
        due=sum(line.due or 0 for line in called),
        paid=sum(line.paid or 0 for line in lines),
        owed=sum(line.owed for line in lines),
    )

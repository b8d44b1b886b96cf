"""How much of what was promised is kept, party by party, as each party says it; money. Always Σ / Σ."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, Greatest

from communes.models import Commune
from conventions.enums import CamParty, Mark
from conventions.models import Due
from conventions.models.years import DueQuerySet
from core.access import Scope

Key = tuple[int, int]  # convention, year


@dataclass(frozen=True, slots=True)
class Tally:
    """What one party says of some lines; ``unsaid``: those of which it said nothing."""

    kept: int = 0
    partly: int = 0
    unkept: int = 0
    void: int = 0
    unsaid: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))

    @property
    def judged(self) -> int:
        """Lines that enter the rate: neither void, nor unsaid."""
        return self.kept + self.partly + self.unkept

    @property
    def lines(self) -> int:
        return self.judged + self.void + self.unsaid

    @property
    def rate(self) -> float | None:
        """Kept, in per cent of what was judged; None: nothing was, which is not zero."""
        return 100 * self.kept / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Money:
    """FCFA of some lines. None: nothing was said. ``rest``: called and not paid, line by line."""

    announced: int | None = None
    called: int | None = None
    paid: int | None = None
    rest: int = 0

    def __add__(self, other: "Money") -> "Money":
        return Money(
            _sum(self.announced, other.announced),
            _sum(self.called, other.called),
            _sum(self.paid, other.paid),
            self.rest + other.rest,
        )

    def __bool__(self) -> bool:
        return any(amount is not None for amount in (self.announced, self.called, self.paid))


def _sum(one: int | None, other: int | None) -> int | None:
    return (one or 0) + (other or 0) if one is not None or other is not None else None


@dataclass(frozen=True, slots=True)
class Side:
    """What one party promised: what each party says of it, its money."""

    party: CamParty
    said: Mapping[CamParty, Tally]
    money: Money

    @property
    def tallies(self) -> list[tuple[CamParty, Tally]]:
        """Who says, what; always in the same order."""
        return [(party, self.said[party]) for party in CamParty]


@dataclass(frozen=True, slots=True)
class Board:
    """Of one convention and year, or of many together: who promised × who says. ``cams``: how many."""

    tallies: Mapping[tuple[CamParty, CamParty], Tally] = field(default_factory=dict)
    money: Mapping[CamParty, Money] = field(default_factory=dict)
    cams: frozenset[int] = frozenset()

    def __add__(self, other: "Board") -> "Board":
        return Board(
            _merged(self.tallies, other.tallies, Tally()),
            _merged(self.money, other.money, Money()),
            self.cams | other.cams,
        )

    @property
    def sides(self) -> list[Side]:
        """One a party that promised something."""
        return [
            Side(
                party,
                {who: self.tallies.get((party, who), Tally()) for who in CamParty},
                self.money.get(party, Money()),
            )
            for party in CamParty
            if any(self.tallies.get((party, who), Tally()).lines for who in CamParty)
        ]


def _merged(one: Mapping[Any, Any], other: Mapping[Any, Any], zero: Any) -> dict[Any, Any]:
    return {key: one.get(key, zero) + other.get(key, zero) for key in {**one, **other}}


def boards(dues: DueQuerySet) -> dict[Key, Board]:
    """By convention and year; lines that do not bind are left out (one query)."""
    counts = {
        f"{who}_{mark}": Count("scores", Q(scores__party=who, scores__mark=mark))
        for who in CamParty
        for mark in Mark
    }
    named = {"cam": F("commitment__cam"), "promised": F("commitment__party")}
    rows = (
        dues.binding().order_by().values("year", **named).annotate(lines=Count("pk", distinct=True), **counts)
    )
    found: dict[Key, Board] = defaultdict(Board)
    for row in rows:
        promised = CamParty(row["promised"])
        tallies = {(promised, who): _tally(row, who) for who in CamParty}
        found[row["cam"], row["year"]] += Board(tallies, cams=frozenset({row["cam"]}))
    return dict(found)


def _tally(row: Mapping[str, Any], who: CamParty) -> Tally:
    said = {mark: row[f"{who}_{mark}"] for mark in Mark}
    return Tally(
        said[Mark.KEPT], said[Mark.PARTLY], said[Mark.UNKEPT], said[Mark.VOID],
        row["lines"] - sum(said.values()),
    )  # fmt: skip


def moneys(dues: DueQuerySet) -> dict[Key, dict[CamParty, Money]]:
    """By convention and year, what each party announced, was called for, paid (one query)."""
    left = Greatest(Coalesce(F("called"), 0) - Coalesce(F("paid"), 0), 0)
    rows = (
        dues.binding()
        .order_by()
        .values("year", cam=F("commitment__cam"), promised=F("commitment__party"))
        .annotate(
            all_announced=Sum("announced"), all_called=Sum("called"), all_paid=Sum("paid"), left=Sum(left)
        )
    )
    found: dict[Key, dict[CamParty, Money]] = defaultdict(dict)
    for row in rows:
        found[row["cam"], row["year"]][CamParty(row["promised"])] = Money(
            row["all_announced"], row["all_called"], row["all_paid"], row["left"]
        )
    return dict(found)


def with_money(found: Mapping[Key, Board], money: Mapping[Key, Mapping[CamParty, Money]]) -> dict[Key, Board]:
    """The boards, each with its amounts. No query."""
    return {key: Board(one.tallies, money.get(key, {}), one.cams) for key, one in found.items()}


def total(found: Iterable[Board]) -> Board:
    """Several together, Σ / Σ. No query."""
    return sum(found, Board())


def of_years(cam_ids: Collection[int], year: int | None = None) -> dict[Key, Board]:
    """Of these conventions, with money (two queries)."""
    dues = Due.objects.filter(commitment__cam__in=cam_ids)
    dues = dues if year is None else dues.filter(year=year)
    return with_money(boards(dues), moneys(dues))


def of_commune(commune: Commune, year: int, scope: Scope) -> Board:
    """The conventions of a commune that this reader reads, summed, without money (one query)."""
    dues = Due.objects.visible_to(scope).filter(year=year, commitment__cam__commune=commune)
    return total(boards(dues).values())

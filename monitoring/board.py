"""A page of figures: one place, one stretch of months, what its reader may know there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from core.access import PlaceKind, Request, Scope
from core.formats import number
from core.months import Month
from core.tabular import links
from monitoring import aggregates
from monitoring.aggregates import Asking, Figure, OnWhat, Place
from monitoring.interpreting import Comment, comments
from monitoring.spans import PARAMETER, Span, chosen, last_due, spans
from monitoring.units import Thing, crumbs_of, title_of

# Which reports the figures of a file count, and how.
COUNTED: Mapping[OnWhat, str] = {
    "provisional": "rapports reçus, provisoires compris",
    "final": "rapports validés",
    "guarded": "rapports validés\u202f; petits nombres non montrés, les autres arrondis",
}


@dataclass(frozen=True)
class Choice:
    """One link of the switch of periods; ``code`` None: the usual one, that addresses do not say."""

    label: str
    code: str | None
    current: bool


@dataclass(frozen=True)
class Board:
    """What every page of figures begins with. One query."""

    thing: Thing
    scope: Scope
    last: Month
    asked: str  # the period named by the address

    @cached_property
    def place(self) -> Place:
        return aggregates.place_of(self.thing)

    @cached_property
    def choices(self) -> tuple[Span, ...]:
        return spans(self.last)

    @cached_property
    def span(self) -> Span:
        return chosen(self.asked, self.choices)

    @cached_property
    def what(self) -> OnWhat:
        return aggregates.on_what(self.scope, self.thing.where())

    @property
    def asking_ten(self) -> Asking[list[Figure]]:
        """The ten figures of a place, to be read with something else."""
        return aggregates.asking_figures(self.place, self.span.months, self.what, mayor=True, link=self.link)

    @cached_property
    def ten(self) -> list[Figure]:
        """The ten figures of a place. One query, and the catalogue's."""
        return self.asking_ten.read()

    @property
    def counted(self) -> str:
        """Which reports its figures count, for a file that travels alone."""
        return COUNTED[self.what]

    def link(self, code: str) -> str:
        """The page of one indicator here, with the period chosen."""
        return reverse(f"indicator_{self.place.kind}", args=[self.thing.code, code]) + self.span.query

    def map_url(self, code: str = "") -> str:
        """The map of this place, by one indicator or by the usual one; "" where there is no map."""
        return (
            self.by_indicator("map", code)
            if self.place.kind in (PlaceKind.REGION, PlaceKind.DISTRICT)
            else ""
        )

    def by_indicator(self, name: str, code: str) -> str:
        """A page of this place that takes an indicator, the period kept."""
        said = {"indicateur": code} if code else {}
        said |= {PARAMETER: self.span.code} if self.span.query else {}
        address = reverse(f"{name}_{self.place.kind}", args=[self.thing.code])
        return f"{address}?{urlencode(said)}" if said else address

    def _page(self, name: str, *without: PlaceKind) -> str:
        """Another page of this place; "" for the kinds that have none."""
        if self.place.kind in {PlaceKind.PAYS, *without}:
            return ""
        return reverse(f"{name}_{self.place.kind}", args=[self.thing.code]) + self.span.query

    def _files(self) -> list[tuple[str, str]]:
        """The same figures as files; none for the country, which has no page."""
        if self.place.kind == PlaceKind.PAYS:
            return []
        return links(f"figures_file_{self.place.kind}", self.thing.code, query=self.span.query)

    def context(self, *rest: str) -> dict[str, Any]:
        """What the frame of the page shows; ``rest`` ends the path."""
        return {
            "title": title_of(self.thing),
            "crumbs": crumbs_of(self.thing, self.scope, *rest),
            "place": self.thing,
            "span": self.span,
            "provisional": self.what == "provisional",
            "guarded": self.what == "guarded",
            "switch": [Choice(s.choice, s.code if s.query else None, s is self.span) for s in self.choices],
            "unknown_period": bool(self.asked) and self.asked not in {s.code for s in self.choices},
        }

    def _said(self, found: Sequence[Figure]) -> list[tuple[Figure, list[Comment]]]:
        """The figures somebody commented over this period (one query)."""
        by_code: dict[str, list[Comment]] = {}
        where, codes = self.thing.where(), [figure.code for figure in found]
        for one in comments(self.place, where, codes, self.span, self.scope, standing=True):
            by_code.setdefault(one.code, []).append(one)
        return [(figure, by_code[figure.code]) for figure in found if figure.code in by_code]

    def figures(self, ten: list[Figure] | None = None) -> dict[str, Any]:
        """The ten figures, the sums behind each, what is said of them. Two queries, and the catalogue's.

        ``ten``: those that were read already.
        """
        found = self.ten if ten is None else ten
        return {
            "files": self._files(),
            "everything_url": self._page("everything"),
            "ranking_url": self._page("ranking", PlaceKind.AIRE),
            "map_url": self.map_url(),
            "figures": found,
            "said": self._said(found),
            "sums": [(figure, sum_words(figure.above), sum_words(figure.below)) for figure in found],
            "any_provisional": any(figure.provisional for figure in found),
        }


def board(request: Request, thing: Thing) -> Board:
    """The board of a place, for the period the address names. One query."""
    return Board(thing, request.scope, last_due(), request.GET.get(PARAMETER, ""))


def sum_words(value: float | None) -> str:
    """A sum behind a rate; a commune's share of a small count may not be whole."""
    if value is None:
        return "—"
    return number(value, 0 if abs(value) >= 100 or round(value, 1) == round(value) else 1)

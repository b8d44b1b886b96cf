"""A page of figures: one place, one stretch of months, what its reader may know there."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from core.access import Request, Scope
from core.formats import number
from core.months import Month
from monitoring import aggregates
from monitoring.aggregates import OnWhat, Place
from monitoring.spans import PARAMETER, Span, chosen, last_due, spans
from monitoring.units import Thing, crumbs_of, title_of


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

    def link(self, code: str) -> str:
        """The page of one indicator here, with the period chosen."""
        return reverse(f"indicator_{self.place.kind}", args=[self.thing.code, code]) + self.span.query

    def context(self, *rest: str) -> dict[str, Any]:
        """What the frame of the page shows; ``rest`` ends the path."""
        return {
            "title": title_of(self.thing),
            "crumbs": crumbs_of(self.thing, self.scope, *rest),
            "place": self.thing,
            "span": self.span,
            "provisional": self.what == "provisional",
            "switch": [Choice(s.choice, s.code if s.query else None, s is self.span) for s in self.choices],
            "unknown_period": bool(self.asked) and self.asked not in {s.code for s in self.choices},
        }

    def figures(self) -> dict[str, Any]:
        """The ten figures of the page, with the two sums behind each. Three queries, and the catalogue's."""
        found = aggregates.figures(self.place, self.span.months, self.what, mayor=True, link=self.link)
        return {
            "figures": found,
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

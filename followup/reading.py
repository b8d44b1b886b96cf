"""What higher apps ask of the lines: those of a place, of an origin, those that are late."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from communes.models import Commune, District
from core.access import PlaceKind, Scope
from cscom.models import Aire
from followup.models import Followup, FollowupQuerySet


def open_for(place: Aire | Commune | District, *, taken_before: date | None = None) -> FollowupQuerySet:
    """What remains to be done at a place, the oldest due first; promised before a day, when one is given.

    Of a commune: the aires touching it besides; of a district: its aires, its communes besides.
    """
    lines = Followup.objects.at(_kind(place), place.pk).open().located().order_by("due_on", "pk")
    return lines.filter(taken_on__lt=taken_before) if taken_before else lines


def of_origin(kind: str, url: str) -> FollowupQuerySet:
    """The lines that come from one thing, by its page."""
    return Followup.objects.filter(origin_kind=kind, origin_url=url).located().order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class Late:
    """How many lines are late, since when the oldest is; None: none is."""

    count: int
    oldest: date | None


def late_seen(scope: Scope, commune: Commune | None = None) -> Late:
    """What is late today among the lines this reader sees, or those of one commune (one query)."""
    lines = Followup.objects.visible_to(scope).late(timezone.localdate())
    if commune:
        lines = lines.at(PlaceKind.COMMUNE, commune.pk)
    return Late(*lines.aggregate(n=Count("pk"), oldest=Min("due_on")).values())


def with_postponements(lines: QuerySet[Followup]) -> QuerySet[Followup]:
    """Each line carries ``postponed``: how many times its due date moved."""
    return lines.annotate(postponed=Count("postponements"))


def _kind(place: Aire | Commune | District) -> PlaceKind:
    if isinstance(place, Aire):
        return PlaceKind.AIRE
    return PlaceKind.COMMUNE if isinstance(place, Commune) else PlaceKind.DISTRICT

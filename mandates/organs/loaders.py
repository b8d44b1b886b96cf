"""One organ within reach, for reading or for keeping: 404 otherwise, as if it were not there."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from core.access import Scope, Where
from mandates.models import Organ, Seat

BIGGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Kept:
    """An organ as its keeper meets it: the right is asked where it is kept, not where it is read."""

    organ: Organ

    def where(self) -> Where:
        return self.organ.kept_where()


def organ_seen(scope: Scope, pk: int) -> Organ:
    """An organ of this reader's places, or where they sit."""
    return get_object_or_404(Organ.objects.visible_to(scope).located(), pk=min(pk, BIGGEST))


def organ_to_keep(scope: Scope, pk: int) -> Kept:
    """The same, to write in it."""
    return Kept(organ_seen(scope, pk))


def seat_of(organ: Organ, pk: int) -> Seat:
    """A seat of this organ, the organ with it. Raises Http404."""
    seat = organ.seats.select_related("village").filter(pk=min(pk, BIGGEST)).first()
    if seat is None:
        raise Http404
    seat.organ = organ
    return seat

"""Who of an organ sits also in another of its place, that its texts keep apart from it."""

from dataclasses import dataclass

from django.db.models import Q

from mandates.models import Incompatible, SeatHold
from mandates.organs.reading import OrganOn


@dataclass(frozen=True, slots=True)
class Both:
    """One person in two organs kept apart: the seat here, the hold there, the rule."""

    function: str
    hold: SeatHold
    rule: Incompatible


def both_held(on: OrganOn) -> list[Both]:
    """In the order of the seats of this organ (one query; two when its kind is kept apart from another)."""
    kind, place = on.organ.kind_id, on.organ.place
    found = Incompatible.objects.filter(Q(kind=kind) | Q(other=kind)).select_related("kind", "other")
    rules = {rule.other_id if rule.kind_id == kind else rule.kind_id: rule for rule in found}
    here = {line.hold.person_id: line.seat.words for line in on.lines if line.hold}
    if not rules or not here or place is None:
        return []
    holds = SeatHold.objects.in_force(on.day).filter(
        person__in=here, seat__organ__kind__in=rules, **{f"seat__organ__{on.organ.place_kind}": place.pk}
    )
    there = holds.select_related("person", "seat__village", "seat__organ__kind").order_by("pk")
    order = {person: at for at, person in enumerate(here)}
    return [
        Both(here[hold.person_id], hold, rules[hold.seat.organ.kind_id])
        for hold in sorted(there, key=lambda hold: order[hold.person_id])
    ]

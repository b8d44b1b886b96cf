"""Interests declared in decisions, for the pages of the people who declared them."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from concertation.models import Interest
from core.access import Scope
from mandates.cumul.declared import Declared


def declared_by(people: Sequence[int], scope: Scope) -> Iterator[Declared]:
    """Of the decisions that this reader reads (one query)."""
    found = Interest.objects.visible_to(scope).filter(person__in=people)
    for row in found.select_related("decision__meeting__organ").order_by("-pk"):
        meeting = row.decision.meeting
        yield Declared(
            person=row.person_id,
            on=meeting.day,
            words=row.text,
            part=row.get_part_display(),
            act=f"Décision {row.decision.code}\u00a0: {row.decision.text}",
            where=meeting.organ.name,
            url=f"{reverse('meeting_show', args=[meeting.pk])}#ordre",
        )

"""Meetings, organs whose meetings are read, what is in a meeting, within reach: 404 otherwise."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from concertation.models import Decision, Dissent, Interest, Item, Meeting, Restitution, organs_met
from core.access import Scope
from mandates.organs.loaders import BIGGEST, Kept


def meeting_at(scope: Scope, pk: int) -> Meeting:
    """A meeting of this reader's places, that they keep, or of an organ where they sit."""
    meetings = Meeting.objects.visible_to(scope).located()
    return get_object_or_404(
        meetings.select_related("sent_by", "chaired_by", "scan", "attendance_scan"), pk=min(pk, BIGGEST)
    )


def organ_met(scope: Scope, pk: int) -> Kept:
    """An organ whose meetings this reader would see."""
    return Kept(get_object_or_404(organs_met(scope).located(), pk=min(pk, BIGGEST)))


def item_of(meeting: Meeting, pk: int) -> Item:
    """An item of this meeting."""
    item: Item = get_object_or_404(meeting.items.select_related("about", "paper"), pk=min(pk, BIGGEST))
    return item


def decision_of(meeting: Meeting, pk: int) -> Decision:
    """A decision of this meeting."""
    found = meeting.decisions.select_related("owner", "followup", "item")
    decision: Decision = get_object_or_404(found, pk=min(pk, BIGGEST))
    decision.meeting = meeting
    return decision


def restitution_of(meeting: Meeting, pk: int) -> Restitution:
    """A restitution of this meeting, taken back or not."""
    found = meeting.restitutions.select_related("village", "paper")
    row: Restitution = get_object_or_404(found, pk=min(pk, BIGGEST))
    row.meeting = meeting
    return row


def target_of(meeting: Meeting, what: str, pk: int) -> Decision | Item:
    """What an address names: « decision », « point »; 404 for any other word."""
    if what == "decision":
        return decision_of(meeting, pk)
    if what == "point":
        return item_of(meeting, pk)
    raise Http404


def dissent_of(meeting: Meeting, pk: int) -> Dissent:
    """A divergent opinion of this meeting."""
    dissent: Dissent = get_object_or_404(meeting.dissents.all(), pk=min(pk, BIGGEST))
    return dissent


def interest_of(meeting: Meeting, pk: int) -> Interest:
    """An interest that was declared in a decision of this meeting."""
    found = Interest.objects.filter(decision__meeting=meeting).select_related("decision")
    interest: Interest = get_object_or_404(found, pk=min(pk, BIGGEST))
    interest.decision.meeting = meeting
    return interest


def corrected_of(meeting: Meeting, what: str, pk: int) -> Decision | Item | Interest:
    """A frozen text, as an address names it: « interet », or a target."""
    return interest_of(meeting, pk) if what == "interet" else target_of(meeting, what, pk)

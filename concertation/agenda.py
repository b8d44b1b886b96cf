"""What an agenda holds by itself: minutes to approve, open decisions, items that were postponed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from concertation.enums import SETTLED, TOOK_PLACE, ItemKind, MeetingState, Outcome
from concertation.models import Decision, Item, Meeting
from conventions.late import ORIGIN, late_lines
from core.formats import day
from followup.models import OPEN, Followup

OPEN_TITLE = "Décisions en suspens"
ORDER = {ItemKind.MINUTES: 0, ItemKind.OPEN: 1, ItemKind.SUBJECT: 2}


def earlier(meeting: Meeting) -> QuerySet[Meeting]:
    """The meetings of the same organ that took place before this one, the oldest first."""
    before = Meeting.objects.filter(organ=meeting.organ_id, state__in=TOOK_PLACE).exclude(pk=meeting.pk)
    return before.filter(held_on__lt=meeting.day).order_by("held_on", "pk")


def fill(meeting: Meeting) -> None:
    """Write the items that write themselves; those that stand stay as they are. Then number them all."""
    known = {item.about_id for item in meeting.items.all() if item.about_id}
    for past in earlier(meeting).exclude(state=MeetingState.APPROVED).exclude(pk__in=known):
        title = f"Approbation du PV du {day(past.day)}"
        Item.objects.create(meeting=meeting, rank=0, kind=ItemKind.MINUTES, title=title, about=past)
    if not meeting.items.filter(kind=ItemKind.OPEN).exists():
        Item.objects.create(meeting=meeting, rank=0, kind=ItemKind.OPEN, title=OPEN_TITLE)
    for item in _postponed(meeting):
        Item.objects.create(
            meeting=meeting, rank=0, title=item.title, openness=item.openness, duration=item.duration,
            carried_from=item,
        )  # fmt: skip
    number(meeting)


def _postponed(meeting: Meeting) -> Iterable[Item]:
    """Items put off by an earlier meeting, that no meeting took up since."""
    taken = Item.objects.filter(carried_from__isnull=False).values("carried_from")
    return Item.objects.filter(
        meeting__in=earlier(meeting).filter(state__in=SETTLED),
        outcome=Outcome.POSTPONED,
        kind=ItemKind.SUBJECT,
    ).exclude(pk__in=taken)


def number(meeting: Meeting) -> None:
    """Number the items from 1: minutes first, open decisions next, then as they stand."""
    items = list(meeting.items.all())
    # What has no number yet was just written: after those that have one.
    items.sort(key=lambda item: (ORDER[ItemKind(item.kind)], item.rank or 10_000, item.pk))
    for rank, item in enumerate(items, 1):
        item.rank = rank
    Item.objects.bulk_update(items, ["rank"])


def open_decisions(meeting: Meeting) -> list[Decision]:
    """Decisions of earlier meetings of this organ that remain to be done, the oldest due first."""
    found = (
        Decision.objects.filter(
            meeting__organ=meeting.organ_id, meeting__held_on__lte=meeting.day, followup__state__in=OPEN
        )
        .exclude(meeting=meeting.pk)
        .select_related("followup__owner", "meeting")
    )
    return list(found.order_by("followup__due_on", "pk"))


def open_lines(meeting: Meeting) -> list[Followup]:
    """Those decisions, the late commitments of conventions of the organ's place, the oldest first."""
    organ = meeting.organ
    lines = [line for one in open_decisions(meeting) if (line := one.followup)]
    lines += late_lines(aire=organ.aire_id, commune=organ.commune_id, day=meeting.day)
    return sorted({line.pk: line for line in lines}.values(), key=lambda line: (line.due_on, line.pk))


def row_of(line: Followup, today: date) -> dict[str, Any]:
    """What an agenda says of what remains; ``due_on`` in ISO, ``late`` in days, ``of`` the convention."""
    return {
        "of": line.origin_label if line.origin_kind == ORIGIN else "",
        "number": line.number,
        "text": line.text,
        "owner": line.owner_name,
        "due_on": line.due_on.isoformat(),
        "state": line.get_state_display(),
        "late": line.days_late(today),
    }


def undecided(meeting: Meeting) -> list[Item]:
    """Items that are neither decided, nor postponed, nor withdrawn; open decisions only when there are."""
    left = list(meeting.items.filter(outcome=""))
    if any(item.kind == ItemKind.OPEN for item in left) and not open_lines(meeting):
        left = [item for item in left if item.kind != ItemKind.OPEN]
    return left

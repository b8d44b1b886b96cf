"""Reminders: whoever a convention waits for too long is told again; nothing is decided."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from conventions.awaiting import Wait, wait_of
from conventions.enums import REVIEWED, CamState
from conventions.models import Cam
from conventions.words import title_of
from core.formats import counted
from mandates.receivers import Roll
from notices.models import Notice, NoticeKind
from notices.send import Fact, tell_all

DELAY: Final = timedelta(
    days=30
)  # [DESIGN]: no text gives a delay to these acts; a plan is agreed fifteen days


def remind_all(today: date) -> int:
    """Remind whoever is awaited for more than thirty days, once in thirty days. How many notices are new."""
    before = timezone.make_aware(datetime.combine(today - DELAY, time.min))
    waiting = Cam.objects.filter(state__in=REVIEWED, moved_at__lt=before).located().order_by("pk")
    found = [
        (cam, wait, days)
        for cam in waiting
        if (wait := wait_of(cam)) and (days := (today - _since(cam, wait)).days) > DELAY.days
    ]
    if not found:
        return 0
    roll, told = Roll(), _told_lately()
    return tell_all(_fact(cam, wait, days, roll, told) for cam, wait, days in found)


def _since(cam: Cam, wait: Wait) -> date:
    """What is visaed waits for nobody before the day wished, if one was."""
    starts_on = cam.starts_on if cam.state == CamState.VISED else None
    return max(wait.since, starts_on or wait.since)


def _fact(cam: Cam, wait: Wait, days: int, roll: Roll, told: Mapping[int, set[int]]) -> Fact:
    """The key names the day: two runs of one day say one thing."""
    people = {one for action in wait.actions for one in roll.people(action, cam.where())}
    waits = f"attend {wait.deed} depuis {counted(days, 'jour', 'jours')}"
    return Fact(
        NoticeKind.ACT,
        f"cam:{cam.pk}:rappel:{timezone.localdate().isoformat()}",
        f"Rappel. {title_of(cam)}\u00a0: {waits}. C’est à vous.",
        cam.get_absolute_url(),
        frozenset(people - told.get(cam.pk, set())),
        own=True,
    )


def _told_lately() -> Mapping[int, set[int]]:
    """Convention → people reminded less than thirty days ago (one query)."""
    rows = Notice.objects.filter(
        fact__startswith="cam:", fact__contains=":rappel:", created_at__gt=timezone.now() - DELAY
    )
    found: dict[int, set[int]] = defaultdict(set)
    for person, fact in rows.values_list("person", "fact"):
        found[int(fact.split(":")[1])].add(person)
    return found

"""What the pages of one meeting share: the path down to it, its title, the page of a form, its version."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from concertation.models import Meeting
from concertation.writing import HELD, NOT_HELD, SHUT
from core.access import Request
from core.formats import day
from mandates.models import Organ


def organ_crumbs(organ: Organ, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    """Réunions › the organ › …"""
    own = reverse("meeting_organ", args=[organ.pk]) if rest else ""
    return [("Réunions", reverse("meeting_list")), (str(organ), own), *rest]


def meeting_crumbs(meeting: Meeting, *rest: str) -> list[tuple[str, str]]:
    """Réunions › the organ › the day › page; the last has no link."""
    here = (day(meeting.day), meeting.get_absolute_url() if rest else "")
    return organ_crumbs(meeting.organ, here, *((word, "") for word in rest))


def shut(meeting: Meeting) -> str:
    """Why what is decided in a meeting is not written now; "" while it may be: held, not closed."""
    if meeting.coming:
        return NOT_HELD
    return "" if meeting.state == HELD else SHUT


def form_page(
    request: Request, meeting: Meeting, word: str, form: Any, button: str, **more: Any
) -> HttpResponse:
    """One form of a meeting; ``more``: lead, shut (why nothing is written), text (what is changed), files…"""
    context = {
        "crumbs": meeting_crumbs(meeting, word),
        "meeting": meeting,
        "word": word,
        "form": form,
        "button": button,
        "over": str(meeting.organ),
        **more,
    }
    template = more.get("template", "concertation/meeting_form.html")
    return render(request, template, context, status=422 if form.errors else 200)


def posted_version(request: Request) -> int:
    """The version that a button was pressed at; -1, that no meeting has, for any other text."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1

"""What is written around the meeting: its frame, its agenda, its minutes, corrections."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concertation.correcting import correct
from concertation.enums import SETTLED
from concertation.forms import CorrectForm, FrameForm, MinutesForm, PointForm
from concertation.loaders import corrected_of, item_of, meeting_at, organ_met
from concertation.models import Item, Meeting
from concertation.views.frame import form_page, organ_crumbs, posted_version
from concertation.writing import (
    begin,
    move_item,
    reframe,
    remove_item,
    write_item,
    write_minutes,
)
from core.access import Action, Request, requires
from core.http import acting, writing
from core.keeping import keeping
from core.uploads import accepts_files
from core.workflow import Refusal
from files.fields import ROOM
from mandates.organs.loaders import Kept


@writing
@requires(Action.MEETING_KEEP, organ_met)
def meeting_begin(request: Request, kept: Kept) -> HttpResponse:
    """A new meeting of an organ, its agenda filled with what writes itself."""
    form = FrameForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            meeting = begin(kept.organ, form.framing(), request.scope)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "Réunion préparée. Son ordre du jour s’ouvre de lui-même\u00a0: complétez-le."
            )
            return redirect(meeting)
    context = {
        "crumbs": organ_crumbs(kept.organ, ("Préparer une réunion", "")),
        "word": "Préparer une réunion",
        "over": str(kept.organ),
        "form": form,
        "button": "Préparer la réunion",
        "back": kept.organ,
    }
    return render(request, "concertation/meeting_form.html", context, status=422 if form.errors else 200)


@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_frame(request: Request, meeting: Meeting) -> HttpResponse:
    """The day, the place of a meeting that nobody was called to."""
    names = ("version", "planned_on", "starts_at", "venue", "sitting", "second_call")
    first = {name: getattr(meeting, name) for name in names}
    form = FrameForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        try:
            reframe(meeting, form.framing(), request.scope, version=_version(form))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, meeting, "Jour et lieu enregistrés.")
    return form_page(request, meeting, "Jour et lieu", form, "Enregistrer")


@accepts_files(ROOM)
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_item_add(request: Request, meeting: Meeting) -> HttpResponse:
    """One more item."""
    return _item(request, meeting, None, "Ajouter un point")


@accepts_files(ROOM)
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_item(request: Request, meeting: Meeting, item: int) -> HttpResponse:
    """The words of one item, its duration, its paper."""
    row = item_of(meeting, item)
    return _item(request, meeting, row, f"Point {row.rank}")


def _item(request: Request, meeting: Meeting, item: Item | None, word: str) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PointForm(*sent, meeting=meeting, item=item)
    if form.is_bound and form.is_valid():
        try:
            write_item(meeting, form.point(), request.scope, version=_version(form), item=item)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, meeting, "Point enregistré.")
    return form_page(request, meeting, word, form, "Enregistrer ce point", files=True)


@acting
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_item_move(request: Request, meeting: Meeting, item: int) -> HttpResponse:
    """One item up, down, or off the agenda."""
    row, way = item_of(meeting, item), request.POST.get("sens", "")
    version = posted_version(request)
    try:
        if way == "effacer":
            remove_item(meeting, row, request.scope, version=version)
        else:
            move_item(meeting, row, request.scope, up=way == "haut", version=version)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(meeting)


@accepts_files(ROOM)
@keeping
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_minutes(request: Request, meeting: Meeting) -> HttpResponse:
    """The account of the meeting, the copy of the signed minutes."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = MinutesForm(*sent, meeting=meeting, minutes=meeting.minutes)
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["minutes"]
        try:
            write_minutes(meeting, text, request.scope, version=_version(form), scan=form.copy())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, meeting, "Compte rendu enregistré.")
    return form_page(request, meeting, "Compte rendu", form, "Enregistrer le compte rendu", files=True)


@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_correct(request: Request, meeting: Meeting, what: str, target: int) -> HttpResponse:
    """Correct a frozen text, with the reason."""
    found = corrected_of(meeting, what, target)
    text, most = (found.notes, 4000) if isinstance(found, Item) else (found.text, 300)
    form = CorrectForm(
        request.POST if request.method == "POST" else None, meeting=meeting, text=text, most=most
    )
    if form.is_bound and form.is_valid():
        read: dict[str, Any] = form.cleaned_data
        try:
            correct(meeting, found, read["after"], read["reason"], request.scope, version=_version(form))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, meeting, "Texte corrigé. Celui d’avant reste lisible, avec le motif.")
    shut = (
        "" if meeting.state in SETTLED else "Cette réunion n’est pas close\u00a0: changez le texte lui-même."
    )
    return form_page(request, meeting, "Corriger un texte", form, "Corriger ce texte", shut=shut)


def _version(form: Any) -> int:
    """The version its reader saw; none given: not any."""
    version = form.cleaned_data.get("version")
    return -1 if version is None else int(version)


def _done(request: Request, meeting: Meeting, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(meeting)

"""Pages by which a seat is filled, a mandate ends, its act is joined: read once more before it counts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.access import Action, Request, requires
from core.formats import de
from core.http import writing
from core.keeping import keeping
from core.uploads import accepts_files
from core.workflow import Refusal
from files.fields import ROOM
from mandates.models import Seat, SeatHold
from mandates.organs.choices import known_people, of_right
from mandates.organs.holding_forms import CopyForm, EndForm, FillForm
from mandates.organs.keeping import attach, end, fill, holder_on, holder_or_next, latest
from mandates.organs.loaders import Kept, organ_to_keep, seat_of
from mandates.organs.views import organ_crumbs

STEP = "etape"  # relire, corriger, faire


@keeping
@writing
@requires(Action.ORGAN_EDIT, organ_to_keep)
def seat_fill(request: Request, kept: Kept, seat: int) -> HttpResponse:
    """Somebody takes the seat; whoever held it that day leaves it."""
    found = seat_of(kept.organ, seat)
    held = holder_on(found, timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = FillForm(data, seat=found, people=known_people(kept.organ), right=of_right(found), held=held)
    title = "Remplacer le titulaire" if held else "Pourvoir le siège"
    if not _ready(request, form):
        return _form_page(request, found, form, title)
    if request.POST.get(STEP) != "faire":
        return _check_page(request, found, form, title)
    try:
        made = fill(found, form.filling(), request.scope)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, found, form, title)
    messages.success(request, f"{made.person} tient le siège «\u00a0{found.words}\u00a0».")
    return redirect(kept.organ)


@keeping
@writing
@requires(Action.ORGAN_EDIT, organ_to_keep)
def hold_end(request: Request, kept: Kept, seat: int) -> HttpResponse:
    """The mandate of whoever holds the seat, or is to take it, ends."""
    found = seat_of(kept.organ, seat)
    hold = holder_or_next(found)
    if hold is None:
        messages.error(request, "Personne ne tient ce siège aujourd’hui.")
        return redirect(kept.organ)
    hold.seat = found
    form, title = (
        EndForm(request.POST if request.method == "POST" else None, hold=hold),
        "Mettre fin au mandat",
    )
    if not _ready(request, form):
        return _form_page(request, found, form, title, hold=hold)
    if request.POST.get(STEP) != "faire":
        return _check_page(request, found, form, title)
    try:
        end(hold, form.ends_on(), form.cleaned_data["ending"], form.cleaned_data["reference"].strip())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, found, form, title, hold=hold)
    messages.success(request, f"Le mandat {de(str(hold.person))} prend fin. Le siège est à pourvoir.")
    return redirect(kept.organ)


@accepts_files(ROOM)
@keeping
@writing
@requires(Action.ORGAN_EDIT, organ_to_keep)
def hold_attach(request: Request, kept: Kept, seat: int) -> HttpResponse:
    """The copy of the act by which the seat is, or was last, held."""
    found = seat_of(kept.organ, seat)
    hold = latest(found)
    if hold is None:
        raise Http404
    posted = request.method == "POST"
    form = CopyForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            attach(hold, kept.organ, form.cleaned_data["scan"], request.scope)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La copie de l’acte est jointe.")
            return redirect(kept.organ)
    return _form_page(request, found, form, "Joindre la copie de l’acte", hold=hold)


def _ready(request: Request, form: FillForm | EndForm) -> bool:
    return form.is_bound and request.POST.get(STEP) != "corriger" and form.is_valid()


def _form_page(
    request: Request, seat: Seat, form: Any, title: str, *, hold: SeatHold | None = None
) -> HttpResponse:
    context = _context(seat, title) | {"form": form, "hold": hold, "takes_file": isinstance(form, CopyForm)}
    return render(request, "mandates/organs/seat_act.html", context, status=422 if form.errors else 200)


def _check_page(request: Request, seat: Seat, form: FillForm | EndForm, title: str) -> HttpResponse:
    said = [(name, value) for name, value in request.POST.items() if name in form.fields]
    context = _context(seat, title) | {
        "recap": form.recap(),
        "hidden": said,
        "grave": isinstance(form, EndForm),
    }
    return render(request, "mandates/organs/seat_check.html", context)


def _context(seat: Seat, title: str) -> dict[str, Any]:
    return {"seat": seat, "organ": seat.organ, "title": title, "crumbs": organ_crumbs(seat.organ, title)}

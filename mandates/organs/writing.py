"""Pages by which an organ is installed, its frame changed, its seats opened or closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.access import Action, Request, requires
from core.http import writing
from core.keeping import keeping
from core.workflow import Refusal
from mandates.models import Organ, Seat
from mandates.organs.choices import blank, kinds_for
from mandates.organs.composing import proposed
from mandates.organs.frame_forms import OrganForm, PlaceForm, SeatForm
from mandates.organs.keeping import install, reframe, write
from mandates.organs.listing import list_url
from mandates.organs.loaders import Kept, organ_to_keep, seat_of
from mandates.organs.views import organ_crumbs


@keeping
@writing
@requires(Action.ORGAN_EDIT)
def organ_add(request: Request) -> HttpResponse:
    """First which kind, then where, with what its texts say; its seats are proposed."""
    kinds, posted = kinds_for(request.scope), request.method == "POST"
    asked = (request.POST if posted else request.GET).get("type", "")
    kind, places = next(((kind, places) for kind, places in kinds if kind.code == asked), (None, []))
    if kind is None:
        wrong = "Choisissez un type d’organe de la liste." if asked or posted else ""
        context: dict[str, Any] = {
            "kinds": kinds,
            "wrong": wrong,
            "crumbs": [("Organes", list_url()), ("Installer", "")],
        }
        return render(request, "mandates/organs/organ_kinds.html", context, status=422 if posted else 200)
    data = request.POST if posted else None
    where = PlaceForm(data, places=places)
    organ = blank(kind, where.place())
    form = OrganForm(data, instance=organ)
    if posted and where.is_valid() and form.is_valid():
        try:
            install(form.instance)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "L’organe est installé. Pourvoyez maintenant ses sièges.")
            return redirect(organ)
    context = {
        "form": form,
        "where": where,
        "kind": kind,
        "seats": [seat.words for seat in proposed(blank(kind, where.place()))],
        "crumbs": [("Organes", list_url()), ("Installer", "")],
    }
    return render(request, "mandates/organs/organ_add.html", context, status=_status(form, where))


@keeping
@writing
@requires(Action.ORGAN_EDIT, organ_to_keep)
def organ_edit(request: Request, kept: Kept) -> HttpResponse:
    """The statutory frame of one organ; its last day, when it has one."""
    organ, name = kept.organ, kept.organ.name
    form = OrganForm(request.POST or None, instance=organ, seats=organ.seats.filter(closed_on=None).count())
    if request.method == "POST" and form.is_valid():
        try:
            reframe(form.instance)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le cadre de l’organe est à jour.")
            return redirect(organ)
    context = {"form": form, "organ": organ, "name": name, "crumbs": organ_crumbs(organ, "Cadre")}
    return render(request, "mandates/organs/organ_edit.html", context, status=_status(form))


@keeping
@writing
@requires(Action.ORGAN_EDIT, organ_to_keep)
def seat_add(request: Request, kept: Kept) -> HttpResponse:
    """One seat more."""
    organ = kept.organ
    last = organ.seats.order_by("-rank").first()
    seat = Seat(organ=organ, rank=last.rank + 1 if last else 1, opened_on=organ.opened_on)
    return _seat_page(request, organ, seat, "Ajouter un siège", "Le siège est ouvert.")


@keeping
@writing
@requires(Action.ORGAN_EDIT, organ_to_keep)
def seat_edit(request: Request, kept: Kept, seat: int) -> HttpResponse:
    """A seat changes its words, or closes."""
    found = seat_of(kept.organ, seat)
    return _seat_page(request, kept.organ, found, "Modifier le siège", "Le siège est à jour.")


def _seat_page(request: Request, organ: Organ, seat: Seat, title: str, done: str) -> HttpResponse:
    words = seat.words if seat.pk else ""
    form = SeatForm(request.POST or None, instance=seat)
    if request.method == "POST" and form.is_valid():
        try:
            write(form.instance)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(organ)
    context = {
        "form": form, "organ": organ, "title": title, "words": words, "crumbs": organ_crumbs(organ, title),
    }  # fmt: skip
    return render(request, "mandates/organs/seat_edit.html", context, status=_status(form))


def _status(*forms: OrganForm | PlaceForm | SeatForm) -> int:
    return 422 if any(form.errors for form in forms) else 200

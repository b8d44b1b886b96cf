"""Writing a convention while it is a draft: what stands above its lines, its lines, one line."""

import uuid

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from conventions.forms import HeaderForm, LineForm
from conventions.lines import (
    DOWN,
    UP,
    first_day,
    header_of,
    move_line,
    remove_line,
    write_header,
    write_line,
)
from conventions.loaders import cam_at
from conventions.models import Cam, Commitment
from conventions.reading import sides
from conventions.views.frame import address, cam_context, posted_version
from core.access import Action, Request, requires
from core.http import writing
from core.keeping import keeping
from core.seen import mark
from core.workflow import Refusal, Stale

MOVES = {"monter": UP, "descendre": DOWN}


@writing
@requires(Action.CAM_WRITE, cam_at)
def cam_lines(request: Request, cam: Cam) -> HttpResponse:
    """All that is written, party by party; a line changes place here."""
    if request.method == "POST":
        return _moved(request, cam)
    context = cam_context(cam, request.scope, ("Écrire", "")) | {"sides": sides(cam.commitments.all())}
    return render(request, "conventions/cam_lines.html", context)


def _moved(request: Request, cam: Cam) -> HttpResponse:
    where, _, key = request.POST.get("deplacer", "").partition(":")
    url = address("cam_lines", cam)
    try:
        step, line = MOVES[where], uuid.UUID(key)
        moved = move_line(cam, request.scope, line, step)
    except (KeyError, ValueError):
        messages.error(request, "Ce déplacement n’existe pas.")
        return redirect(url)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(url)
    messages.success(request, "L’engagement a changé de place." if moved else "Il est déjà au bout.")
    return redirect(f"{url}#{line.hex}")


@keeping
@writing
@requires(Action.CAM_WRITE, cam_at)
def cam_header(request: Request, cam: Cam) -> HttpResponse:
    """The preamble, how long it runs, its notice, the day it should begin."""
    form, status = HeaderForm(request.POST if request.method == "POST" else None, cam=cam), 200
    if form.is_bound and not form.is_valid():
        status = 422
    elif form.is_bound:
        try:
            write_header(cam, request.scope, form.values(), seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            fresh = cam_at(request.scope, cam.aire.code, cam.commune.code, cam.edition)
            form = HeaderForm(on_what_stands(request, mark(header_of(fresh))), cam=fresh)
            status = refused_by(form, refusal)
        else:
            messages.success(request, "C’est enregistré.")
            return redirect(address("cam_lines", cam))
    context = _context(request, cam, "Préambule, durée") | {"form": form}
    return render(request, "conventions/cam_header.html", context, status=status)


@keeping
@writing
@requires(Action.CAM_WRITE, cam_at)
def cam_line_add(request: Request, cam: Cam) -> HttpResponse:
    """A new commitment."""
    sent = request.POST.get("cle", "")
    try:
        key = uuid.UUID(sent) if sent else uuid.uuid4()
    except ValueError as error:
        raise Http404 from error
    return _line(request, cam, None, key)


@keeping
@writing
@requires(Action.CAM_WRITE, cam_at)
def cam_line(request: Request, cam: Cam, key: uuid.UUID) -> HttpResponse:
    """All the fields of one commitment."""
    return _line(request, cam, _line_of(cam, key), key)


def _line(request: Request, cam: Cam, line: Commitment | None, key: uuid.UUID) -> HttpResponse:
    starts_on = first_day(cam)
    data = request.POST if request.method == "POST" else None
    form, status = LineForm(data, line=line, starts_on=starts_on), 200
    if form.is_bound and not form.is_valid():
        status = 422
    elif form.is_bound:
        seen = (form.cleaned_data["seen"] or 0) if line else None
        try:
            write_line(cam, request.scope, form.values(), key=key, seen=seen)
        except Refusal as refusal:
            again = on_what_stands(request, str(line.version) if line else "")
            form = LineForm(again, line=line, starts_on=starts_on)
            status = refused_by(form, refusal)
        else:
            messages.success(request, "C’est enregistré.")
            return redirect(address("cam_lines", cam) + f"#{key.hex}")
    context = _context(request, cam, "Engagement") | {"form": form, "line": line, "key": key}
    return render(request, "conventions/cam_line.html", context, status=status)


@writing
@requires(Action.CAM_WRITE, cam_at)
def cam_line_remove(request: Request, cam: Cam, key: uuid.UUID) -> HttpResponse:
    """Take a commitment out, once its writer has read which one."""
    line, refused = _line_of(cam, key), ""
    if request.method == "POST":
        try:
            remove_line(cam, request.scope, key, seen=posted_version(request))
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"«\u00a0{line.text}\u00a0» est retiré.")
            return redirect(address("cam_lines", cam))
    context = _context(request, cam, "Retirer") | {"line": line, "refused": refused}
    return render(request, "conventions/cam_line_remove.html", context, status=422 if refused else 200)


def on_what_stands(request: Request, seen: str) -> QueryDict:
    """What was typed, on the version that stands now: read again, it may be sent again."""
    data = request.POST.copy()
    data["seen"] = seen
    return data


def refused_by(form: Form, refusal: Refusal) -> int:
    """The refusal stands above the form; the status of the answer."""
    form.is_valid()
    form.add_error(None, str(refusal))
    return 409 if isinstance(refusal, Stale) else 422


def _context(request: Request, cam: Cam, page: str) -> dict[str, object]:
    return cam_context(cam, request.scope, ("Écrire", address("cam_lines", cam)), (page, ""))


def _line_of(cam: Cam, key: uuid.UUID) -> Commitment:
    found = cam.commitments.filter(key=key).first()
    if found is None:
        raise Http404
    return found

"""One page an act of the circuit: its form, read again before it is signed, then the act, once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import Person
from conventions.act_forms import ActForm, SignForm, form_class
from conventions.acts import SIGNS, act_views, do, why_not
from conventions.enums import CamParty
from conventions.joined import JOINS
from conventions.loaders import cam_at
from conventions.models import Cam
from conventions.signing import OTHER, functions_of, substitute_of
from conventions.views.frame import cam_context
from conventions.views.offers import is_grave
from conventions.workflow import CIRCUIT
from core.access import Request, View, requires
from core.http import writing
from core.keeping import keeping
from core.rereading import Stage, stage_of
from core.uploads import accepts_files
from core.workflow import Move, Refusal
from files.fields import ROOM
from mandates.acted import behind_of
from mandates.cumul.functions import Function

UNKEPT = "Le fichier choisi n’est pas gardé d’une page à l’autre\u00a0: choisissez-le de nouveau."
Sides = dict[CamParty, list[Function]]


def acting_on(act: str) -> View:
    """The view of one act: GET shows its form; POST reads it again, then does it."""
    move = CIRCUIT.by_act[act]

    @keeping
    @writing
    @requires(move.action, cam_at)
    def decide(request: Request, cam: Cam) -> HttpResponse:
        return _decided(request, cam, move)

    return accepts_files(ROOM)(decide) if act in JOINS else decide


def _decided(request: Request, cam: Cam, move: Move[Cam]) -> HttpResponse:
    sides = _sides(request, cam, move)
    form = _form_of(request, cam, move, sides)
    stage = stage_of(request.POST, form, read_again=move.to is not None)
    if stage == Stage.FORM:
        return _form_page(request, cam, move, form, sides)
    version = form.cleaned_data.get("version")
    if stage == Stage.CHECK:
        stale = not form.errors and version != cam.version
        page = _form_page if stale else _check_page
        return page(request, cam, move, form, sides)
    try:
        log = do(
            cam, move.act, request.scope, version=version or 0, words=form.words(),
            details=form.details(), joined=form.enclosed(),
        )  # fmt: skip
    except Refusal as refusal:
        fresh = cam_at(request.scope, cam.aire.code, cam.commune.code, cam.edition)
        form = _form_of(request, fresh, move, sides)
        form.is_valid()
        form.add_error(None, str(refusal))
        return _form_page(request, fresh, move, form, sides)
    return redirect("cam_act_show", cam.aire.code, cam.commune.code, cam.edition, log.pk)


def _sides(request: Request, cam: Cam, move: Move[Cam]) -> Sides:
    """What who signs holds on both sides; of any other act, nothing (two queries)."""
    if move.act not in SIGNS:
        return {}
    person = Person.objects.get(pk=request.scope.person_id or 0)
    return functions_of(cam, person, timezone.localdate())


def _form_of(request: Request, cam: Cam, move: Move[Cam], sides: Sides) -> ActForm:
    """The form of this act, bound to what was sent."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if party := SIGNS.get(move.act):
        return SignForm(data, files, cam=cam, move=move, declares=bool(sides[OTHER[party]]))
    return form_class(move.act)(data, files, cam=cam, move=move)


def _form_page(request: Request, cam: Cam, move: Move[Cam], form: ActForm, sides: Sides) -> HttpResponse:
    """The form; when it comes back, what was done since it was opened, on the version it now stands on."""
    seen = _seen(form, cam)
    stale = seen != cam.version
    logs = list(CIRCUIT.history(cam).filter(version__gt=seen)) if stale else []
    later = move.to is not None  # the file is chosen on the next page
    if form.files and "joined" not in form.errors:
        form.add_error(None if later else "joined", UNKEPT)
    context = _context(request, cam, move, sides) | {
        "form": form,
        "why": why_not(cam, move, request.scope),
        "stale": stale,
        "since": act_views(cam, logs, behind_of(logs), {}, {}),
        "later": later,
        "next": "Relire avant de signer" if later else move.label,
    }
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "conventions/cam_act.html", context, status=status)


def _check_page(request: Request, cam: Cam, move: Move[Cam], form: ActForm, sides: Sides) -> HttpResponse:
    """Everything that was said, to be read once more; the file is chosen here, as the act is done."""
    said = [(name, value) for name, value in request.POST.items() if name in form.fields]
    context = _context(request, cam, move, sides) | {"recap": form.recap(), "hidden": said, "form": form}
    status = 422 if form.errors else 200
    return render(request, "conventions/cam_act_check.html", context, status=status)


def _context(request: Request, cam: Cam, move: Move[Cam], sides: Sides) -> dict[str, Any]:
    party = SIGNS.get(move.act)
    return cam_context(cam, request.scope, (move.label, "")) | {
        "move": move,
        "grave": is_grave(move.act),
        "party": party,
        "sides": [(side, held) for side, held in sides.items() if held],
        "both": len([held for held in sides.values() if held]) > 1,
        "substitute": substitute_of(cam, party) if party else None,
    }


def _seen(form: ActForm, cam: Cam) -> int:
    """The version that the sender of this form had before them."""
    found: int | None = getattr(form, "cleaned_data", {}).get("version") if form.is_bound else cam.version
    return cam.version if found is None else min(found, cam.version)

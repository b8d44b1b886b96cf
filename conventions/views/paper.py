"""Recording an act of the circuit that was taken on paper."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from conventions.acts import SIGNS, why_not
from conventions.loaders import cam_at
from conventions.models import Cam
from conventions.paper import Paper, record, signatories
from conventions.paper_forms import PaperForm, paper_form_class
from conventions.signing import substitute_of
from conventions.views.frame import cam_context
from conventions.workflow import CIRCUIT
from core.access import Action, Request, requires
from core.http import writing
from core.models import ActLog
from core.uploads import accepts_files
from core.workflow import Move, Refusal
from files.fields import ROOM


@accepts_files(ROOM)
@writing
@requires(Action.CAM_PAPER, cam_at)
def cam_paper(request: Request, cam: Cam, act: str) -> HttpResponse:
    """An opinion, a deliberation, a signature, a visa, a denunciation given on paper."""
    move = CIRCUIT.by_act.get(act)
    if move is None or move.paper is None:
        raise Http404
    if not request.scope.may(move.paper, cam.where()):
        raise PermissionDenied(move.paper)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = paper_form_class(act)(*sent, cam=cam, move=move, mandates=signatories(cam, act))
    if form.is_bound and form.is_valid():
        try:
            log = _recorded(request, cam, move, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("cam_act_show", cam.aire.code, cam.commune.code, cam.edition, log.pk)
    return _page(request, cam, move, form)


def _recorded(request: Request, cam: Cam, move: Move[Cam], form: PaperForm) -> ActLog:
    data = form.cleaned_data
    paper = Paper(form.mandate(), data["on"], form.copy())
    return record(
        cam, move.act, request.scope, paper,
        version=data["version"], words=form.words(), details=form.details(),
    )  # fmt: skip


def _page(request: Request, cam: Cam, move: Move[Cam], form: PaperForm) -> HttpResponse:
    fresh = cam_at(request.scope, cam.aire.code, cam.commune.code, cam.edition) if form.is_bound else cam
    stale = form.is_bound and form.cleaned_data.get("version") not in (None, fresh.version)
    party = SIGNS.get(move.act)
    context = cam_context(fresh, request.scope, (f"{move.label}, sur papier", "")) | {
        "move": move,
        "form": form,
        "version": fresh.version,
        "why": "" if form.is_bound else why_not(cam, move, request.scope, on_paper=True),
        "nobody": not form.mandates,
        "substitute": substitute_of(cam, party) if party else None,
    }
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "conventions/cam_paper.html", context, status=status)

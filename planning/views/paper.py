"""Recording an act of the circuit that was taken on paper."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.access import Action, Request, requires
from core.http import writing
from core.models import ActLog
from core.uploads import accepts_files
from core.workflow import Move, Refusal
from files.fields import ROOM
from planning.acts import why_not
from planning.lines import look
from planning.loaders import plan_at
from planning.models import Plan
from planning.paper import Paper, record, signatories
from planning.paper_forms import PaperForm, form_class
from planning.views.frame import plan_crumbs
from planning.workflow import CIRCUIT


@accepts_files(ROOM)
@writing
@requires(Action.PLAN_PAPER, plan_at)
def plan_paper(request: Request, plan: Plan, act: str) -> HttpResponse:
    """An adoption, an opinion, a validation, an approval given on paper."""
    move = CIRCUIT.by_act.get(act)
    if move is None or move.paper is None:
        raise Http404
    if not request.scope.may(move.paper, plan.where()):
        raise PermissionDenied(move.paper)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = form_class(act)(*sent, plan=plan, move=move, mandates=signatories(plan, act))
    if form.is_bound and form.is_valid():
        try:
            log = _recorded(request, plan, move, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("plan_act_show", plan.aire.code, plan.year, plan.edition, log.pk)
    return _page(request, plan, move, form)


def _recorded(request: Request, plan: Plan, move: Move[Plan], form: PaperForm) -> ActLog:
    data = form.cleaned_data
    paper = Paper(form.mandate(), data["on"], form.copy())
    log = record(
        plan,
        move.act,
        request.scope,
        paper,
        version=data["version"],
        words=form.words(),
        details=form.details(),
    )
    look(plan, request.scope.person_id or 0)
    return log


def _page(request: Request, plan: Plan, move: Move[Plan], form: PaperForm) -> HttpResponse:
    fresh = plan_at(request.scope, plan.aire.code, plan.year, plan.edition) if form.is_bound else plan
    stale = form.is_bound and form.cleaned_data.get("version") not in (None, fresh.version)
    context = {
        "crumbs": plan_crumbs(plan, f"{move.label}, sur papier"),
        "plan": plan,
        "move": move,
        "form": form,
        "version": fresh.version,
        "why": "" if form.is_bound else why_not(plan, move, request.scope, on_paper=True),
        "nobody": not form.mandates,
        "today": timezone.localdate(),
    }
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "planning/plan_paper.html", context, status=status)

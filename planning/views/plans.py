"""Reading one plan: its approval page, one of its acts; saying that one has read it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from core.access import Action, Request, Scope, requires
from core.http import acting, reading
from core.models import ActLog
from files.models import StoredFile
from mandates.acted import behind_of
from planning.acts import act_views
from planning.approval import page_of_plan
from planning.awaiting import next_words
from planning.effects import page_of
from planning.joined import by_act, pieces_of
from planning.lines import look
from planning.loaders import plan_at
from planning.models import Opinion, Plan, PlanPaper
from planning.news import subject_of
from planning.views.frame import plan_crumbs
from planning.views.offers import buttons, paper_links
from planning.workflow import CIRCUIT


@reading
@requires(Action.PLAN_APPROVED_SEE, plan_at)
def plan_show(request: Request, plan: Plan) -> HttpResponse:
    """Where one plan stands, what changed for this reader, what they may do."""
    context = page_of_plan(plan, request.scope) | {
        "plan": plan,
        "title": subject_of(plan),
        "crumbs": plan_crumbs(plan),
        "buttons": buttons(plan, request.scope),
        "papers": paper_links(plan, request.scope),
        "writes": request.scope.may(Action.PLAN_WRITE, plan.where()),
    }
    return render(request, "planning/plan_show.html", context)


@acting
@requires(Action.PLAN_APPROVED_SEE, plan_at)
def plan_read(request: Request, plan: Plan) -> HttpResponse:
    """This reader has read the plan as it stands; what changes later is shown first."""
    look(plan, request.scope.person_id or 0)
    messages.success(request, "C’est noté\u00a0: ce qui changera ensuite vous sera montré d’abord.")
    return redirect(page_of(plan))


@reading
@requires(Action.PLAN_APPROVED_SEE, plan_at)
def plan_act_show(request: Request, plan: Plan, pk: int) -> HttpResponse:
    """The receipt of one act: what was done, its number, who is next."""
    log = CIRCUIT.history(plan).filter(pk=pk).first()
    if log is None:
        raise Http404
    view = act_views(plan, [log], behind_of([log]), by_act(pieces_of(plan, request.scope)))[0]
    opinion = Opinion.objects.filter(log=log).select_related("commune").prefetch_related("pledges").first()
    context = {
        "plan": plan,
        "view": view,
        "title": subject_of(plan),
        "crumbs": plan_crumbs(plan, f"Acte {view.number}"),
        "opinion": opinion,
        "paper": _scan_of(log, request.scope),
        "mine": log.person_id == request.scope.person_id,
        "next": next_words(plan, request.scope) if plan.version == log.version else "",
    }
    return render(request, "planning/plan_act_show.html", context)


def _scan_of(log: ActLog, scope: Scope) -> StoredFile | None:
    """The copy of the paper behind an act, when the door of files would open it to this reader."""
    paper = PlanPaper.objects.filter(log=log).select_related("scan").first()
    return paper.scan if paper and scope.may(Action(paper.scan.action), paper.scan.where()) else None

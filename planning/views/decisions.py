"""One page an act of the circuit: its form, read again before it is signed, then the act, once."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.access import Request, View, requires
from core.http import writing
from core.keeping import keeping
from core.rereading import Stage, stage_of
from core.uploads import accepts_files
from core.workflow import Move, Refusal
from files.fields import ROOM
from mandates.acted import behind_of
from mandates.policy import actor_of
from planning.acts import act_views, do, why_not
from planning.changes import changes_since
from planning.decision_forms import PLEDGE, ActForm, OpinionForm, ReturnForm
from planning.effects import OPINIONS, asked_of_commune
from planning.joined import JOINS, by_act, pieces_of
from planning.loaders import plan_at
from planning.models import Plan
from planning.views.frame import plan_crumbs
from planning.workflow import CIRCUIT, holds_host

UNKEPT = "Le fichier choisi n’est pas gardé d’une page à l’autre\u00a0: choisissez-le de nouveau."


def decision(act: str) -> View:
    """The view of one act: GET shows its form; POST reads it again, then does it."""
    move = CIRCUIT.by_act[act]

    @keeping
    @writing
    @requires(move.action, plan_at)
    def decide(request: Request, plan: Plan) -> HttpResponse:
        return _decided(request, plan, move)

    return accepts_files(ROOM)(decide) if act in JOINS else decide


def _decided(request: Request, plan: Plan, move: Move[Plan]) -> HttpResponse:
    form = form_of(request, plan, move)
    stage = stage_of(request.POST, form, read_again=move.to is not None)
    if stage == Stage.FORM:
        return _form_page(request, plan, move, form)
    version = form.cleaned_data.get("version")
    if stage == Stage.CHECK:
        stale = not form.errors and version != plan.version
        return _form_page(request, plan, move, form) if stale else _check_page(request, plan, move, form)
    assert version is not None  # noqa: S101 - for the reader of types
    try:
        log = do(
            plan,
            move.act,
            request.scope,
            version=version,
            words=form.words(),
            details=form.details(),
            joined=form.enclosed(),
        )
    except Refusal as refusal:
        fresh = plan_at(request.scope, plan.aire.code, plan.year, plan.edition)
        form = form_of(request, fresh, move)
        form.is_valid()
        form.add_error(None, str(refusal))
        return _form_page(request, fresh, move, form)
    return redirect("plan_act_show", plan.aire.code, plan.year, plan.edition, log.pk)


def form_of(request: Request, plan: Plan, move: Move[Plan]) -> ActForm:
    """The form of this act, bound to what was sent."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if move.act in OPINIONS:
        host = holds_host(plan, actor_of(request.scope, move.action, plan.where()))
        return OpinionForm(data, files, plan=plan, move=move, lines=asked_of_commune(plan), host=host)
    if move.act.startswith("renvoyer"):
        return ReturnForm(data, plan=plan, move=move)
    return ActForm(data, files, plan=plan, move=move)


def _form_page(request: Request, plan: Plan, move: Move[Plan], form: ActForm) -> HttpResponse:
    """The form; when it comes back, what changed since it was opened, and the version it now stands on."""
    seen = _seen(form, plan)
    stale = seen != plan.version
    logs = list(CIRCUIT.history(plan).filter(version__gt=seen)) if stale else []
    pieces = pieces_of(plan, request.scope) if stale else []
    later = move.to is not None  # the file is chosen on the next page
    if form.files and "joined" not in form.errors:
        form.add_error(None if later else "joined", UNKEPT)
    context = _context(plan, move) | {
        "form": form,
        "why": why_not(plan, move, request.scope),
        "stale": stale,
        "changes": changes_since(plan, seen) if stale else [],
        "since": act_views(plan, logs, behind_of(logs), by_act(pieces)),
        "orphans": _orphans(form),
        "later": later,
        "next": "Relire avant de signer" if later else move.label,
    }
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "planning/plan_act.html", context, status=status)


def _check_page(request: Request, plan: Plan, move: Move[Plan], form: ActForm) -> HttpResponse:
    """Everything that was said, to be read once more; the file is chosen here, as the act is done."""
    said = [(name, value) for name, value in request.POST.items() if name in form.fields]
    context = _context(plan, move) | {"recap": form.recap(), "hidden": said, "form": form}
    status = 422 if form.errors else 200
    return render(request, "planning/plan_act_check.html", context, status=status)


def _context(plan: Plan, move: Move[Plan]) -> dict[str, Any]:
    return {"plan": plan, "move": move, "crumbs": plan_crumbs(plan, move.label), "grave": _grave(move)}


def _grave(move: Move[Plan]) -> bool:
    return move.act.startswith("renvoyer") or move.act == "retirer"


def _seen(form: ActForm, plan: Plan) -> int:
    """The version that the sender of this form had before them."""
    found: int | None = getattr(form, "cleaned_data", {}).get("version") if form.is_bound else plan.version
    return plan.version if found is None else min(found, plan.version)


def _orphans(form: ActForm) -> Mapping[str, str]:
    """Engagements typed on lines that left the plan meanwhile."""
    return {
        name: str(value)
        for name, value in form.data.items()
        if name.startswith(PLEDGE) and name not in form.fields and value
    }

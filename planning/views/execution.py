"""What becomes of a plan: the table of a quarter, one line of it, the closing of the year."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.access import Action, Request, requires
from core.http import reading, writing
from core.keeping import Kept, keeping
from core.uploads import accepts_files
from files.fields import ROOM
from followup.history import opens
from planning.aggregates import Figures, begun, figures_of
from planning.closing import balance
from planning.executing import Standing, odd, standing, why_not
from planning.execution_forms import ExecutionForm, OneExecutionForm
from planning.execution_table import rows, save, save_all
from planning.loaders import plan_at
from planning.models import Plan
from planning.news import subject_of
from planning.views.frame import plan_crumbs
from planning.wording import QUARTERS
from planning.workflow import CIRCUIT


@keeping
@writing
@requires(Action.PLAN_APPROVED_SEE, plan_at)
def plan_execution(request: Request, plan: Plan, quarter: int) -> HttpResponse:
    """Every line of the plan for a quarter, saved in place."""
    shut = _shut(request, plan, quarter)
    if request.method != "POST":
        return _table(request, plan, quarter, Kept())
    kept = Kept(whole=shut) if shut else save_all(plan, quarter, request.POST, request.scope)
    if kept.words:
        messages.success(request, kept.words)
    return _table(request, plan, quarter, kept) if kept.wrong else redirect(request.get_full_path())


@accepts_files(ROOM)
@keeping
@writing
@requires(Action.PLAN_APPROVED_SEE, plan_at)
def plan_execution_line(request: Request, plan: Plan, quarter: int, key: UUID) -> HttpResponse:
    """One line for a quarter: every payer, the reason of the gap, a piece of evidence."""
    shut = _shut(request, plan, quarter)
    there = _standing(plan, quarter, key)
    if request.method != "POST":
        return _one(request, plan, there, OneExecutionForm(there=there))
    form = OneExecutionForm(request.POST, request.FILES, there=there)
    if shut:
        form.add_error(None, shut)
    elif not form.errors and not form.changed:
        messages.success(request, "Rien n’avait changé.")
        return redirect(request.get_full_path())
    elif save(plan, form, request.scope):
        messages.success(request, "C’est enregistré.")
        return redirect(request.get_full_path())
    return _one(request, plan, _standing(plan, quarter, key), form)


@reading
@requires(Action.PLAN_APPROVED_SEE, plan_at)
def plan_balance(request: Request, plan: Plan) -> HttpResponse:
    """The balance of the year; whoever executes the plan closes it from there."""
    offered = CIRCUIT.by_act["cloturer"] in CIRCUIT.open_to(plan, request.scope)
    context = _frame(plan, "Bilan") | {"balance": balance(plan), "offered": offered}
    return render(request, "planning/plan_balance.html", context)


def _shut(request: Request, plan: Plan, quarter: int) -> str:
    """Why nothing may be said now, or ""; a stranger to the execution reads, and no more."""
    if quarter not in QUARTERS:
        raise Http404
    if request.method == "POST" and not request.scope.may(Action.PLAN_EXECUTE, plan.where()):
        raise PermissionDenied(Action.PLAN_EXECUTE)
    return why_not(plan, quarter)


def _standing(plan: Plan, quarter: int, key: UUID) -> Standing:
    lines = plan.activities.prefetch_related("executions__evidence", "executions__person")
    return standing(get_object_or_404(lines, key=key), quarter)


def _writes(request: Request, plan: Plan, quarter: int) -> bool:
    return request.scope.may(Action.PLAN_EXECUTE, plan.where()) and not why_not(plan, quarter)


def _table(request: Request, plan: Plan, quarter: int, kept: Kept[int, ExecutionForm]) -> HttpResponse:
    writes = _writes(request, plan, quarter)
    found = rows(plan, quarter, kept, writes=writes)
    wrong = [("contenu", kept.whole)] if kept.whole else []
    wrong += [(f"l{row.activity.pk}", f"{row.activity.text}\u00a0: {s}") for row in found for s in row.errors]
    figures = figures_of(Plan.objects.filter(pk=plan.pk), until=quarter)
    context = _frame(plan, f"Exécution, T{quarter}") | {
        "quarter": quarter,
        "tabs": [(one, one in begun(plan.year, timezone.localdate()), one == quarter) for one in QUARTERS],
        "rows": found,
        "writes": writes,
        "shut": why_not(plan, quarter),
        "errors": wrong,
        "form": None,
        "figures": figures.get(plan.pk, Figures(plans=1)),
    }
    return render(request, "planning/plan_execution.html", context, status=422 if kept.wrong else 200)


def _one(request: Request, plan: Plan, there: Standing, form: ExecutionForm) -> HttpResponse:
    context = _frame(plan, f"T{there.quarter}, ligne {there.activity.rank}") | {
        "there": there,
        "line": there.activity,
        "quarter": there.quarter,
        "form": form,
        "seen": OneExecutionForm(there=there).initial["seen"],
        "odd": odd(there),
        "said": [(e, opens(e.evidence, request.scope)) for e in (*there.before, there.now) if e.version],
        "writes": _writes(request, plan, there.quarter),
        "shut": why_not(plan, there.quarter),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "planning/plan_execution_line.html", context, status=status)


def _frame(plan: Plan, here: str) -> dict[str, Any]:
    title = subject_of(plan)
    return {"plan": plan, "title": title, "here": here, "crumbs": plan_crumbs(plan, here)}

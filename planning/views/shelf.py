"""Which plans there are: the reader's, those of an aire; one begins, is copied, amended."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.access import Action, Request, requires
from core.formats import counted
from core.http import reading, writing
from core.workflow import Refusal
from cscom.models import Aire
from planning.beginning import amend, begin, copy_lines, lines_to_copy
from planning.effects import page_of
from planning.enums import PlanState
from planning.horizon import years_offered
from planning.loaders import aire_of_plans, plan_at
from planning.models import Plan
from planning.shelf import Asked, chosen, copyable, of_aire, rows_of, years_of
from planning.shelf_forms import AmendForm
from planning.views.frame import address, crumbs_of, plan_context

PAGE = 40


@reading
@requires(Action.PLAN_APPROVED_SEE)
def plan_list(request: Request) -> HttpResponse:
    """The reader's plans, by year, state, place."""
    visible = Plan.objects.visible_to(request.scope)
    years = years_of(visible)
    asked = Asked.read(request.GET, years)
    page = Paginator(chosen(visible, asked), PAGE).get_page(request.GET.get("page"))
    aires = list(Aire.objects.within(request.scope.reach(Action.PLAN_WRITE)).order_by("name")[:PAGE])
    context = {
        "page": page,
        "rows": rows_of(list(page)),
        "years": years,
        "asked": asked,
        "aires": aires,
        "follows": request.scope.may(Action.PLAN_SEE),
        "sets_horizon": request.scope.may(Action.PLAN_CALENDAR),
    }
    return render(request, "planning/plan_list.html", context)


@writing
@requires(Action.PLAN_APPROVED_SEE, aire_of_plans)
def plan_aire(request: Request, aire: Aire) -> HttpResponse:
    """The plans of an aire, year after year; the next one begins here."""
    writes = request.scope.may(Action.PLAN_WRITE, aire.where())
    if request.method != "POST":
        return _aire(request, aire, writes=writes)
    if not writes:
        raise PermissionDenied(Action.PLAN_WRITE)
    asked = request.POST.get("annee", "")
    try:
        plan = begin(aire, int(asked) if asked.isdecimal() and len(asked) < 5 else 0, request.scope)
    except Refusal as refusal:
        return _aire(request, aire, writes=writes, refused=str(refusal))
    messages.success(request, f"Plan {plan.year} commencé. Écrivez ses lignes, ou reprenez-les.")
    return redirect(address("plan_copy" if copyable(plan) else "plan_lines", plan))


def _aire(request: Request, aire: Aire, *, writes: bool, refused: str = "") -> HttpResponse:
    plans = of_aire(aire, request.scope)
    underway = {plan.year for plan in plans if plan.state != PlanState.WITHDRAWN}
    context = {
        "crumbs": crumbs_of(aire),
        "aire": aire,
        "rows": rows_of(plans),
        "writes": writes,
        "offered": [year for year in years_offered(aire) if year not in underway] if writes else [],
        "refused": refused,
    }
    return render(request, "planning/plan_aire.html", context, status=422 if refused else 200)


@writing
@requires(Action.PLAN_WRITE, plan_at)
def plan_copy(request: Request, plan: Plan) -> HttpResponse:
    """Take the lines of an earlier plan of the aire: how many, before anything is written."""
    sources, refused = copyable(plan), ""
    if request.method == "POST":
        try:
            made = copy_lines(_among(sources, request.POST.get("source")), plan, request.scope)
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(
                request, f"{counted(made, 'ligne reprise', 'lignes reprises')}. Corrigez-les ici."
            )
            return redirect(address("plan_lines", plan))
    counts = lines_to_copy(sources, plan)
    context = plan_context(plan, request.scope, ("Reprendre un plan", "")) | {
        "sources": [(source, counts.get(source.pk, 0)) for source in sources],
        "refused": refused,
    }
    return render(request, "planning/plan_copy.html", context, status=422 if refused else 200)


def _among(sources: Sequence[Plan], asked: str | None) -> Plan:
    found = next((one for one in sources if str(one.pk) == asked), None)
    if found is None:
        raise Refusal("Choisissez un plan d’avant de cette aire.")
    return found


@writing
@requires(Action.PLAN_WRITE, plan_at)
def plan_amend(request: Request, plan: Plan) -> HttpResponse:
    """An approved plan is amended by a new edition, which goes the whole way again."""
    form = AmendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = amend(plan, form.cleaned_data["reason"], request.scope)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Version amendée commencée, avec toutes les lignes du plan en vigueur.")
            return redirect(address("plan_lines", made))
    context = plan_context(plan, request.scope, ("Amender", "")) | {"form": form, "back": page_of(plan)}
    return render(request, "planning/plan_amend.html", context, status=422 if form.errors else 200)

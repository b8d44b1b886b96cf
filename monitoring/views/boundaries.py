"""The boundaries of a région, kept by its DRS: what changed, what will, and the way to change it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.access import Action, Request, Scope, requires
from core.http import reading, writing
from core.workflow import Refusal, Stale
from cscom.boundaries.writing import CHANGED, basis_of, why_not_undo
from cscom.models import BoundaryChange
from monitoring.boundaries.acting import confirm, job_of, undo
from monitoring.boundaries.comparing import compare
from monitoring.boundaries.forms import (
    AireForm,
    CommuneForm,
    DistrictForm,
    PlanForm,
    ReasonForm,
    VillagesForm,
)
from monitoring.boundaries.wording import done_words, list_rows, undone_words

LISTED = 20
STEP, CONFIRM = "etape", "confirmer"
AGAIN = ("chercher", "corriger")  # the form comes back with what was typed, nothing is judged
SINCE = "Ces lieux ont changé depuis l’aperçu."
State = BoundaryChange.State


def change_at(scope: Scope, pk: int) -> BoundaryChange:
    """A change of one's région; 404 for any other."""
    mine = BoundaryChange.objects.within(scope.reach(Action.BOUNDARY_SET))
    return get_object_or_404(mine.select_related("asked_by", "undone_by", "region"), pk=pk)


@reading
@requires(Action.BOUNDARY_SET)
def boundary_list(request: Request) -> HttpResponse:
    """What changed and what will, the latest day first."""
    mine = BoundaryChange.objects.within(request.scope.reach(Action.BOUNDARY_SET)).select_related("asked_by")
    page = Paginator(mine, LISTED).get_page(request.GET.get("page"))
    return render(request, "monitoring/boundary_list.html", {"page": page, "rows": list_rows(page)})


@writing
@requires(Action.BOUNDARY_SET)
def boundary_villages(request: Request) -> HttpResponse:
    """Villages join another aire."""
    typed = request.POST if request.method == "POST" else request.GET
    more = {"words": typed.get("q", ""), "chosen": typed.getlist("villages")}
    return _walk(request, VillagesForm, "monitoring/boundary_villages.html", more)


@writing
@requires(Action.BOUNDARY_SET)
def boundary_aire(request: Request) -> HttpResponse:
    """An aire gets another commune, another district."""
    return _walk(request, AireForm)


@writing
@requires(Action.BOUNDARY_SET)
def boundary_commune(request: Request) -> HttpResponse:
    """A commune gets another cercle, another district."""
    return _walk(request, CommuneForm)


@writing
@requires(Action.BOUNDARY_SET)
def boundary_district(request: Request) -> HttpResponse:
    """A district is created."""
    return _walk(request, DistrictForm)


@reading
@requires(Action.BOUNDARY_SET, change_at)
def boundary_show(request: Request, change: BoundaryChange) -> HttpResponse:
    """One change: who, when, why, before and after; how to undo it."""
    under_way = change.state in {State.WRITING, State.UNDOING}
    context = {
        "change": change,
        "compared": change.facts,
        "crumbs": [("Découpage", reverse("boundary_list")), (change.title, "")],
        "job": job_of(change, request.scope.person_id) if under_way else None,
        "why_not": why_not_undo(change) if change.state == State.DONE else "",
        "may_undo": change.state in {State.DONE, State.COMING},
    }
    return render(request, "monitoring/boundary_show.html", context)


@writing
@requires(Action.BOUNDARY_SET, change_at)
def boundary_undo(request: Request, change: BoundaryChange) -> HttpResponse:
    """Undo a change that nothing followed, call off one to come; for a reason."""
    form = ReasonForm(request.POST or None)
    refusal = "" if change.state == State.COMING else why_not_undo(change)
    if request.method == "POST" and form.is_valid():
        try:
            change = undo(change, form.cleaned_data["reason"], request.scope)
        except Refusal as why:
            refusal = str(why)
        else:
            return _answer(request, change, undone_words(change))
    crumbs = [
        ("Découpage", reverse("boundary_list")),
        (change.title, change.get_absolute_url()),
        ("Annuler", ""),
    ]
    context = {"change": change, "compared": change.facts, "form": form, "refusal": refusal, "crumbs": crumbs}
    status = 422 if request.method == "POST" else 200
    return render(request, "monitoring/boundary_undo.html", context, status=status)


def _walk(
    request: Request,
    form_class: type[PlanForm],
    template: str = "monitoring/boundary_form.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form, the comparison, the confirmation: three answers of one address, nothing kept between."""
    places, step, more = request.scope.reach(Action.BOUNDARY_SET), request.POST.get(STEP, ""), more or {}
    if request.method != "POST" or step in AGAIN:
        form = form_class(places, initial=_typed(request, form_class), **more)
        return _form_page(request, template, form, more)
    form = form_class(places, request.POST, **more)
    if form.is_valid():
        try:
            return _compared(request, form, confirming=step == CONFIRM)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _form_page(request, template, form, more)


def _compared(request: Request, form: PlanForm, *, confirming: bool) -> HttpResponse:
    """Before and after; once confirmed with a reason, the change itself. Raises Refusal."""
    plan = form.plan()
    why = (
        ReasonForm(request.POST) if confirming else ReasonForm(initial={"reason": request.POST.get("reason")})
    )
    stale = CHANGED if confirming and basis_of(plan) != request.POST.get("basis") else ""
    try:
        compared = compare(plan)
    except Refusal as refusal:
        raise Refusal(f"{SINCE} {refusal}" if stale else str(refusal)) from refusal
    if confirming and not stale and why.is_valid():
        try:
            change = confirm(plan, compared, why.cleaned_data["reason"], request.scope)
        except Stale as told:
            stale, compared = str(told), compare(plan)
        else:
            return _answer(request, change, done_words(change))
    context = {"form": why, "asked": form, "compared": compared, "on": plan.on, "stale": stale}
    context["crumbs"] = [("Découpage", reverse("boundary_list")), (form.title, "")]
    status = 409 if stale else 422 if why.errors else 200
    return render(request, "monitoring/boundary_compare.html", context, status=status)


def _form_page(request: Request, template: str, form: PlanForm, more: dict[str, Any]) -> HttpResponse:
    context = {"form": form, "reason": request.POST.get("reason", ""), **more}
    context["crumbs"] = [("Découpage", reverse("boundary_list")), (form.title, "")]
    return render(request, template, context, status=422 if form.errors else 200)


def _typed(request: Request, form_class: type[PlanForm]) -> dict[str, Any]:
    """What the fields held, to be shown again without a judgement."""
    typed = request.POST if request.method == "POST" else request.GET
    several = {"villages", "communes"}
    return {
        name: typed.getlist(name) if name in several else typed[name]
        for name in form_class.base_fields
        if name in typed
    }


def _answer(request: Request, change: BoundaryChange, words: str) -> HttpResponse:
    messages.success(request, words)
    if change.state in {State.WRITING, State.UNDOING} and (job := job_of(change, request.scope.person_id)):
        return redirect("job_show", pk=job.pk)
    return redirect(change)

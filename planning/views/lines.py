"""Writing the lines of a plan: the table, the page of one line, its removal."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from core.access import Action, Request, requires
from core.http import writing
from core.keeping import Kept, keeping
from core.workflow import Refusal
from planning.arranging import DOWN, UP, move_line, put_back
from planning.components import standing
from planning.grid import page_of_lines, removed_of, rows_of, totals_of
from planning.line_forms import GridForm, LineForm, as_typed
from planning.lines import remove_line, write_line
from planning.loaders import plan_at
from planning.models import Activity, Plan
from planning.numbers import indicators_offered, known
from planning.saving import save_all
from planning.views.frame import address, plan_context

MOVES = {"monter": UP, "descendre": DOWN}


@keeping
@writing
@requires(Action.PLAN_WRITE, plan_at)
def plan_lines(request: Request, plan: Plan) -> HttpResponse:
    """All the lines in one table, saved in place."""
    if request.method != "POST":
        return _table(request, plan, Kept())
    if back := request.POST.get("remettre"):
        return _put_back(request, plan, back)
    kept = save_all(plan, request.POST, request.scope)
    if words := kept.words:
        messages.success(request, words)
    return _table(request, plan, kept) if kept.refused else redirect(request.get_full_path())


def _put_back(request: Request, plan: Plan, key: str) -> HttpResponse:
    try:
        line = put_back(plan, request.scope, uuid.UUID(key))
        messages.success(request, f"«\u00a0{line.text}\u00a0» est de nouveau dans le plan, à la fin.")
    except ValueError as error:
        raise Http404 from error
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address("plan_lines", plan))


def _table(request: Request, plan: Plan, kept: Kept[str, GridForm]) -> HttpResponse:
    page = page_of_lines(plan, request.GET.get("page"))
    rows = rows_of(page, kept.refused, plan)
    context = plan_context(plan, request.scope, ("Lignes", "")) | {
        "page": page,
        "rows": rows,
        "errors": [(id_, f"Ligne {row.number}\u00a0: {said}") for row in rows for id_, said in row.errors],
        "form": None,
        "totals": totals_of(plan, page),
        "removed": removed_of(plan),
    }
    return render(request, "planning/plan_lines.html", context, status=422 if kept.refused else 200)


@keeping
@writing
@requires(Action.PLAN_WRITE, plan_at)
def plan_line(request: Request, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """All the fields of one line."""
    line = _line_of(plan, key)
    if request.method != "POST":
        return _one(request, plan, line, LineForm(line=line, indicators=indicators_offered()))
    if step := MOVES.get(request.POST.get("deplacer", "")):
        return _moved(request, plan, line, step)
    form = LineForm(request.POST, line=line, indicators=indicators_offered())
    if "reprendre" in request.POST:
        return _one(request, plan, line, _filled(request, plan, form))
    if form.is_valid():
        try:
            done = write_line(plan, request.scope, form.values(), key=key, seen=form.cleaned_data["version"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "C’est enregistré." if done.changed else "Rien n’avait changé.")
            return redirect(address("plan_lines", plan) + f"#{line.key.hex}")
    return _one(request, plan, line, form)


def _moved(request: Request, plan: Plan, line: Activity, step: int) -> HttpResponse:
    try:
        moved = move_line(plan, request.scope, line.key, step)
        messages.success(request, "La ligne a changé de place." if moved else "Elle est déjà au bout.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address("plan_line", plan, line.key))


def _filled(request: Request, plan: Plan, form: LineForm) -> LineForm:
    """The form as it was typed, with what monitoring knows of the indicator; nothing is saved."""
    typed = {name: form[name].data for name in form.fields}
    found = known(plan.aire, typed["indicator"] or "", request.scope)
    if found is None:
        messages.error(
            request, "Choisissez un indicateur du catalogue\u00a0: ses chiffres viendront ensuite."
        )
    else:
        typed |= {
            name: as_typed(value)
            for name, value in (("baseline", found.baseline), ("target", found.target))
            if value is not None
        }
        missing = "" if found.baseline is not None else " La base n’est pas connue\u00a0: écrivez-la."
        messages.info(request, f"{found.words}.{missing} Relisez, puis enregistrez.")
    shown = LineForm(line=form.line, indicators=indicators_offered())
    shown.initial = typed
    return shown


def _one(request: Request, plan: Plan, line: Activity, form: LineForm) -> HttpResponse:
    context = plan_context(plan, request.scope, ("Lignes", address("plan_lines", plan)), (line.text, "")) | {
        "line": line,
        "form": form,
        "standing": standing(),
    }
    return render(request, "planning/plan_line.html", context, status=422 if form.errors else 200)


@writing
@requires(Action.PLAN_WRITE, plan_at)
def plan_line_remove(request: Request, plan: Plan, key: uuid.UUID) -> HttpResponse:
    """Take a line out, once its writer has read which one."""
    line, refused = _line_of(plan, key), ""
    if request.method == "POST":
        seen = request.POST.get("version", "")
        try:
            remove_line(
                plan, request.scope, key, seen=int(seen) if seen.isdecimal() and len(seen) < 10 else -1
            )
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(
                request, f"«\u00a0{line.text}\u00a0» est retirée. On peut la remettre, plus bas."
            )
            return redirect(address("plan_lines", plan))
    context = plan_context(plan, request.scope, ("Lignes", address("plan_lines", plan)), (line.text, "")) | {
        "line": line,
        "refused": refused,
    }
    return render(request, "planning/plan_line_remove.html", context, status=422 if refused else 200)


def _line_of(plan: Plan, key: uuid.UUID) -> Activity:
    found = plan.activities.select_related("origin").filter(key=key).first()
    if found is None:
        raise Http404
    found.plan = plan
    return found

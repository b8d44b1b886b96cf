"""The follow-up: one table updated in place, one page a line, the same lines as a file."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.access import Action, Request, requires
from core.http import reading, writing
from core.keeping import Kept, keeping
from core.tabular import table_response
from core.uploads import accepts_files
from core.workflow import Refusal
from files.fields import ROOM
from followup.exports import rows
from followup.forms import LineForm, OneLineForm
from followup.history import history_of, opens
from followup.loaders import followup_seen
from followup.models import Followup
from followup.saving import save_all
from followup.table import Asked, chosen, line_of, spots_of, tabs_of
from followup.taking import takers_of
from followup.updating import may_update, update

PAGE = 30


@keeping
@writing
@requires(Action.SELF)
def followup_list(request: Request) -> HttpResponse:
    """The lines of one's places, and one's own wherever they stand, saved in place."""
    if request.method != "POST":
        return _table(request, Kept())
    kept = save_all(request.POST, request.scope)
    if words := kept.words:
        messages.success(request, words)
    return _table(request, kept) if kept.refused else redirect(request.get_full_path())


@reading
@requires(Action.SELF)
def followup_export(request: Request) -> HttpResponse:
    """The lines on screen, every page of them."""
    visible = Followup.objects.visible_to(request.scope)
    asked, today = Asked.read(request.GET, spots_of(visible)), timezone.localdate()
    lines = chosen(visible, asked, request.scope, today)
    return table_response("csv", f"suivi-{today.isoformat()}", [], rows(lines, today))


@accepts_files(ROOM)
@keeping
@writing
@requires(Action.SELF, followup_seen)
def followup_show(request: Request, line: Followup) -> HttpResponse:
    """One line: what was promised, what became of it, what to say of it."""
    if request.method != "POST":
        return _one(request, line, OneLineForm(line=line))
    if not may_update(request.scope, line):
        raise PermissionDenied(Action.FOLLOWUP_EDIT)
    form = OneLineForm(request.POST, request.FILES, line=line)
    if form.is_valid():
        try:
            done = update(line, form.said(), request.scope, version=form.cleaned_data["seen"].version)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            changed = done.version != line.version
            messages.success(request, "C’est enregistré." if changed else "Rien n’avait changé.")
            return redirect("followup_show", line.pk)
    return _one(request, followup_seen(request.scope, line.pk), form)


def _table(request: Request, kept: Kept[int, LineForm]) -> HttpResponse:
    scope, today = request.scope, timezone.localdate()
    visible = Followup.objects.visible_to(scope)
    spots = spots_of(visible)
    asked = Asked.read(request.GET, spots)
    page = Paginator(chosen(visible, asked, scope, today), PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    absent = set(kept.refused) - {row.pk for row in shown}
    moved = [followup_seen(scope, pk) for pk in sorted(absent)]  # refused, and no more behind this tab
    lines = [line_of(row, scope, today, kept.refused.get(row.pk)) for row in (*moved, *shown)]
    context = {
        "page": page,
        "lines": lines,
        "writes": any(line.form for line in lines),
        "errors": [
            (f"l{line.row.pk}", f"{line.row.text}\u00a0: {s}") for line in lines for _, s in line.errors
        ],
        "form": None,
        "tabs": tabs_of(visible, asked, scope, today),
        "spots": spots,
        "asked": asked,
        "query": asked.query(),
        "today": today,
    }
    return render(request, "followup/followup_list.html", context, status=422 if kept.refused else 200)


def _one(request: Request, line: Followup, form: OneLineForm) -> HttpResponse:
    context = {
        "crumbs": [("Suivi", reverse("followup_list")), (line.number, "")],
        "line": line_of(line, request.scope, timezone.localdate()),
        "row": line,
        "form": form,
        "may_update": may_update(request.scope, line),
        "opens": opens(line.proof, request.scope),
        "history": history_of(line, request.scope),
        "takers": takers_of(line, request.scope),
    }
    return render(request, "followup/followup_show.html", context, status=422 if form.errors else 200)

"""What comes into a plan from elsewhere: open promises, a sheet, joined papers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from core.access import Action, Request, requires
from core.formats import counted
from core.http import reading, writing
from core.tabular import TYPES, table_response
from core.uploads import accepts_files
from core.workflow import Refusal
from files.fields import ROOM
from files.sheets.limits import HEAVIEST, Unreadable
from planning.attaching import attach, detach
from planning.beginning import take_up
from planning.loaders import plan_at
from planning.models import Plan
from planning.sheets import keeping
from planning.sheets.columns import above_of, rows_of
from planning.sheets.reading import sheet_sent
from planning.shelf_forms import AttachForm, PlanSheetForm
from planning.taking_up import first_values, openings_of
from planning.views.frame import address, plan_context

SHOWN = 100  # faults of a page


@writing
@requires(Action.PLAN_WRITE, plan_at)
def plan_followups(request: Request, plan: Plan) -> HttpResponse:
    """What the follow-up leaves open in the aire: one button makes a line of it."""
    openings = openings_of(plan, request.scope)
    if request.method == "POST":
        number = request.POST.get("suivi", "")
        row = next((one.followup for one in openings if str(one.followup.pk) == number), None)
        if row is None:
            messages.error(request, "Cet engagement n’est plus ouvert dans cette aire.")
            return redirect(address("plan_followups", plan))
        try:
            line = take_up(plan, row, request.scope, first_values(row))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(address("plan_followups", plan))
        messages.success(request, f"{row.number} est dans le plan. Dites quand, combien, qui paie.")
        return redirect(address("plan_line", plan, line.key))
    context = plan_context(plan, request.scope, ("Depuis le suivi", "")) | {"openings": openings}
    return render(request, "planning/plan_followups.html", context)


@accepts_files(HEAVIEST)
@writing
@requires(Action.PLAN_WRITE, plan_at)
def plan_sheet(request: Request, plan: Plan) -> HttpResponse:
    """Take the sheet away; send it back, read what it would write, confirm."""
    if request.method != "POST":
        return _sheet_page(request, plan, PlanSheetForm())
    if "confirmer" in request.POST or "abandonner" in request.POST:
        return _decided(request, plan)
    form = PlanSheetForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["fichier"]
        try:
            keeping.keep(plan, sheet_sent(sent.read(), plan), sent.name, request.scope)
            return redirect(address("plan_sheet", plan))
        except (Unreadable, Refusal) as why:
            form.add_error("fichier", f"«\u00a0{sent.name[:80]}\u00a0». {why}")
    return _sheet_page(request, plan, form)


def _decided(request: Request, plan: Plan) -> HttpResponse:
    if "abandonner" in request.POST:
        keeping.abandon(plan, request.scope)
        messages.info(request, "La feuille est abandonnée\u00a0: rien n’a été enregistré.")
        return redirect(address("plan_sheet", plan))
    try:
        made = keeping.confirm(plan, request.POST.get("confirmer", ""), request.scope)
    except Refusal as refusal:
        return _sheet_page(request, plan, PlanSheetForm(), str(refusal))
    messages.success(
        request, f"{counted(made, 'ligne enregistrée', 'lignes enregistrées')}, d’après la feuille."
    )
    return redirect(address("plan_lines", plan))


def _sheet_page(request: Request, plan: Plan, form: PlanSheetForm, refused: str = "") -> HttpResponse:
    upload = keeping.waiting_of(plan, request.scope)
    found = keeping.review_of(upload, plan) if upload else None
    context = plan_context(plan, request.scope, ("Feuille", "")) | {
        "form": form,
        "upload": upload,
        "review": found,
        "faults": found.faults[:SHOWN] if found else [],
        "refused": refused,
    }
    wrong = form.errors or refused
    return render(request, "planning/plan_sheet.html", context, status=422 if wrong else 200)


@reading
@requires(Action.PLAN_WRITE, plan_at)
def plan_sheet_file(request: Request, plan: Plan, ending: str) -> HttpResponse:  # noqa: ARG001 - the same for all
    """The sheet of this plan: its lines, to change, to add to."""
    if ending not in TYPES:
        raise Http404
    return table_response(ending, f"feuille-{plan.number}", above_of(plan), rows_of(plan.activities.all()))


@accepts_files(ROOM)
@writing
@requires(Action.PLAN_WRITE, plan_at)
def plan_attachments(request: Request, plan: Plan) -> HttpResponse:
    """The papers of the plan: join one, take one out."""
    form = AttachForm()
    if request.method == "POST":
        if digits := request.POST.get("retirer"):
            return _detached(request, plan, digits)
        form = AttachForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                made = attach(plan, form.cleaned_data["copy"], form.cleaned_data["label"], request.scope)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"«\u00a0{made.label}\u00a0» est jointe au plan.")
                return redirect(address("plan_attachments", plan))
    context = plan_context(plan, request.scope, ("Pièces jointes", "")) | {
        "form": form,
        "attachments": list(plan.attachments.select_related("file", "person")),
    }
    return render(request, "planning/plan_attachments.html", context, status=422 if form.errors else 200)


def _detached(request: Request, plan: Plan, digits: str) -> HttpResponse:
    try:
        label = detach(plan, int(digits) if digits.isdecimal() and len(digits) < 18 else 0, request.scope)
        messages.success(request, f"«\u00a0{label}\u00a0» n’est plus jointe au plan.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address("plan_attachments", plan))

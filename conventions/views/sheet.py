"""The lines of a draft by a sheet: taken away, sent back, read before it is written, confirmed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from conventions.lines import LOCKED
from conventions.loaders import cam_at
from conventions.models import Cam
from conventions.sheets.columns import above_of, rows_of
from conventions.sheets.reading import sheet_sent
from conventions.sheets.writing import Waiting, confirm, sealed, unsealed, waiting
from conventions.views.frame import address, cam_context
from core.access import Action, Request, requires
from core.formats import counted
from core.http import reading, writing
from core.tabular import links, table_response
from core.uploads import accepts_files
from core.workflow import Refusal
from files.sheets.form import SheetForm
from files.sheets.limits import HEAVIEST, Unreadable

SHOWN = 100  # faults of a page


@accepts_files(HEAVIEST)
@writing
@requires(Action.CAM_WRITE, cam_at)
def cam_sheet(request: Request, cam: Cam) -> HttpResponse:
    """Take the sheet away; send it back, read what it would write, confirm."""
    form = SheetForm()
    if "confirmer" in request.POST:
        return _confirmed(request, cam)
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES)
        if not cam.writable:
            form.add_error(None, LOCKED)
        elif form.is_valid():
            sent = form.cleaned_data["fichier"]
            try:
                return _page(request, cam, SheetForm(), waiting(sheet_sent(sent.read(), cam), sent.name))
            except Unreadable as why:
                form.add_error("fichier", f"«\u00a0{sent.name[:80]}\u00a0». {why}")
    return _page(request, cam, form)


def _confirmed(request: Request, cam: Cam) -> HttpResponse:
    sheet = None
    try:
        sheet = unsealed(request.POST.get("feuille", ""), cam, request.scope)
        made = confirm(sheet, cam, request.scope)
    except Refusal as refusal:
        return _page(request, cam, SheetForm(), sheet, str(refusal))
    told = counted(made, "ligne enregistrée", "lignes enregistrées") if made else "Tout est déjà enregistré"
    messages.success(request, f"{told}, d’après la feuille.")
    return redirect(address("cam_lines", cam))


def _page(
    request: Request, cam: Cam, form: SheetForm, sheet: Waiting | None = None, refused: str = ""
) -> HttpResponse:
    found = sheet.review(cam) if sheet else None
    context = cam_context(cam, request.scope, ("Écrire", address("cam_lines", cam)), ("Feuille", ""))
    context |= {
        "form": form,
        "sheet": sheet,
        "review": found,
        "faults": found.faults[:SHOWN] if found else [],
        "sealed": sealed(sheet, cam, request.scope) if sheet else "",
        "files": links("cam_sheet_file", cam.aire.code, cam.commune.code, str(cam.edition)),
        "refused": refused,
    }
    wrong = form.errors or refused or (found and found.faults)
    return render(request, "conventions/cam_sheet.html", context, status=422 if wrong else 200)


@reading
@requires(Action.CAM_WRITE, cam_at)
def cam_sheet_file(request: Request, cam: Cam, ending: str) -> HttpResponse:  # noqa: ARG001 - the same for all
    """The sheet of this draft: its lines, to change, to add to."""
    return table_response(ending, f"projet-{cam.number}", above_of(cam), rows_of(cam.commitments.all()))

"""The page of one cell: what is said of it, its limits, its history."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from core.access import Action, Request, requires
from core.http import writing
from core.keeping import keeping
from core.workflow import Refusal
from monitoring.cell_file import cell_file
from monitoring.entry import ENTER
from monitoring.form import Cell, FormSection
from monitoring.forms import NoteForm
from monitoring.loaders import report_at
from monitoring.models import MonthlyReport
from monitoring.notes import may_note, write_note
from monitoring.sight import Sight, sight_of
from monitoring.views.frame import crumbs_of, month_words, section_url


@keeping
@writing
@requires(Action.MANAGEMENT_SEE, report_at)
def report_cell(request: Request, report: MonthlyReport, section: str, case: str) -> HttpResponse:
    """Show all that is known of one cell; receive a comment, a flag."""
    sight = sight_of(report, request.scope)
    part = sight.section(section)
    cell = _cell(sight, part, case)
    if request.method != "POST":
        return _page(request, sight, cell, NoteForm(initial={"operation": uuid4()}))
    if not may_note(sight, part):
        raise PermissionDenied(ENTER[part.kind])
    form = NoteForm(request.POST)
    if form.is_valid() and _written(sight, cell, form):
        messages.success(request, "C’est noté.")
        return redirect(request.path)
    return _page(request, sight, cell, form, status=422)


def _written(sight: Sight, cell: Cell, form: NoteForm) -> bool:
    """Kept; else the form says why not."""
    said = form.cleaned_data
    try:
        write_note(sight, cell.key, said["texte"], flag=form.flag(), operation=said["operation"])
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _cell(sight: Sight, part: FormSection, key: str) -> Cell:
    cell = sight.form.cells.get(key)
    if cell is None or cell.section != part.code:
        raise Http404
    return cell


def _page(request: Request, sight: Sight, cell: Cell, form: NoteForm, *, status: int = 200) -> HttpResponse:
    report, part = sight.report, sight.section(cell.section)
    found = cell_file(sight, part, cell)
    above = (part.name, section_url(report, part))
    context = {
        "crumbs": [*crumbs_of(report, part.name)[:-1], above, (cell.label, "")],
        "report": report,
        "month": month_words(report),
        "section": part,
        "file": found,
        "form": form,
        "writes": may_note(sight, part) and not sight.veiled,
        "veiled": sight.veiled,
    }
    return render(request, "monitoring/report_cell.html", context, status=status)

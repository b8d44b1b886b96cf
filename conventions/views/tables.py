"""The two tables of a year that are typed in place, or filled by a sheet that is read before it is saved."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from conventions.enums import CamParty
from conventions.models import Cam
from conventions.views.frame import address
from conventions.views.year_frame import frame, review_and_reason
from conventions.year_forms import DueForm
from conventions.year_sheet import brought, fields_of, said_of
from conventions.year_table import makers_of, save_all
from conventions.yearly import Line
from core.access import Request
from core.rows import KeptRows, Makers, filled_rows, shown_rows
from files.sheets.form import SheetForm
from files.sheets.limits import Unreadable


@dataclass(frozen=True, slots=True)
class Table:
    """Which table of which year, typed for which party; ``word``: its name in the path."""

    cam: Cam
    year: int
    lines: list[Line]
    party: CamParty
    form_of: type[DueForm]
    template: str
    word: str


def answer(request: Request, table: Table) -> HttpResponse:
    """Show it, save what was typed, or fill it from a file."""
    cam, year, lines, party = table.cam, table.year, table.lines, table.party
    review, shut = review_and_reason(cam, year)
    kept: KeptRows[DueForm] = KeptRows()
    makers = makers_of(table.form_of, lines, party)
    sheet, asked = SheetForm(), "deposer" in request.POST
    if request.method == "POST" and shut:
        kept.whole = shut
    elif asked:
        sheet = SheetForm(request.POST, request.FILES)
        _bring(sheet, kept, makers, table)
    elif request.method == "POST":
        kept = save_all(makers, request.POST, request.scope)
        if kept.words:
            messages.success(request, kept.words)
        if not kept.wrong:
            return redirect(address("cam_year", cam, year))
    context = frame(cam, year, review, request.scope, table.word) | {
        "party": party,
        "rows": shown_rows(makers, kept) if not shut else [],
        "brought": len(kept.filled) if asked and not sheet.errors and not shut else None,
        "strange": kept.strange,
        "errors": kept.errors,
        "form": sheet,
    }
    return render(request, table.template, context, status=422 if kept.wrong or sheet.errors else 200)


def _bring(sheet: SheetForm, kept: KeptRows[DueForm], makers: Makers[DueForm], table: Table) -> None:
    """Fill the table from the file; nothing is saved."""
    if not sheet.is_valid():
        return
    sent, wanted = sheet.cleaned_data["fichier"], fields_of(table.form_of, table.party)
    try:
        found = brought(sent.read(), table.cam, table.year, table.lines, wanted)
    except Unreadable as why:
        sheet.add_error("fichier", f"«\u00a0{sent.name[:80]}\u00a0». {why}")
    else:
        kept.filled, kept.strange = filled_rows(makers, said_of(table.lines, found)), found.strange

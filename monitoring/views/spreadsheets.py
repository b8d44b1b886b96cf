"""Sheets of reports: the page, the files to take away, what was sent back and what it would change."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from communes.models import District
from core import formats
from core.access import Action, Request, requires
from core.http import reading, writing
from core.tabular import CSV, XLSX
from core.uploads import accepts_files
from core.workflow import Refusal, Stale
from cscom.models import Aire
from files.sheets.limits import HEAVIEST, Unreadable
from monitoring.loaders import SEEN_BY, period_at, report_at
from monitoring.models import MonthlyReport, SheetUpload
from monitoring.recent import begun
from monitoring.sheets import deciding
from monitoring.sheets.comparing import Review
from monitoring.sheets.faults import faults_file
from monitoring.sheets.forms import SheetChoiceForm, SheetUploadForm
from monitoring.sheets.grid import sheet_of
from monitoring.sheets.keeping import (
    abandon,
    confirm,
    keep,
    may_leave,
    review_of,
    types_somewhere,
    waiting_of,
)
from monitoring.sheets.loaders import district_of_sheets, reports_of, sees, sheet_of_mine
from monitoring.sheets.reading import read
from monitoring.sheets.writing import csv_file, xlsx_file

ON_A_PAGE = 100
FAULTS_SHOWN = 100
MONTHS_OFFERED = 12
FILES = {"xlsx": (XLSX, xlsx_file), "csv": (CSV, csv_file)}


@accepts_files(HEAVIEST)
@writing
@requires(Action.MANAGEMENT_SEE)
def sheet_list(request: Request) -> HttpResponse:
    """Take a sheet away; send one back, read it, show what it would change."""
    if request.method != "POST":
        return _list_page(request, SheetUploadForm())
    if not types_somewhere(request.scope):
        raise PermissionDenied
    form = SheetUploadForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["fichier"]
        try:
            kept = keep(read(sent.read()), sent.name, Person(pk=request.scope.person_id))
            return redirect("sheet_show", kept.pk)
        except Unreadable as why:
            form.add_error("fichier", f"«\u00a0{sent.name[:80]}\u00a0». {why}")
    return _list_page(request, form)


@reading
@requires(Action.MANAGEMENT_SEE, report_at)
def report_file(request: Request, report: MonthlyReport, ending: str) -> HttpResponse:
    """The sheet of one report, filled or empty, cut to what its reader sees."""
    return _file(request, [report], report.aire.code, ending)


@reading
@requires(Action.MANAGEMENT_SEE, district_of_sheets)
def district_file(request: Request, district: District, month: str, ending: str) -> HttpResponse:
    """All the reports of a district for a month, in one sheet."""
    reports = reports_of(district, period_at(month))
    if not reports:
        raise Http404
    return _file(request, reports, district.code, ending)


@writing
@requires(Action.SELF, sheet_of_mine)
def sheet_show(request: Request, upload: SheetUpload) -> HttpResponse:
    """What a file would change; confirmed, what it changed."""
    if upload.applied_at:
        return render(request, "monitoring/sheet_done.html", _done_context(upload))
    if request.method != "POST":
        return _review_page(request, upload)
    if "abandonner" in request.POST:
        return _abandoned(request, upload)
    try:
        confirm(upload, request.scope, deciding.decision_of(request.POST))
    except Stale as why:
        return _review_page(request, upload, str(why), status=409)
    except Refusal as why:
        return _review_page(request, upload, str(why), status=422)
    return redirect("sheet_show", upload.pk)


def _abandoned(request: Request, upload: SheetUpload) -> HttpResponse:
    if not abandon(upload):  # confirmed at the same instant: its page tells what was written
        return redirect("sheet_show", upload.pk)
    messages.info(request, f"«\u00a0{upload.name}\u00a0» est abandonné\u00a0: rien n’a été enregistré.")
    return redirect("sheet_list")


@reading
@requires(Action.SELF, sheet_of_mine)
def sheet_faults(request: Request, upload: SheetUpload) -> HttpResponse:
    """Every problem of the file, in a CSV."""
    if upload.applied_at:
        raise Http404
    return _download(faults_file(review_of(upload, request.scope)), CSV, "erreurs.csv")


def _file(request: Request, reports: Sequence[MonthlyReport], place: str, ending: str) -> HttpResponse:
    if ending not in FILES:
        raise Http404
    mime, write = FILES[ending]
    blank = request.GET.get("vide") == "1"
    sheet = sheet_of(reports, request.scope, blank=blank)
    name = f"feuille-{place}-{sheet.period.code}{'-vide' if blank else ''}.{ending}"
    return _download(write(sheet), mime, name)


def _download(content: bytes, mime: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mime)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _list_page(request: Request, form: SheetUploadForm) -> HttpResponse:
    scope = request.scope
    aires = list(Aire.objects.within(scope.reach(*SEEN_BY)).order_by("name"))
    choice = SheetChoiceForm(request.GET, periods=begun(timezone.localdate(), MONTHS_OFFERED), aires=aires)
    types = types_somewhere(scope)
    month, code = choice.chosen("mois"), choice.chosen("aire")
    context = {
        "crumbs": _crumbs(),
        "choice": choice,
        "month": month,
        "month_words": dict(choice.fields["mois"].choices).get(month, ""),  # type: ignore[attr-defined]
        "aire": next((aire for aire in aires if aire.code == code), None),
        "many": len(aires) > 1,
        "districts": [d for d in District.objects.order_by("name") if sees(scope, d)],
        "form": form,
        "types": types,
        "waiting": list(waiting_of(scope.person_id or 0).defer("content")) if types else [],
    }
    return render(request, "monitoring/sheet_list.html", context, status=422 if form.errors else 200)


def _crumbs(*rest: str) -> list[tuple[str, str]]:
    path = [("Rapports", reverse("report_list")), ("Feuilles", reverse("sheet_list") if rest else "")]
    return [*path, *((name, "") for name in rest)]


def _review_page(
    request: Request, upload: SheetUpload, refused: str = "", *, status: int = 200
) -> HttpResponse:
    review = review_of(upload, request.scope)
    page = Paginator(review.changes, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = review.clashes[: deciding.SHOWN]
    # Another dry run has other clashes at the same ranks: a choice holds for the page on which it was made.
    chosen = request.POST if request.POST.get("vu") == review.mark else {}
    context = {
        "crumbs": _crumbs(upload.name),
        "upload": upload,
        "review": review,
        "rescue": may_leave(review),
        "refused": refused,
        "page": page,
        "many": len(review.parts) > 1,
        "faults": review.faults[:FAULTS_SHOWN],
        "clashes": [
            (rank, clash, chosen.get(f"{deciding.CHOICE}{rank}")) for rank, clash in enumerate(shown)
        ],
        "beyond": len(review.clashes) - len(shown),
        "possible": _possible(review),
    }
    return render(request, "monitoring/sheet_show.html", context, status=status)


def _possible(review: Review) -> bool:
    """Is there something to confirm?"""
    return bool(review.changes or review.clashes) and (not review.faults or may_leave(review))


def _done_context(upload: SheetUpload) -> dict[str, Any]:
    return {
        "crumbs": _crumbs(upload.name),
        "upload": upload,
        "result": upload.result,
        "lines": [
            (name, code, month, formats.month(int(month[:4]), int(month[5:])), count)
            for name, code, month, count in upload.result["lines"]
        ],
    }

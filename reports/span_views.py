"""Asking on paper for what speaks of some months: the essential sheet, the dossier of a meeting."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import Person
from communes.models import Commune
from core.access import Action, Request, requires
from core.http import writing
from core.throttle import limited
from monitoring.board import Board, Choice
from monitoring.spans import PARAMETER, last_due
from reports import pdf, tasks
from reports.dossier.paper import DOSSIER
from reports.dossier.pieces import PIECES
from reports.essential.issuing import SHEET
from reports.forms import reason_of, refused, reissue_form
from reports.partners import partners_of
from reports.reach import load_commune
from reports.spanned import SpanPaper


@limited("document_ask", "POST")
@writing
@requires(Action.DOCUMENT_ISSUE, load_commune)
def essential_ask(request: Request, commune: Commune) -> HttpResponse:
    """Check before asking: which months, which aires, what came in. POST asks, and leads to the job."""
    return _ask(request, commune, SHEET, "reports/essential_ask.html")


@limited("document_ask", "POST")
@writing
@requires(Action.DOCUMENT_ISSUE, load_commune)
def dossier_ask(request: Request, commune: Commune) -> HttpResponse:
    """Check before asking: which months, which pieces. POST asks, and leads to the job."""
    return _ask(request, commune, DOSSIER, "reports/dossier_ask.html")


def _ask(request: Request, commune: Commune, what: SpanPaper, template: str) -> HttpResponse:
    page = Board(commune, request.scope, last_due(), _asked(request))
    reason, former = (
        pdf.pdf_possible() or what.why_not(commune, page.span),
        what.last_edition(commune, page.span),
    )
    posted = request.POST if request.method == "POST" and not reason else None
    form = reissue_form(former, posted)
    if posted is not None and not refused(form):
        person = Person.objects.get(pk=request.scope.person_id or 0)
        job = tasks.ask_spanned(what, commune, page.span, page.last, person, reason_of(form))
        return redirect("job_show", pk=job.pk)
    context = _context(page, commune, what) | {"reason": reason, "form": form, "former": former}
    return render(request, template, context, status=422 if form and form.errors else 200)


def _context(page: Board, commune: Commune, what: SpanPaper) -> dict[str, Any]:
    span = page.span
    return {
        "commune": commune,
        "span": span,
        "switch": [Choice(s.choice, s.code if s.query else None, s is span) for s in page.choices],
        "unknown_period": False,
        "title": what.title,
        "partners": partners_of(commune),
        "pieces": PIECES,
        "issued": list(what.editions(commune, span).order_by("-edition")),
        "crumbs": [("Documents", reverse("document_list")), (commune.name, "")],
    }


def _asked(request: HttpRequest) -> str:
    return request.POST.get(PARAMETER) or request.GET.get(PARAMETER, "")

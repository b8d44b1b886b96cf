"""Recording an act that was taken on paper: declaration, visa, signature; validation apart."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core import formats
from core.access import Action, Request, requires
from core.http import writing
from core.uploads import accepts_files
from core.workflow import Refusal
from files.fields import ROOM
from monitoring.acts import NOT_BEGUN, what_comes
from monitoring.loaders import report_at
from monitoring.models import MonthlyReport
from monitoring.paper import record, signatories
from monitoring.paper_forms import PaperForm
from monitoring.paper_words import TITLES
from monitoring.views.frame import crumbs_of, month_words, title_of
from monitoring.workflow import guards

ACTS = ("declarer", "viser", "signer")


@accepts_files(ROOM)
@writing
@requires(Action.PAPER_RECORD, report_at)
def report_paper(request: Request, report: MonthlyReport, act: str) -> HttpResponse:
    """A declaration, a visa, a signature given on paper."""
    if act not in ACTS:
        raise Http404
    return _recorded(request, report, act)


@accepts_files(ROOM)
@writing
@requires(Action.PAPER_VALIDATE, report_at)
def report_paper_validate(request: Request, report: MonthlyReport) -> HttpResponse:
    """A validation given on paper."""
    return _recorded(request, report, "valider")


def _recorded(request: Request, report: MonthlyReport, act: str) -> HttpResponse:
    mandates = [] if report._state.adding else signatories(report, act)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PaperForm(*sent, report=report, act=act, mandates=mandates)
    if request.method == "POST" and form.is_valid():
        refused = _record(request, report, act, form)
        if not refused:
            return redirect("report_show", report.aire.code, report.period.code)
        form.add_error(None, refused)
    return _page(request, report, act, form)


def _record(request: Request, report: MonthlyReport, act: str, form: PaperForm) -> str:
    """Record the act and say who comes next; returns the sentence that refused it, or ""."""
    if report._state.adding:
        return NOT_BEGUN
    version, on = form.cleaned_data["version"], form.cleaned_data["on"]
    try:
        log = record(
            report, act, request.scope, version=version, mandate=form.mandate(), on=on, scan=form.copy()
        )
    except Refusal as refusal:
        return str(refusal)
    done = f"{TITLES[act].lower()}, par {log.person_name} le {formats.day(on)}, enregistré."
    told = f"{title_of(report)}\u00a0: {done}"
    messages.success(request, f"{told} {what_comes(report, request.scope)}")
    return ""


def _page(request: Request, report: MonthlyReport, act: str, form: PaperForm) -> HttpResponse:
    fresh = report_at(request.scope, report.aire.code, report.period.code) if form.is_bound else report
    context = {
        "crumbs": crumbs_of(report, TITLES[act]),
        "report": report,
        "month": month_words(report),
        "title": TITLES[act],
        "form": form,
        "version": fresh.version,
        "why": NOT_BEGUN if fresh._state.adding else guards(fresh, act, request.scope, on_paper=True),
        "nobody": not form.mandates,
        "today": timezone.localdate(),
    }
    return render(request, "monitoring/report_paper.html", context, status=422 if form.errors else 200)

"""The page where the maternal deaths of a report are declared."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.access import Action, Request, requires
from core.http import writing
from core.keeping import keeping
from core.workflow import Refusal
from monitoring.death_form import DeathForm
from monitoring.deaths import Told, bare_words, death_words, declare_death, told_deaths, withdraw_death
from monitoring.loaders import report_at
from monitoring.models import DeathDeclaration, MonthlyReport
from monitoring.sight import sight_of
from monitoring.views.frame import crumbs_of, month_words


@keeping
@writing
@requires(Action.CLINICAL_SEE, report_at)
def report_deaths(request: Request, report: MonthlyReport) -> HttpResponse:
    """Show what is declared; declare one more; take one back."""
    enters = request.scope.may(Action.CLINICAL_ENTER, report.where())
    if request.method != "POST":
        return _page(request, report, _blank(report))
    if not enters:
        raise PermissionDenied(Action.CLINICAL_ENTER)
    if "retirer" in request.POST:
        return _withdrawn(request, report)
    form = DeathForm(request.POST, period=report.period)
    if form.is_valid():
        try:
            death = declare_death(report, form.cleaned_data, request.scope, form.cleaned_data["operation"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            form.data = request.POST.dict() | {"operation": str(uuid4())}  # the other may have served
        else:
            messages.success(request, f"Déclaré. {death_words(death)}.")
            return redirect("report_deaths", report.aire.code, report.period.code)
    return _page(request, report, form, status=422)


def _withdrawn(request: Request, report: MonthlyReport) -> HttpResponse:
    try:
        death = withdraw_death(report, request.POST["retirer"], request.scope)
        messages.success(request, f"Déclaration retirée. {death_words(death)}.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("report_deaths", report.aire.code, report.period.code)


def _blank(report: MonthlyReport) -> DeathForm:
    return DeathForm(period=report.period, initial={"operation": uuid4()})


def _page(request: Request, report: MonthlyReport, form: DeathForm, *, status: int = 200) -> HttpResponse:
    sight = sight_of(report, request.scope)
    told = told_deaths(report, sight.form, sight.values)
    context = {
        "crumbs": crumbs_of(report, "Décès maternels"),
        "report": report,
        "month": month_words(report),
        "form": form,
        "counted": told.counted,
        "left": told.left,
        "deaths": _lines(request, report, told),
        "enters": request.scope.may(Action.CLINICAL_ENTER, report.where()),
    }
    return render(request, "monitoring/report_deaths.html", context, status=status)


def _lines(request: Request, report: MonthlyReport, told: Told) -> list[tuple[DeathDeclaration | None, str]]:
    """A village is small: outside the circuit of health one reads that a death was declared, no more."""
    if request.scope.may(Action.DEATH_SEE, report.where()):
        return [(death, death_words(death)) for death in told.declared]
    return [(None, words) for words in sorted(map(bare_words, told.declared))]

"""The sheets of paper: the form of a month, empty or filled, one layout."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.access import Action, Request, requires
from core.http import reading
from core.months import Month
from monitoring.form import load_form
from monitoring.form_sheet import blank, filled_sheet
from monitoring.loaders import report_at
from monitoring.models import MonthlyReport, Period
from monitoring.sight import sight_of
from monitoring.views.frame import crumbs_of, month_words


@reading
@requires(Action.MANAGEMENT_SEE, report_at)
def report_sheet(request: Request, report: MonthlyReport) -> HttpResponse:
    """The filled sheet, as far as its reader may see it."""
    sight = sight_of(report, request.scope)
    context = {
        "crumbs": crumbs_of(report, "Feuille remplie"),
        "report": report,
        "month": month_words(report),
        "sheet": filled_sheet(sight),
        "veiled": sight.veiled,
    }
    return render(request, "monitoring/report_sheet.html", context)


@reading
@requires(Action.MANAGEMENT_SEE, report_at)
def report_sheet_blank(request: Request, report: MonthlyReport) -> HttpResponse:
    """The empty sheet of an aire for a month."""
    sheet = blank(load_form(report.period.starts_on), report.period, report.aire)
    context = {
        "crumbs": crumbs_of(report, "Feuille vide"),
        "report": report,
        "month": month_words(report),
        "sheet": sheet,
        "blank": True,
    }
    return render(request, "monitoring/report_sheet.html", context)


@reading
@requires(Action.CATALOGUE_SEE)
def blank_sheet(request: Request) -> HttpResponse:
    """The empty sheet of no aire: of the month asked for (« ?mois=2026-10 »), else of this one."""
    period = _period(request.GET.get("mois", ""))
    on = period.starts_on if period else timezone.localdate()
    context = {
        "crumbs": [("Rapports", ""), ("Feuille vide", "")],
        "sheet": blank(load_form(on), period),
        "blank": True,
    }
    return render(request, "monitoring/report_sheet.html", context)


def _period(asked: str) -> Period | None:
    try:
        month = Month.parse(asked)
    except ValueError:
        return None
    return Period.objects.filter(year=month.year, month=month.number).first()

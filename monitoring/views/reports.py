"""The reports a reader may open, each of them in full: list, page of a report."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from core.access import Action, Request, requires
from core.http import reading
from cscom.models import Aire
from monitoring.deaths import counted_deaths
from monitoring.enums import EDITABLE, ReportState
from monitoring.form_sheet import sheet_of
from monitoring.forms import NOT_BEGUN, ReportFilterForm
from monitoring.listing import lines, slots
from monitoring.loaders import SEEN_BY, report_at
from monitoring.models import MonthlyReport, Period
from monitoring.notes import followed, threads
from monitoring.overview import changes, controls, section_views
from monitoring.paper_words import act_views, reopening_words
from monitoring.sight import sight_of
from monitoring.standing import ACTS, awaited, sent_back, steps, tag_of, unstamped_kinds, waiting_lines
from monitoring.views.buttons import buttons, paper_links
from monitoring.views.frame import crumbs_of, month_words, months_offered, rail
from monitoring.workflow import CIRCUIT, section_stamps

ON_A_PAGE = 25
MONTHS_LISTED = 12


@reading
@requires(Action.MANAGEMENT_SEE)
def report_list(request: Request) -> HttpResponse:
    """Reports of the reader's aires, latest months first."""
    aires = list(
        Aire.objects.within(request.scope.reach(*SEEN_BY)).select_related("host_commune").order_by("name")
    )
    periods = list(Period.objects.filter(starts_on__lte=timezone.localdate()))
    asked = request.GET if len(aires) < 2 else _latest_due(request.GET, periods)
    form = ReportFilterForm(asked, periods=periods, aires=aires)
    month, aire, state = (form.chosen(name) for name in ("mois", "aire", "etat"))
    found = slots(
        [a for a in aires if aire in ("", a.code)],
        [p for p in periods if p.code == month] if month else periods[:MONTHS_LISTED],
        {"" if state == NOT_BEGUN else state} if state else None,
    )
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = lines(list(page)) if found else []
    enters = any(request.scope.may(a) for a in (Action.CLINICAL_ENTER, Action.MANAGEMENT_ENTER))
    context = {"form": form, "page": page, "lines": shown, "many": len(aires) > 1, "enters": enters}
    return render(request, "monitoring/report_list.html", context)


def _latest_due(asked: QueryDict, periods: Sequence[Period]) -> QueryDict:
    """Who follows several aires and chose nothing yet reads the last month that was due."""
    due = next((p.code for p in periods if p.due_on < timezone.localdate()), "")
    if not due or any(name in asked for name in ReportFilterForm.base_fields):
        return asked
    chosen = asked.copy()
    chosen["mois"] = due
    return chosen


@reading
@requires(Action.MANAGEMENT_SEE, report_at)
def report_show(request: Request, report: MonthlyReport) -> HttpResponse:
    """One report: where it stands, what is wrong, what may be done, all its figures."""
    sight = sight_of(report, request.scope)
    stamps = section_stamps(report, sight.form)
    acts = [] if report._state.adding else list(CIRCUIT.history(report))
    back = sent_back(report)
    found, known = controls(sight), threads(sight)
    unstamped = unstamped_kinds(stamps)
    nexts = awaited(report, unstamped, back=back)
    context = {
        "crumbs": crumbs_of(report),
        "report": report,
        "month": month_words(report),
        "months": months_offered(report),
        "rail": rail(sight),
        "sight": sight,
        "tag": tag_of(report),
        "steps": steps(report, stamps, acts),
        "nexts": nexts,
        "sent_back": back,
        "waiting": waiting_lines(report, nexts),
        "buttons": buttons(report, request.scope),
        "papers": paper_links(report, request.scope, unstamped),
        "reopening": reopening_words(report),
        "from_paper": report.state in EDITABLE and request.scope.may(Action.PAPER_ENTER, report.where()),
        "enters": sight.may_enter_somewhere() and report.state in (ReportState.DRAFT, ReportState.RETURNED),
        "sections": section_views(sight, stamps, acts),
        "acts": act_views(report, acts, sight.seen_form, request.scope, ACTS),
        "changes": changes(sight),
        "controls": found,
        "followed": followed(sight, known),
        "sheet": sheet_of(sight, stamps, acts, found, known),
        "deaths": counted_deaths(sight.form, sight.values),
    }
    return render(request, "monitoring/report_show.html", context)

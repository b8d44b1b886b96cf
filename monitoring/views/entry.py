"""The page where one section of the report is typed, saved, or read."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from core import formats
from core.access import Action, Request, requires
from core.http import reading, writing
from core.keeping import keeping
from core.workflow import Refusal
from monitoring.checking import checked
from monitoring.desk import Desk, typed_over
from monitoring.entry import ENTER, FIELD, Saved, may_enter, parse_cells, save_cells
from monitoring.enums import ReportState
from monitoring.form import FormSection
from monitoring.forms import SaveForm
from monitoring.indicators import indicators_on
from monitoring.loaders import report_at
from monitoring.models import MonthlyReport
from monitoring.models.report import declare_by
from monitoring.notes import threads
from monitoring.rules import Finding, blocking, unexplained
from monitoring.sight import Sight, sight_of
from monitoring.standing import sent_back
from monitoring.views.frame import crumbs_of, month_words, months_offered, rail, section_url
from monitoring.within import Reckoned, reckoned, targets_of

DAMAGED = (
    "Le formulaire est arrivé abîmé. Vos chiffres sont encore ici : vérifiez-les et enregistrez de nouveau."
)
DUEL = "duel."  # before the key: a cell whose two values are shown, and what its reader had typed


@keeping
@writing
@requires(Action.MANAGEMENT_SEE, report_at)
def report_section(request: Request, report: MonthlyReport, section: str) -> HttpResponse:
    """Show a section; save what is typed in it."""
    sight = sight_of(report, request.scope)
    part = sight.section(section)
    if request.method != "POST":
        return _page(request, _desk(sight, part))
    if not request.scope.may(ENTER[part.kind], report.where()):
        raise PermissionDenied(ENTER[part.kind])
    return _received(request, sight, part)


@reading
@requires(Action.MANAGEMENT_SEE)
def report_go(request: Request) -> HttpResponse:
    """From the strip of choices (aire, month, section) to the page it names."""
    aire, month = request.GET.get("aire", ""), request.GET.get("mois", "")
    section = request.GET.get("section", "")
    if not (aire and month):
        return redirect("report_list")
    parts = [aire, month, section] if section else [aire, month]
    try:
        return redirect(reverse("report_section" if section else "report_show", args=parts))
    except NoReverseMatch as error:
        raise Http404 from error


def _received(request: Request, sight: Sight, part: FormSection) -> HttpResponse:
    """Save the valid cells; the others come back as typed."""
    report, posted = sight.report, request.POST
    parsed = parse_cells(sight.form, posted, part)
    sent = SaveForm(posted)
    if not sent.is_valid():
        return _refused(request, sight, part, DAMAGED)
    try:
        saved = save_cells(
            report,
            parsed.values,
            form=sight.form,
            scope=request.scope,
            base_version=sent.cleaned_data["version"],
            operation=sent.cleaned_data["operation"],
        )
    except Refusal as refusal:
        return _refused(request, sight, part, str(refusal))
    for sentence in (*parsed.refused, *_elsewhere(posted, report), *_unchosen(posted, part)):
        messages.warning(request, sentence)
    _thank(request, saved, quiet=bool(parsed.invalid))
    if not parsed.invalid and not saved.conflicts:
        return redirect(_next_url(request, sight, part))
    typed = {key: wrong.text for key, wrong in parsed.invalid.items()}
    desk = _desk(sight.renewed(saved.report), part)
    return _page(request, replace(desk, parsed=parsed, typed=typed, conflicts=saved.conflicts), status=422)


def _refused(request: Request, sight: Sight, part: FormSection, why: str) -> HttpResponse:
    """Nothing was saved: the section as it now stands, with what was typed kept beside it."""
    fresh = sight_of(
        report_at(request.scope, sight.report.aire.code, sight.report.period.code), request.scope
    )
    desk = _desk(fresh, part)
    texts = {
        name.removeprefix(FIELD): str(text) for name, text in request.POST.items() if name.startswith(FIELD)
    }
    typed = typed_over(fresh.form, texts, fresh.values)
    return _page(request, replace(desk, typed=typed, refusal=why), status=409)


def _elsewhere(posted: QueryDict, report: MonthlyReport) -> list[str]:
    """The address says whose form it is; another aire named in the body is not believed, and said."""
    told = {"aire": report.aire.code, "mois": report.period.code}
    return [
        f"L’envoi nommait « {posted[name][:40]} » : cela a été ignoré. Ce formulaire est celui "
        f"{formats.de(report.aire.name)}, {formats.month(report.period.year, report.period.month)}."
        for name, true in told.items()
        if posted.get(name, true) != true
    ]


def _unchosen(posted: QueryDict, part: FormSection) -> list[str]:
    """A choice between two values that was not made is told: nothing is resolved in silence."""
    return [
        f"{cell.label} : vous n’avez pas choisi. La valeur déjà reçue reste, la vôtre "
        f"({posted[DUEL + cell.key][:20] or 'vide'}) n’est pas enregistrée."
        for cell in part.cells
        if DUEL + cell.key in posted and FIELD + cell.key not in posted
    ]


def _thank(request: Request, saved: Saved, *, quiet: bool) -> None:
    """« Reçu à 14 h 03 : 12 cases »; nothing is called received that the server has not."""
    if saved.changed and saved.at:
        count = formats.counted(len(saved.changed), "case", "cases")
        again = " (déjà reçu, rien n’est compté deux fois)" if saved.replayed else ""
        messages.success(request, f"Reçu à {formats.hour(timezone.localtime(saved.at))} : {count}{again}.")
    elif not saved.conflicts and not quiet:
        messages.info(request, "Aucune case n’a changé.")
    for name in saved.erased:
        messages.warning(request, f"« {name} » a changé : son visa ou sa signature est à refaire.")


def _next_url(request: Request, sight: Sight, part: FormSection) -> str:
    report, then = sight.report, request.POST.get("puis", "")
    following = sight.after(part)
    if then == "suite" and following:
        return section_url(report, following)
    if then in {"verifier", "completer"}:
        checks = request.scope.may(Action.REPORT_DECLARE, report.where())
        page = reverse(
            "report_check" if checks else "report_show", args=[report.aire.code, report.period.code]
        )
        return f"{page}#declarer" if checks and then == "completer" else page
    return section_url(report, part)


def _desk(sight: Sight, part: FormSection) -> Desk:
    findings = checked(sight.report, sight.form, sight.values)
    why = may_enter(sight.report, sight.scope, part)
    return Desk(sight, part, why, findings, threads=threads(sight))


@dataclass(frozen=True)
class Bar:
    """The bar at the foot."""

    filled: int
    expected: int
    wrong: int
    wrong_url: str
    unexplained: int
    due: date
    days: int  # before ``due``; negative when it has passed
    what: str  # « Clôture », « Correction attendue » once the report came back


def _bar(desk: Desk) -> Bar:
    sight = desk.sight
    done, expected = sight.filled()
    stops = blocking(desk.findings)
    own = [f"#{spot}" for spot, _ in desk.errors()]
    report = sight.report
    told = list(report.comments.all()) if report.pk else []
    due = declare_by(report, report.period)
    days = (due - timezone.localdate()).days
    what = "Correction attendue" if report.state == ReportState.RETURNED else "Clôture"
    urls = own + [_finding_url(sight, finding) for finding in stops]
    wrong = len(desk.parsed.invalid) + len(desk.conflicts) + len(stops)
    return Bar(
        done, expected, wrong, urls[0] if urls else "", len(unexplained(desk.findings, told)), due, days, what
    )


def _finding_url(sight: Sight, finding: Finding) -> str:
    """The first cell a control speaks of."""
    for key in finding.cells:
        section = next((s for s in sight.sections if s.code == sight.form.cells[key].section), None)
        if section:
            return f"{section_url(sight.report, section)}#{FIELD}{key}"
    return ""


def _indicators(desk: Desk) -> list[Reckoned]:
    """What the figures of the section say (three queries: the indicators, the population behind them)."""
    sight = desk.sight
    period, loaded = sight.report.period, indicators_on(sight.form.on).values()
    targets = targets_of(sight.report.aire, period.year)
    return reckoned(desk.section, sight.form, sight.values, period, loaded, targets)


def _page(request: Request, desk: Desk, *, status: int = 200) -> HttpResponse:
    sight, report = desk.sight, desk.sight.report
    where = report.where()
    enters = request.scope.may(ENTER[desk.section.kind], where)
    context = {
        "crumbs": crumbs_of(report, desk.section.name),
        "report": report,
        "section": desk.section,
        "month": month_words(report),
        "desk": desk,
        "blocks": desk.blocks() if enters else desk.read(),
        "errors": desk.errors(),
        "enters": enters,
        "sent_back": sent_back(report),
        "checks": request.scope.may(Action.REPORT_DECLARE, where),
        "veiled": sight.veiled,
        "rail": rail(sight, desk.section),
        "next": sight.after(desk.section),
        "bar": _bar(desk),
        "operation": uuid4(),
        "months": months_offered(report),
        "indicators": _indicators(desk) if enters else [],
    }
    return render(request, "monitoring/report_section.html", context, status=status)

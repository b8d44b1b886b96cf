"""The acts on a report: check and declare, visa, signature, validation, return, reopening."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core import formats
from core.access import Action, Request, requires
from core.http import acting, writing
from core.keeping import keeping
from core.workflow import Refusal
from mandates.policy import actor_of
from monitoring.acts import DONE, cannot_declare, do, write_comments
from monitoring.form import load_form, missing
from monitoring.forms import ReopenForm, ReturnForm, VersionForm
from monitoring.loaders import report_at
from monitoring.models import MonthlyReport
from monitoring.overview import Control, controls
from monitoring.sight import Sight, sight_of
from monitoring.views.frame import crumbs_of, month_words, rail, section_url, title_of
from monitoring.workflow import CIRCUIT, guards

COMMENT = "r."  # fields of the check page: « r.V05 »
COMMENTS_KEPT = ("commentaire enregistré", "commentaires enregistrés")
OLD_PAGE = "La page est arrivée abîmée. Relisez le rapport, puis recommencez."


@keeping
@writing
@requires(Action.REPORT_DECLARE, report_at)
def report_check(request: Request, report: MonthlyReport) -> HttpResponse:
    """The page before declaring: what is empty, wrong or unusual; comments are written here."""
    sight = sight_of(report, request.scope)
    if request.method != "POST":
        return _check_page(request, sight)
    written, refusals = write_comments(sight, _typed_comments(request))
    if refusals:
        return _check_page(request, sight, refusals)
    if written:
        messages.success(request, f"{formats.counted(len(written), *COMMENTS_KEPT)}.")
    else:
        messages.info(request, "Aucun nouveau commentaire\u00a0: rien n’a changé.")
    return redirect("report_check", report.aire.code, report.period.code)


@keeping
@acting
@requires(Action.REPORT_DECLARE, report_at)
def report_declare(request: Request, report: MonthlyReport) -> HttpResponse:
    """Declare the report complete; the comments typed beside are written first."""
    sight = sight_of(report, request.scope)
    _, refusals = write_comments(sight, _typed_comments(request))
    if not refusals:
        refused = _apply(request, report, "declarer")
        if not refused:
            return redirect("report_show", report.aire.code, report.period.code)
        refusals = {"": refused}
        sight = sight_of(report_at(request.scope, report.aire.code, report.period.code), request.scope)
    return _check_page(request, sight, refusals)


@acting
@requires(Action.CLINICAL_SIGN, report_at)
def report_visa(request: Request, report: MonthlyReport) -> HttpResponse:
    """The CPM's visa on the clinical sections."""
    return _act(request, report, "viser")


@acting
@requires(Action.MANAGEMENT_SIGN, report_at)
def report_sign(request: Request, report: MonthlyReport) -> HttpResponse:
    """The president's signature on the management sections."""
    return _act(request, report, "signer")


@acting
@requires(Action.REPORT_VALIDATE, report_at)
def report_validate(request: Request, report: MonthlyReport) -> HttpResponse:
    """The district's validation."""
    return _act(request, report, "valider")


@keeping
@writing
@requires(Action.REPORT_RETURN, report_at)
def report_return(request: Request, report: MonthlyReport) -> HttpResponse:
    """Send the report back, with reasons."""
    form = ReturnForm(request.POST or None, initial={"version": report.version})
    if request.method == "POST" and form.is_valid():
        details = {"reasons": form.cleaned_data["reasons"]}
        refused = _apply(request, report, "renvoyer", form.words(), details)
        if not refused:
            return redirect("report_show", report.aire.code, report.period.code)
        form.add_error(None, refused)
    return _form_page(request, report, form, "monitoring/report_return.html", "renvoyer")


@keeping
@writing
@requires(Action.REPORT_REOPEN, report_at)
def report_reopen(request: Request, report: MonthlyReport) -> HttpResponse:
    """Open a validated report again, for some sections, until a day."""
    sections = load_form(report.period.starts_on).sections
    form = ReopenForm(request.POST or None, sections=sections, initial={"version": report.version})
    if request.method == "POST" and form.is_valid():
        refused = _apply(request, report, "rouvrir", form.cleaned_data["text"], form.details(len(sections)))
        if not refused:
            return redirect("report_show", report.aire.code, report.period.code)
        form.add_error(None, refused)
    return _form_page(request, report, form, "monitoring/report_reopen.html", "rouvrir")


def _act(request: Request, report: MonthlyReport, act: str) -> HttpResponse:
    """A button without a form: done, or refused with a sentence on the report's page."""
    section = request.POST.get("section", "")
    refused = _apply(request, report, act, details={"sections": [section]} if section else {})
    if refused:
        messages.error(request, refused)
    return redirect("report_show", report.aire.code, report.period.code)


def _apply(
    request: Request,
    report: MonthlyReport,
    act: str,
    words: str = "",
    details: Mapping[str, Any] | None = None,
) -> str:
    """Do the act and say who comes next; returns the sentence that refused it, or ""."""
    sent = VersionForm(request.POST)
    if not sent.is_valid():
        return OLD_PAGE
    version = sent.cleaned_data["version"]
    try:
        told = do(report, act, request.scope, version=version, words=words, details=details)
    except Refusal as refusal:
        return str(refusal)
    done = f"{title_of(report)} : {DONE[act]} le {formats.moment(timezone.localtime(told.log.done_at))}."
    messages.success(request, f"{done} {told.after}")
    return ""


def _typed_comments(request: Request) -> dict[str, str]:
    """What was typed beside the controls, by rule."""
    return {
        name.removeprefix(COMMENT): str(text).replace("\0", "")
        for name, text in request.POST.items()
        if name.startswith(COMMENT)
    }


def _check_page(request: Request, sight: Sight, refusals: Mapping[str, str] | None = None) -> HttpResponse:
    report, refusals = sight.report, refusals or {}
    found = controls(sight)
    typed = {c.finding.rule_code: request.POST.get(COMMENT + c.finding.rule_code) for c in found}
    context = {
        "crumbs": crumbs_of(report, "Vérifier"),
        "report": report,
        "month": month_words(report),
        "rail": rail(sight),
        "empty": _empty_cells(sight),
        "blocking": [c for c in found if c.blocking],
        "to_comment": [
            (c, _text(c, typed), refusals.get(c.finding.rule_code, "")) for c in found if c.to_comment
        ],
        "informations": [c for c in found if not (c.blocking or c.to_comment)],
        "errors": [(f"{COMMENT}{code}" if code else "contenu", why) for code, why in refusals.items()],
        "refused": refusals.get("", ""),
        "why": cannot_declare(sight),
        "declarant": _declarant(request, report),
        "today": timezone.localdate(),
    }
    return render(request, "monitoring/report_check.html", context, status=409 if refusals else 200)


def _declarant(request: Request, report: MonthlyReport) -> str:
    """« Kadia Traoré, secrétaire de l’ASACO (Samakélé) »."""
    holding = actor_of(request.scope, Action.REPORT_DECLARE, report.where()).holding
    return f"{request.scope.person_name}, {holding.role.label} ({holding.place_name})" if holding else ""


def _text(control: Control, typed: Mapping[str, str | None]) -> str:
    """What the box holds: what was just typed, else what was written before."""
    now = typed[control.finding.rule_code]
    return now if now is not None else control.comment.text if control.comment else ""


def _empty_cells(sight: Sight) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Compulsory cells that are vide, by section: (section, its address, [(label, address of the cell)])."""
    by_section = []
    for section in sight.sections:
        url = section_url(sight.report, section)
        cells = [(cell.label, f"{url}#c.{cell.key}") for cell in missing(section, sight.values)]
        if cells:
            by_section.append((f"{section.order} {section.name}", url, cells))
    return by_section


def _form_page(
    request: Request, report: MonthlyReport, form: VersionForm, template: str, act: str
) -> HttpResponse:
    """A form of one act; when it comes back, it carries the version its reader now sees."""
    fresh = report_at(request.scope, report.aire.code, report.period.code) if form.is_bound else report
    move = CIRCUIT.by_act[act]
    context = {
        "crumbs": crumbs_of(report, move.label),
        "report": report,
        "month": month_words(report),
        "form": form,
        "version": fresh.version,
        "possible": fresh.state in move.sources and not guards(fresh, act, request.scope),
    }
    return render(request, template, context, status=422 if form.errors else 200)

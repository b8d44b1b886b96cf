"""An act taken on paper, recorded in the circuit with its scan: who may have signed, what is kept."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from core.access import Action, PlaceKind, Scope
from core.models import ActLog
from core.workflow import OnPaper, Refusal
from files.scans import Scan, store_scan
from mandates.models import Mandate
from mandates.receivers import held_between, signing
from monitoring.enums import EDITABLE, ReportState, SectionKind
from monitoring.models import MonthlyReport, PaperAct
from monitoring.workflow import CIRCUIT, authors, wrong_paper_day


def signatories(report: MonthlyReport, act: str) -> list[Mandate]:
    """Whoever held the function of the act, from the last day of the month until today (one query)."""
    move = CIRCUIT.by_act[act]
    return held_between(move.action, report.where(), report.period.ends_on, timezone.localdate())


def recordable(report: MonthlyReport, scope: Scope, unstamped: frozenset[SectionKind]) -> list[str]:
    """The acts this reader may now record from paper (no query)."""
    if report._state.adding:
        return []
    wanted = {
        "declarer": report.state in EDITABLE,
        "viser": report.state == ReportState.COMPLETE and SectionKind.CLINICAL in unstamped,
        "signer": report.state == ReportState.COMPLETE and SectionKind.MANAGEMENT in unstamped,
        "valider": report.state == ReportState.COMPLETE and not unstamped,
    }
    where = report.where()
    paper = {act: CIRCUIT.by_act[act].paper for act, now in wanted.items() if now}
    return [act for act, action in paper.items() if action and scope.may(action, where)]


def wrong_signatory(report: MonthlyReport, act: str, mandate: Mandate, on: date) -> str:
    """Why this person cannot have done ``act`` that day, or ""."""
    if not mandate.held_on(on):
        return f"{mandate.person} ne tenait pas cette fonction ce jour-là."
    if act == "valider" and mandate.person_id in authors(report):
        return f"{mandate.person} a saisi, déclaré, visé ou signé ce rapport\u00a0: un autre le valide."
    return ""


@transaction.atomic
def record(
    report: MonthlyReport, act: str, scope: Scope, *, version: int, mandate: Mandate, on: date, scan: Scan
) -> ActLog:
    """Record ``act`` as it was taken on paper: the act, its scan, who recorded it, or nothing.

    Raises Refusal, Stale. The scan is opened by whoever reads the clinical sections of the report, since it
    may show them all; of an aire that several communes hold, by none of their people.
    """
    if why := wrong_paper_day(report, act, on) or wrong_signatory(report, act, mandate, on):
        raise Refusal(why)
    recorder = Person.objects.get(pk=scope.person_id or 0)
    paper = OnPaper(signing(mandate), on)
    log = CIRCUIT.apply(report, act, scope, version=version, paper=paper)
    where = report.where()
    stored = store_scan(
        scan,
        f"{report.aire.code}-{report.period.code}-{act}-{on.isoformat()}",
        action=Action.CLINICAL_SEE,
        place_kind=PlaceKind.AIRE,
        where=replace(where, communes=where.hosts),
        created_by=recorder,
    )
    PaperAct.objects.create(
        report=report, log=log, signatory=mandate.person, recorded_by=recorder, acted_on=on, scan=stored
    )
    return log

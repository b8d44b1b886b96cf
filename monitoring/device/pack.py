"""What a device carries away: the reports somebody types, this month and the two before, with their past."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from core import formats
from core.access import Action, Scope
from cscom.models import Aire
from monitoring.device.definition import Draw, definition, name_of
from monitoring.device.sending import state_of
from monitoring.entry import ENTER, may_enter
from monitoring.enums import ReportState
from monitoring.form import FormSection
from monitoring.indicators import indicators_on
from monitoring.models import MonthlyReport, Period
from monitoring.models.report import declare_by
from monitoring.notes import may_note
from monitoring.past import Past, load_past
from monitoring.recent import begun
from monitoring.rules import load_rules
from monitoring.sight import Sight, sight_of
from monitoring.standing import sent_back
from monitoring.within import targets_of

FORMAT = 3  # of the pack: a device that finds another one asks for a new pack
MONTHS = 3  # this month and the two before
AIRES = 6  # a person holds one aire, sometimes two


def typed_aires(scope: Scope) -> list[Aire]:
    """The aires where this person types, the first ones in order (one query)."""
    places = scope.reach(*ENTER.values())
    if not places:
        return []
    return list(Aire.objects.within(places).located().order_by("name")[:AIRES])


def pack(
    scope: Scope, draw: Draw, *, known: Iterable[str] = (), also: MonthlyReport | None = None
) -> dict[str, Any]:
    """The last months, and the report the reader has under their eyes (``also``) when it is an older one.

    Without the forms that the device says it holds (``known``).
    """
    forms: dict[str, Any] = {}
    names: dict[Period, str] = {}
    carried = []
    for report in _reports(scope, also):
        sight, period = sight_of(report, scope), report.period
        if period not in names:
            on = period.starts_on
            content = definition(sight.form, load_rules(on), indicators_on(on).values(), draw)
            names[period] = name_of(content)
            forms[names[period]] = content
        carried.append(_carried(sight, names[period]))
    mine = set(known)
    return {
        "format": FORMAT,
        "personne": {"id": scope.person_id, "nom": scope.person_name},
        "formulaires": {name: None if name in mine else content for name, content in forms.items()},
        "rapports": carried,
    }


def _reports(scope: Scope, also: MonthlyReport | None) -> list[MonthlyReport]:
    periods = begun(timezone.localdate(), MONTHS)
    found = [_report(aire, period) for aire in typed_aires(scope) for period in periods]
    if also and (also.aire_id, also.period_id) not in {(r.aire_id, r.period_id) for r in found}:
        found.append(also)
    return found


def _report(aire: Aire, period: Period) -> MonthlyReport:
    found = (
        MonthlyReport.objects.filter(aire=aire, period=period)
        .select_related("declared_by")
        .prefetch_related("comments")
        .first()
    )
    report = found or MonthlyReport(aire=aire, period=period)
    report.aire, report.period = aire, period
    return report


def _carried(sight: Sight, form_name: str) -> dict[str, Any]:
    report, scope = sight.report, sight.scope
    period, aire = report.period, report.aire
    where = report.where()
    locks = {s.code: may_enter(report, scope, s) for s in sight.sections}
    back = sent_back(report)
    due = declare_by(report, period)
    return {
        "id": f"{aire.code}/{period.code}",
        "aire": aire.name,
        "commune": aire.host_commune.name,
        "district": aire.district.name,
        "mois": formats.month(period.year, period.month),
        "du": formats.day_short(period.starts_on),
        "au": formats.day_short(period.ends_on),
        "fini": period.ends_on.isoformat(),
        "jours": period.days,
        "quoi": "Correction attendue" if report.state == ReportState.RETURNED else "Clôture",
        "avant": due.isoformat(),
        "formulaire": form_name,
        "sections": [s.code for s in sight.sections],
        "verrous": {code: why for code, why in locks.items() if why},
        "commente": [s.code for s in sight.sections if may_note(sight, s)],
        "declare": scope.may(Action.REPORT_DECLARE, where),
        "retour": back.comment if back else "",
        "commentaires": _comments(report),
        "cibles": targets_of(aire, period.year),
        **facts_of(sight.sections, load_past(aire.pk, period.calendar, sight.form)),
    } | state_of(sight)


def _comments(report: MonthlyReport) -> Mapping[str, str]:
    return {} if report._state.adding else {c.rule_code: c.text for c in report.comments.all()}


def facts_of(sections: Iterable[FormSection], past: Past) -> dict[str, Any]:
    """What rules ask of the past: by cell, by element of several cells; by section; of the whole year."""
    sections = list(sections)
    elements = [e for s in sections for e in s.elements]
    names = [k for e in elements for k in e.keys] + [e.code for e in elements if len(e.cells) > 1]
    return {
        "faits": past.facts(names),
        "trois_mois": {s.code: least for s in sections if (least := past.least(s)) is not None},
        "annee": past.year,
    }

"""Why a cell is locked: one sentence that says why, since when, who can lift it."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from core.access import DTC, Action, Scope, Where
from core.formats import day, de, month
from cscom.models import Aire
from monitoring.enums import ReportState, SectionKind
from monitoring.form import FormSection
from monitoring.models import MonthlyReport, Period

ENTER = {
    SectionKind.CLINICAL: Action.CLINICAL_ENTER,
    SectionKind.MANAGEMENT: Action.MANAGEMENT_ENTER,
}
NOT_YOURS = "Votre fonction ne donne pas la saisie de cette section."
TYPED_BY = {
    SectionKind.CLINICAL: f"La secrétaire de l’ASACO ou le {DTC} la saisit.",
    SectionKind.MANAGEMENT: "La secrétaire ou le trésorier de l’ASACO la saisit.",
}


def may_enter(report: MonthlyReport, scope: Scope, section: FormSection, *, today: date | None = None) -> str:
    """ "" when this person may type in this section now; else one sentence that says why not, and who can."""
    if typing(scope, report.where(), section.kind) is None:
        return f"{NOT_YOURS} {TYPED_BY[section.kind]}"
    return closed(report, today=today) or outside_reopening(report, (section,))


def typing(scope: Scope, where: Where, kind: SectionKind) -> Action | None:
    """The action under which this person types there: their function's own, else from the paper; None."""
    return next((act for act in (ENTER[kind], Action.PAPER_ENTER) if scope.may(act, where)), None)


def closed(report: MonthlyReport, *, today: date | None = None) -> str:
    """Why nobody may type in this report now, or ""."""
    today = today or timezone.localdate()
    if why := _not_due(report.period, report.aire, today):
        return why
    if report.state == ReportState.COMPLETE:
        return _complete(report, today)
    if report.state == ReportState.VALIDATED:
        since = _since(report.validated_at and timezone.localdate(report.validated_at))
        who = "Le chargé du SIS ou le médecin chef peut le rouvrir."
        return f"Verrouillé\u00a0: le rapport est validé{since}. {who}"
    if report.reopened_until and report.reopened_until < today:
        return (
            f"La réouverture a pris fin le {day(report.reopened_until)} au soir. Déclarez le rapport "
            "complet, ou demandez au chargé du SIS ou au médecin chef de la prolonger."
        )
    return "" if report.reopened_until else month_shut(report, today)


def month_shut(report: MonthlyReport, today: date) -> str:
    """Why the month itself takes no more figures, or ""; a report that was reopened is apart."""
    period = report.period
    if not period.shut(today) or period.closes_on is None:
        return ""
    who = "La direction régionale (DRS) peut rouvrir le mois"
    if report.state == ReportState.RETURNED:
        who += ", le chargé du SIS ce rapport"
    closed_on = day(period.closes_on + timedelta(days=1))
    return f"Clos\u00a0: la saisie {de(_words(period))} est close depuis le {closed_on}. {who}."


def outside_reopening(report: MonthlyReport, sections: Iterable[FormSection]) -> str:
    """Why a section stays locked in a report that was reopened for others, or ""."""
    open_codes = report.reopened_sections
    shut = [s.name for s in sections if open_codes and s.code not in open_codes]
    if not shut:
        return ""
    until = f", jusqu’au {day(report.reopened_until)}" if report.reopened_until else ""
    return (
        f"«\u00a0{shut[0]}\u00a0» n’a pas été rouverte\u00a0: seules le sont les sections citées{until}. "
        "Le chargé du SIS ou le médecin chef peut élargir la réouverture."
    )


def _not_due(period: Period, aire: Aire, today: date) -> str:
    if period.starts_on > today:
        return f"Ce mois commence le {day(period.starts_on)}\u00a0: il n’est pas encore ouvert."
    if (aire.opened_on and aire.opened_on > period.ends_on) or (
        aire.closed_on and aire.closed_on <= period.starts_on
    ):
        return "Cette aire de santé n’était pas ouverte ce mois-là."
    return ""


def _complete(report: MonthlyReport, today: date) -> str:
    since = _since(report.declared_at and timezone.localdate(report.declared_at))
    name = f" ({report.declared_by})" if report.declared_by else ""
    who = "Le chargé du SIS peut le renvoyer."
    if report.period.shut(today) and report.period.closes_on:
        closed_on = day(report.period.closes_on + timedelta(days=1))
        who = f"Le mois est clos depuis le {closed_on}\u00a0: la direction régionale (DRS) peut le rouvrir."
    return f"Verrouillé\u00a0: le rapport est déclaré complet{since}{name}. {who}"


def _since(one: date | None) -> str:
    return f" depuis le {day(one)}" if one else ""


def _words(period: Period) -> str:
    return month(period.year, period.month)

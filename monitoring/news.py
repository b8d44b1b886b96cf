"""Who is told what when a report moves: one notice per act and person, after the commit."""

from collections.abc import Iterable

from core.access import Action
from core.formats import day, de, month
from core.models import ActLog
from mandates.receivers import receivers
from monitoring.form import load_form
from monitoring.models import MonthlyReport
from notices.send import tell

WRITERS = (Action.REPORT_DECLARE, Action.CLINICAL_ENTER, Action.MANAGEMENT_ENTER)
SIGNERS = (Action.CLINICAL_SIGN, Action.MANAGEMENT_SIGN)


def announce(report: MonthlyReport, log: ActLog) -> None:
    """Tell those who act next, or those whose report came back."""
    subject = _subject(report)
    name = log.person_name
    match log.act:
        case "declarer":
            _send(report, log, SIGNERS, f"{subject}\u00a0: déclaré complet par {name}, à viser et à signer.")
            _send(report, log, (Action.REPORT_VALIDATE,), f"{subject}\u00a0: déclaré complet par {name}.")
        case "viser" | "signer" if _all_stamped(report):
            _send(report, log, (Action.REPORT_VALIDATE,), f"{subject}\u00a0: visé et signé, prêt à valider.")
        case "valider":
            _send(report, log, (*WRITERS, *SIGNERS), f"{subject}\u00a0: validé par {name}.")
        case "renvoyer":
            _send(report, log, WRITERS, f"{subject}\u00a0: renvoyé par {name}. Motif\u00a0: {log.comment}")
        case "rouvrir":
            until = f" jusqu’au {day(report.reopened_until)}" if report.reopened_until else ""
            text = f"{subject}\u00a0: rouvert par {name}{until}. Motif\u00a0: {log.comment}"
            _send(report, log, (*WRITERS, *SIGNERS), text)


def _subject(report: MonthlyReport) -> str:
    """« Rapport d’octobre 2026, Samakélé »."""
    return f"Rapport {de(month(report.period.year, report.period.month))}, {report.aire.name}"


def _all_stamped(report: MonthlyReport) -> bool:
    wanted = {section.code for section in load_form(report.period.starts_on).sections}
    return wanted <= set(report.stamps.values_list("section__code", flat=True))


def _send(report: MonthlyReport, log: ActLog, actions: Iterable[Action], text: str) -> None:
    where = report.where()
    people = {person.pk for action in actions for person in receivers(action, where)}
    fact = f"{log.kind}:{log.object_id}:{log.act}:{log.version}"
    tell(people - {log.person_id or 0}, fact, text, report.get_absolute_url())

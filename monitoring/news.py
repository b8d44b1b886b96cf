"""Who is told what when a report moves: one notice per act and person, after the commit."""

from collections.abc import Iterable

from core.access import Action, Scope
from core.formats import day, de, month
from core.models import ActLog
from cscom.models import Aire
from mandates.receivers import receivers
from monitoring.enums import SectionKind
from monitoring.form import load_form
from monitoring.models import MonthlyReport, Period, Stamp
from notices.send import tell

KIND = "rapport"
WRITERS = (Action.REPORT_DECLARE, Action.CLINICAL_ENTER, Action.MANAGEMENT_ENTER)
SIGNERS = (Action.CLINICAL_SIGN, Action.MANAGEMENT_SIGN)


def announce(report: MonthlyReport, log: ActLog) -> None:
    """Tell those who act next, or those whose report came back."""
    subject = subject_of(report.aire, report.period)
    name = f"{log.person_name} (sur papier)" if "paper" in log.details else log.person_name
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


def subject_of(aire: Aire, period: Period) -> str:
    """« Rapport d’octobre 2026, Samakélé »."""
    return f"Rapport {de(month(period.year, period.month))}, {aire.name}"


def _all_stamped(report: MonthlyReport) -> bool:
    wanted = {section.code for section in load_form(report.period.starts_on).sections}
    return wanted <= set(report.stamps.values_list("section__code", flat=True))


def _send(report: MonthlyReport, log: ActLog, actions: Iterable[Action], text: str) -> None:
    where = report.where()
    people = {person.pk for action in actions for person in receivers(action, where)}
    fact = f"{log.kind}:{log.object_id}:{log.act}:{log.version}"
    author = log.details["paper"]["recorded_by_id"] if "paper" in log.details else log.person_id
    tell(people - {author or 0}, fact, text, report.get_absolute_url())


def tell_erased(report: MonthlyReport, fallen: Iterable[Stamp], scope: Scope) -> None:
    """Tell whoever had stamped a section that somebody else's change took the stamp away."""
    subject = subject_of(report.aire, report.period)
    for stamp in fallen:
        clinical = stamp.section.kind == SectionKind.CLINICAL
        what = "votre visa de" if clinical else "votre signature de"
        gone = "est effacé" if clinical else "est effacée"
        section = f"«\u00a0{stamp.section.name}\u00a0»"
        text = f"{subject}\u00a0: {what} {section} {gone}, {scope.person_name} a changé la section."
        fact = f"{KIND}:{report.pk}:efface:{stamp.pk}"
        tell({stamp.person_id} - {scope.person_id or 0}, fact, text, report.get_absolute_url())

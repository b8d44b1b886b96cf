"""What the log of acts tells beside who did what: sections, days, the paper behind an act."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from core import formats
from core.access import Action, Scope
from core.models import ActLog
from monitoring.form import Form
from monitoring.models import MonthlyReport, PaperAct

TITLES = {
    "declarer": "Déclaration sur papier",
    "viser": "Visa sur papier",
    "signer": "Signature sur papier",
    "valider": "Validation sur papier",
}


@dataclass(frozen=True, slots=True)
class ActView:
    """One act of the log: ``notes`` in sentences, ``scan`` the address of its paper."""

    words: str
    log: ActLog
    notes: tuple[str, ...]
    scan: str = ""


def act_views(
    report: MonthlyReport, acts: Sequence[ActLog], form: Form, scope: Scope, words: Mapping[str, str]
) -> list[ActView]:
    """The log, latest first; one query when there is a paper the reader might open."""
    scans: dict[int, str] = {}
    if any("paper" in act.details for act in acts) and scope.may(Action.CLINICAL_SEE, report.where()):
        scans = {
            paper.log_id: reverse("file_download", args=[paper.scan_id])
            for paper in PaperAct.objects.filter(report=report).select_related("scan")
            if scope.may(Action(paper.scan.action), paper.scan.where())  # asked of the file, as its door does
        }
    return [
        ActView(words.get(act.act, act.act), act, notes_of(act, form), scans.get(act.pk, ""))
        for act in reversed(acts)
    ]


def notes_of(act: ActLog, form: Form) -> tuple[str, ...]:
    """« Sections rouvertes : Finances. Jusqu’au 20 novembre 2026. »."""
    said = []
    if act.act == "rouvrir":
        said.append(_reopened(act, form))
    elif act.details.get("sections"):
        said.append(f"Sections\u00a0: {_names(act.details['sections'], form)}.")
    if paper := act.details.get("paper"):
        said.append(paper_words(paper))
    return tuple(said)


def paper_words(paper: Mapping[str, str]) -> str:
    """« Pris sur papier le 2 novembre 2026, enregistré par Salif Diallo (chargé du SIS). »."""
    role = f" ({paper['recorded_as']})" if paper.get("recorded_as") else ""
    return f"Pris sur papier le {_day(paper['on'])}, enregistré par {paper['recorded_by']}{role}."


def when(act: ActLog | None) -> str:
    """The moment of an act; the day of its paper when it was taken on paper."""
    if act is None:
        return ""
    if paper := act.details.get("paper"):
        return f"sur papier le {_day(paper['on'])}, enregistré par {paper['recorded_by']}"
    return formats.moment(timezone.localtime(act.done_at))


def reopening_words(report: MonthlyReport) -> str:
    """« rouvert jusqu’au 20 novembre 2026 », « réouverture finie le 20 novembre 2026 », ""."""
    until = report.reopened_until
    if until is None:
        return ""
    if until < timezone.localdate():
        return f"réouverture finie le {formats.day(until)} au soir"
    return f"rouvert jusqu’au {formats.day(until)} au soir"


def _reopened(act: ActLog, form: Form) -> str:
    sections = act.details.get("sections")
    what = (
        f"Sections rouvertes\u00a0: {_names(sections, form)}" if sections else "Toutes les sections rouvertes"
    )
    until = act.details.get("until")
    return f"{what}, jusqu’au {_day(until)} au soir." if until else f"{what}."


def _names(codes: Iterable[str], form: Form) -> str:
    known = {section.code: section.name for section in form.sections}
    return formats.join_and([known.get(code, code) for code in codes])


def _day(iso: str) -> str:
    return formats.day(date.fromisoformat(iso))

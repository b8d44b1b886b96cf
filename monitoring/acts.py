"""Acts on a report, the same by page or by program: done once, told in the same words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.access import Scope
from core.models import ActLog
from core.workflow import Refusal
from monitoring.form import load_form
from monitoring.loaders import report_at
from monitoring.models import MonthlyReport
from monitoring.overview import controls
from monitoring.rules import comment
from monitoring.sight import Sight
from monitoring.standing import after_words, awaited, unstamped_kinds
from monitoring.workflow import CIRCUIT, guards, section_stamps

NOT_BEGUN = "Ce rapport n’est pas commencé."
NOTHING_YET = "Rien n’est encore saisi."
# What a report is once the act is done.
DONE = {
    "declarer": "déclaré complet",
    "viser": "sections cliniques visées",
    "signer": "sections de gestion signées",
    "valider": "validé",
    "renvoyer": "renvoyé pour correction",
    "rouvrir": "rouvert",
}


@dataclass(frozen=True, slots=True)
class Done:
    """An act that stands in the log. ``after``: who comes next; ``again``: it had been done already."""

    log: ActLog
    after: str
    again: bool = False


def do(
    report: MonthlyReport,
    act: str,
    scope: Scope,
    *,
    version: int,
    words: str = "",
    details: Mapping[str, Any] | None = None,
) -> Done:
    """Do ``act`` on the report as it was at ``version``. Raises Refusal, Stale.

    The same person who asks for the same act on the same version has lost the answer: nothing is done twice.
    """
    if report._state.adding:
        raise Refusal(NOT_BEGUN)
    said = dict(details or {})
    log, again = CIRCUIT.once(report, act, scope, version=version, comment=words, details=said)
    return Done(log, what_comes(report, scope), again)


def what_comes(report: MonthlyReport, scope: Scope) -> str:
    """Who comes next, read again after an act."""
    now = report_at(scope, report.aire.code, report.period.code)
    nexts = awaited(now, unstamped_kinds(section_stamps(now, load_form(now.period.starts_on))))
    return after_words(now, nexts)


def write_comments(sight: Sight, texts: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """Write what explains the controls that ask for it: rules newly explained, refusals by rule.

    An empty text, or the one that stands already, writes nothing.
    """
    written, refusals = list[str](), dict[str, str]()
    for control in controls(sight):
        code = control.finding.rule_code
        text = texts.get(code, "").strip()
        if not control.to_comment or not text or (control.comment and control.comment.text == text):
            continue
        try:
            comment(sight.report, code, text, sight.scope)
            written.append(code)
        except Refusal as refusal:
            refusals[code] = str(refusal)
    return written, refusals


def cannot_declare(sight: Sight) -> str:
    """Why declaring would be refused now, "" when it would not; comments that are missing apart."""
    if sight.report._state.adding:
        return NOTHING_YET
    why = guards(sight.report, "declarer", sight.scope)
    return "" if why.startswith("Un commentaire manque") else why

"""What was said of unusual figures: comments on controls, month after month."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from core import formats
from core.access import Action, Scope
from core.months import Month
from core.tabular import Value
from monitoring.form import load_form
from monitoring.indicators import indicators_on
from monitoring.models import MonthlyReport, RuleComment
from monitoring.rules import load_rules

UNUSUAL = "inhabituel"  # outside the limits of twelve months, far from last year, above the population
KINDS = {"": "Tous les commentaires", UNUSUAL: "Chiffres inhabituels seulement"}
_UNUSUAL_RULES = ("V22", "V23")
_SUBJECT = "{sujet}\u00a0: "
_PLACES = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True, slots=True)
class OutlierLine:
    """One comment: where, when, on which control, what was said by whom."""

    aire: str
    district: str
    month: str
    code: str
    subject: str  # the cell it speaks of, "" when the control is of the whole report
    rule: str
    text: str
    who: str
    at: datetime
    state: str
    url: str


def comments(scope: Scope, months: Sequence[Month], district: str, kind: str) -> QuerySet[RuleComment]:
    """The comments of reports in these months that this reader follows, the latest first."""
    reports = MonthlyReport.objects.within(scope.reach(Action.OUTLIERS_SEE)).filter(
        period__year__in={m.year for m in months}, period__month__in={m.number for m in months}
    )
    if district:
        reports = reports.filter(aire__district__code=district)
    found = RuleComment.objects.filter(report__in=reports.values("pk")).exclude(text="")
    if kind == UNUSUAL:
        unusual = Q()
        for code in _UNUSUAL_RULES:
            unusual |= Q(rule_code__startswith=code)
        found = found.filter(unusual)
    return found.select_related("report__aire__district", "report__period", "person").order_by(
        "-report__period__year", "-report__period__month", "report__aire__name", "rule_code", "pk"
    )


def lines(found: Sequence[RuleComment]) -> list[OutlierLine]:
    """In words: the rules and the cells as the form of the latest month names them (five queries)."""
    if not found:
        return []
    on = max(one.report.period.starts_on for one in found)
    rules = {rule.code: _general(rule.message) for rule in load_rules(on)}
    form = load_form(on)
    labels = {key: cell.label for key, cell in form.cells.items()}
    labels |= {code: element.label for code, element in form.elements.items()}
    labels |= {code: indicator.row.short for code, indicator in indicators_on(on).items()}
    return [_line(one, rules, labels) for one in found]


def _general(message: str) -> str:
    """The sentence of a rule without its subject, told beside it, nor the numbers, which the report keeps."""
    return _PLACES.sub("…", message.removeprefix(_SUBJECT)).replace("….", "…")


def _line(one: RuleComment, rules: Mapping[str, str], labels: Mapping[str, str]) -> OutlierLine:
    report = one.report
    code, _, subject = one.rule_code.partition(":")
    return OutlierLine(
        aire=report.aire.name,
        district=report.aire.district.name,
        month=formats.month(report.period.year, report.period.month),
        code=code,
        subject=labels.get(subject, subject),
        rule=rules.get(code, code),
        text=one.text,
        who=str(one.person) if one.person else "",
        at=one.written_at,
        state=report.get_state_display(),
        url=reverse("report_show", args=[report.aire.code, report.period.code]),
    )


def export_rows(found: Sequence[OutlierLine]) -> list[list[Value]]:
    """The table as it stands on the screen."""
    head: list[Value] = ["District", "Aire de santé", "Mois", "État du rapport", "Contrôle", "Donnée"]
    head += ["Ce qu’il vérifie", "Commentaire", "Par", "Le"]
    return [head, *(_export(line) for line in found)]


def _export(line: OutlierLine) -> list[Value]:
    where: list[Value] = [line.district, line.aire, line.month, line.state]
    return [*where, line.code, line.subject, line.rule, line.text, line.who, formats.day(line.at)]

"""Rules of control: each compares two figures of one report, and speaks when it fails."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core.access import Action, Scope
from core.formats import number
from core.workflow import Refusal
from monitoring.enums import EDITABLE, Severity
from monitoring.form import Form, Values
from monitoring.formula import Formula, FormulaError, Number, known_formula
from monitoring.models import MonthlyReport, Period, Rule, RuleComment

log = logging.getLogger("jekabaara.monitoring")
_ORDER = {Severity.BLOCKING: 0, Severity.COMMENT: 1, Severity.INFORMATION: 2}
COMMENT_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class LoadedRule:
    """A rule ready to be tried: ``left`` and ``right`` are the two sides of ``formula``."""

    code: str
    severity: Severity
    message: str
    formula: Formula
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fails on a report; ``message`` quotes both numbers, ``cells`` are those to look at."""

    rule_code: str
    severity: Severity
    message: str
    cells: tuple[str, ...]
    left: Number
    right: Number


def load_rules(on: date) -> tuple[LoadedRule, ...]:
    """The rules in force on ``on`` (one query). A rule that can no longer be read is left out, and logged."""
    in_force = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))
    latest = {rule.code: rule for rule in Rule.objects.filter(in_force).order_by("code", "valid_from")}
    loaded = (_loaded(rule) for rule in latest.values())
    return tuple(rule for rule in loaded if rule)


def _loaded(rule: Rule) -> LoadedRule | None:
    try:
        formula = known_formula(rule.expression)
    except FormulaError as error:
        log.warning("rule %s cannot be read: %s", rule.code, error)
        return None
    sides = formula.sides()
    if sides is None:
        log.warning("rule %s is not a comparison", rule.code)
        return None
    return LoadedRule(rule.code, Severity(rule.severity), rule.message, formula, *sides)


def check(form: Form, values: Values, period: Period, rules: Iterable[LoadedRule]) -> list[Finding]:
    """What fails, blocking first. A rule with a missing or « sans objet » operand says nothing."""
    functions = {"mois": 1, "jours": period.days}
    found = (_tried(rule, form, values, functions) for rule in rules)
    return sorted((f for f in found if f), key=lambda f: (_ORDER[f.severity], f.rule_code))


def _tried(rule: LoadedRule, form: Form, values: Values, functions: Mapping[str, Number]) -> Finding | None:
    names = operands(form, values, rule.formula.uses)
    holds = rule.formula.value(names, functions)
    left, right = rule.left.value(names, functions), rule.right.value(names, functions)
    if holds is None or holds or left is None or right is None:
        return None
    message = rule.message.replace("{left}", _shown(left)).replace("{right}", _shown(right))
    cells = tuple(
        key for key in form.cells if any(_begins(key, name) for name in rule.formula.uses) and key in values
    )
    return Finding(rule.code, rule.severity, message, cells, left, right)


def operands(form: Form, values: Values, uses: Iterable[str]) -> dict[str, Number]:
    """The names that have a number in this report."""
    sums = ((name, form.sum_of(name, values)) for name in uses if form.knows(name))
    return {name: value for name, value in sums if isinstance(value, int)}


def _begins(key: str, name: str) -> bool:
    return key == name or key.startswith(f"{name}.")


def _shown(value: Number) -> str:
    return number(value) if value == int(value) else number(value, 1)


def unexplained(findings: Iterable[Finding], comments: Iterable[RuleComment]) -> list[Finding]:
    """Findings that ask for a comment and have none."""
    told = {comment.rule_code for comment in comments if comment.text.strip()}
    return [f for f in findings if f.severity == Severity.COMMENT and f.rule_code not in told]


def comment(report: MonthlyReport, rule_code: str, text: str, scope: Scope) -> RuleComment:
    """Write why an unusual figure is right. Raises Refusal (locked report, no right, nothing written)."""
    where = report.where()
    if not (scope.may(Action.CLINICAL_ENTER, where) or scope.may(Action.MANAGEMENT_ENTER, where)):
        raise Refusal("Ce commentaire n’est pas de votre ressort.")
    if report.state not in EDITABLE or report.pk is None:
        raise Refusal("Le rapport n’est pas ouvert à la saisie.")
    if not text.strip():
        raise Refusal("Écrivez le commentaire.")
    if len(text) > COMMENT_LENGTH:
        raise Refusal(f"Commentaire trop long\u00a0: {number(COMMENT_LENGTH)} caractères au plus.")
    written, _ = RuleComment.objects.update_or_create(
        report=report,
        rule_code=rule_code[:10],
        defaults={"text": text.strip(), "person_id": scope.person_id},
    )
    return written


def blocking(findings: Sequence[Finding]) -> list[Finding]:
    """Findings that forbid to declare the report complete."""
    return [f for f in findings if f.severity == Severity.BLOCKING]

"""Rules of control: each compares two figures, and speaks when it fails."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.access import Action, Scope
from core.formats import number
from core.workflow import Refusal
from monitoring.around import Around, Ground, Subject
from monitoring.enums import EDITABLE, Each, Runs, Severity
from monitoring.form import Form, Values
from monitoring.formula import Formula, FormulaError, Number, Told, known_formula
from monitoring.kept import kept
from monitoring.models import MonthlyReport, Period, Rule, RuleComment

log = logging.getLogger("jekabaara.monitoring")
_ORDER = {Severity.BLOCKING: 0, Severity.COMMENT: 1, Severity.INFORMATION: 2}
COMMENT_LENGTH = 2000
TYPED_BY = (Action.CLINICAL_ENTER, Action.MANAGEMENT_ENTER, Action.PAPER_ENTER)


@dataclass(frozen=True, slots=True)
class LoadedRule:
    """A rule ready to be tried: ``left`` and ``right`` are the two sides of ``formula``."""

    code: str
    severity: Severity
    message: str
    formula: Formula
    left: Formula
    right: Formula
    runs: Runs
    each: Each


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fails on a report; ``message`` quotes both numbers, ``cells`` are those to look at.

    ``rule_code`` says which rule, and of a repeated one on what: « V05 », « V22:CC_HA ». ``declares``: what
    answers it is the declaration of a death.
    """

    rule_code: str
    severity: Severity
    message: str
    cells: tuple[str, ...]
    left: Number
    right: Number
    declares: bool = False


@kept
def load_rules(on: date) -> tuple[LoadedRule, ...]:
    """The rules in force on ``on`` (one query, another when the catalogue changed).

    A rule that can no longer be read is left out, and logged.
    """
    latest = {rule.code: rule for rule in _rows() if rule.holds_on(on)}
    loaded = (_loaded(rule) for rule in latest.values())
    return tuple(rule for rule in loaded if rule)


@kept
def _rows() -> tuple[Rule, ...]:
    return tuple(Rule.objects.order_by("code", "valid_from"))


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
    severity = Severity(rule.severity)
    return LoadedRule(rule.code, severity, rule.message, formula, *sides, Runs(rule.runs), Each(rule.each))


def check(
    form: Form, values: Values, period: Period, rules: Iterable[LoadedRule], around: Around | None = None
) -> list[Finding]:
    """What fails, blocking first. A rule with a missing or « sans objet » operand says nothing.

    Without ``around``, only the rules about the report itself can speak.
    """
    ground = Ground(form, values, period, around or Around())
    found = (finding for rule in rules for finding in _tried(rule, ground))
    return sorted(found, key=lambda f: (_ORDER[f.severity], f.rule_code))


def _tried(rule: LoadedRule, ground: Ground) -> Iterator[Finding]:
    names = ground.names(rule.formula.uses)
    for subject in ground.subjects(rule.each):
        functions: dict[str, Told] = {**ground.functions, **subject.told}
        holds = rule.formula.value(names, functions)
        if holds is None or holds:
            continue
        left, right = rule.left.value(names, functions), rule.right.value(names, functions)
        if left is not None and right is not None:
            yield _finding(rule, ground, subject, (left, right))


def _finding(rule: LoadedRule, ground: Ground, subject: Subject, sides: tuple[Number, Number]) -> Finding:
    told = {"left": sides[0], "right": sides[1], **subject.told}
    message = rule.message.replace("{sujet}", subject.name)
    for name, value in told.items():
        message = message if value is None else message.replace(f"{{{name}}}", _shown(value))
    code = f"{rule.code}:{subject.code}" if subject.code else rule.code
    keys = subject.keys or ground.keys(subject.uses or rule.formula.uses)
    declares = "deces_declares" in rule.formula.functions
    return Finding(code, rule.severity, message, keys, *sides, declares=declares)


def _shown(value: Number) -> str:
    """Whole, or with one decimal: the last digits of a product, where machines differ, are let go first."""
    near = round(value, 6)
    return number(near) if near == int(near) else number(near, 1)


def unexplained(findings: Iterable[Finding], comments: Iterable[RuleComment]) -> list[Finding]:
    """Findings that ask for a comment and have none."""
    told = {comment.rule_code for comment in comments if comment.text.strip()}
    return [f for f in findings if f.severity == Severity.COMMENT and f.rule_code not in told]


def comment(report: MonthlyReport, rule_code: str, text: str, scope: Scope) -> RuleComment:
    """Write why an unusual figure is right. Raises Refusal (locked report, no right, nothing written)."""
    where = report.where()
    if not any(scope.may(act, where) for act in TYPED_BY):
        raise Refusal("Ce commentaire n’est pas de votre ressort.")
    if report.state not in EDITABLE or report.pk is None:
        raise Refusal("Le rapport n’est pas ouvert à la saisie.")
    if not text.strip():
        raise Refusal("Écrivez le commentaire.")
    if len(text) > COMMENT_LENGTH:
        raise Refusal(f"Commentaire trop long\u00a0: {number(COMMENT_LENGTH)} caractères au plus.")
    written, _ = RuleComment.objects.update_or_create(
        report=report,
        rule_code=rule_code,
        defaults={"text": text.strip(), "person_id": scope.person_id},
    )
    return written


def blocking(findings: Sequence[Finding]) -> list[Finding]:
    """Findings that forbid to declare the report complete."""
    return [f for f in findings if f.severity == Severity.BLOCKING]

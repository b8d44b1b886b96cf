"""The catalogue in plain French: elements with their cells, rules, indicators with their formulas."""

from dataclasses import dataclass
from datetime import date

from communes.models import Coefficient
from core import formats
from monitoring.enums import Direction, Owner, Severity, ValueType
from monitoring.form import Form, FormElement, FormSection
from monitoring.formula import Formula
from monitoring.indicators import LoadedIndicator, indicators_on
from monitoring.rules import LoadedRule, load_rules
from monitoring.wording import formula_words

TO_CONFIRM = "à confirmer"


@dataclass(frozen=True, slots=True)
class ElementLine:
    """One element. ``split``: its modalities, axis by axis."""

    code: str
    label: str
    definition: str
    type: str
    owner: str
    split: str
    cells: int
    optional: bool
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: what it says when it fails."""

    code: str
    severity: str
    blocking: bool
    message: str
    formula: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator: what it means, how it is computed, what is aimed at."""

    code: str
    label: str
    definition: str
    formula: str
    target: str
    direction: str
    source: str
    confirmed: bool


def element_lines(section: FormSection) -> list[ElementLine]:
    return [_element(element) for element in section.elements]


def _element(element: FormElement) -> ElementLine:
    return ElementLine(
        code=element.code,
        label=element.label,
        definition=element.definition,
        type=ValueType(element.type).label,
        owner=Owner(element.owner).label,
        split=" × ".join(", ".join(m.label for m in axis) for axis in element.axes),
        cells=len(element.cells),
        optional=element.optional,
        source=element.source,
        confirmed=element.confirmed,
    )


def rule_lines(form: Form, on: date) -> list[RuleLine]:
    """The rules in force (one query)."""
    return [_rule(rule, form) for rule in load_rules(on)]


def _rule(rule: LoadedRule, form: Form) -> RuleLine:
    sign = {"<=": "≤", ">=": "≥", "==": "=", "<": "<", ">": ">"}
    between = next((words for op, words in sign.items() if f" {op} " in rule.formula.text), "·")
    words = (formula_words(side, form, {}) for side in (rule.left, rule.right))
    left, right = (side.replace("abs de ", "écart ") for side in words)
    message = rule.message.replace("{left}", "…").replace("{right}", "…").replace("….", "…")
    return RuleLine(
        rule.code,
        Severity(rule.severity).label,
        rule.severity == Severity.BLOCKING,
        message,
        f"{left} {between} {right}",
    )


def indicator_lines(form: Form, on: date) -> list[IndicatorLine]:
    """The indicators in force (two queries)."""
    groups = dict(Coefficient.objects.order_by("from_year").values_list("key", "label"))
    groups["POP"] = "population"
    return [_indicator(one, form, groups) for one in indicators_on(on).values()]


def _indicator(one: LoadedIndicator, form: Form, groups: dict[str, str]) -> IndicatorLine:
    row = one.row
    return IndicatorLine(
        code=one.code,
        label=row.label,
        definition=row.definition,
        formula=" ÷ ".join(
            _bracketed(part, form, groups) for part in (one.numerator, one.denominator) if part
        ),
        target=_target(one),
        direction=Direction(row.direction).label,
        source=row.source,
        confirmed=row.confirmed,
    )


def _bracketed(formula: Formula, form: Form, groups: dict[str, str]) -> str:
    words = formula_words(formula, form, groups)
    return f"({words})" if " + " in words or " − " in words else words


def _target(one: LoadedIndicator) -> str:
    """« 90 % », « de 25 à 45 % », « pas de cible »."""
    row = one.row
    ends = [end for end in (one.target, one.target_high) if end is not None]
    texts = [formats.number(end, row.decimals) for end in ends]
    if not texts:
        return "pas de cible"
    amount = f"de {texts[0]} à {texts[1]}" if len(texts) == 2 else texts[0]
    if one.target is None:
        amount = f"au plus {amount}"
    return f"{amount} {row.unit}".strip()

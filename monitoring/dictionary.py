"""The catalogue in plain French: elements with their cells, rules, indicators with their formulas."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core import formats
from monitoring.enums import Direction, Owner, Severity, ValueType
from monitoring.form import Form, FormElement, FormSection
from monitoring.formula import Formula
from monitoring.indicators import LoadedIndicator, indicators_on
from monitoring.naming import group_labels
from monitoring.rules import LoadedRule, load_rules
from monitoring.wording import formula_words

_PLACES = re.compile(r"\{[a-z_]+\}")  # where a message quotes a number, a name
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
    small: int  # below it a count is kept from partners; 0: nobody is counted
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
    runs: str
    each: str  # "" for a rule tried once


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


def element_lines(section: FormSection, thresholds: Mapping[str, int]) -> list[ElementLine]:
    """The elements of a section; ``thresholds``: code → that of its small counts."""
    return [_element(element, thresholds.get(element.code, 0)) for element in section.elements]


def _element(element: FormElement, small: int) -> ElementLine:
    return ElementLine(
        code=element.code,
        label=element.label,
        definition=element.definition,
        type=ValueType(element.type).label,
        owner=Owner(element.owner).label,
        split=" × ".join(", ".join(m.label for m in axis) for axis in element.axes),
        cells=len(element.cells),
        small=small,
        optional=element.optional,
        source=element.source,
        confirmed=element.confirmed,
    )


def rule_lines(form: Form, on: date) -> list[RuleLine]:
    """The rules in force (one query)."""
    return [_rule(rule, form) for rule in load_rules(on)]


def _rule(rule: LoadedRule, form: Form) -> RuleLine:
    return RuleLine(
        rule.code,
        Severity(rule.severity).label,
        rule.severity == Severity.BLOCKING,
        _PLACES.sub("…", rule.message).replace("….", "…"),
        formula_words(rule.formula, form, {}),
        rule.runs.label,
        rule.each.label if rule.each else "",
    )


def indicator_lines(form: Form, on: date) -> list[IndicatorLine]:
    """The indicators in force (one query)."""
    groups = {**group_labels(), "POP": "population"}
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

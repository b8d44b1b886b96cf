"""The form of a month in the shape a device reckons with: cells, sums, rules, indicators, blank tables."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from monitoring.cells import FIELD
from monitoring.device.trees import tree
from monitoring.enums import Runs, ValueType
from monitoring.form import Cell, Form, FormElement, FormSection
from monitoring.indicators import Kind, LoadedIndicator
from monitoring.rules import LoadedRule
from monitoring.sheet import Block, Box, blocks
from monitoring.within import section_of

Draw = Callable[[Block], str]


def definition(
    form: Form, rules: Iterable[LoadedRule], indicators: Iterable[LoadedIndicator], draw: Draw
) -> dict[str, Any]:
    """The whole form as JSON; ``draw`` makes the HTML of a blank table, the one of the page."""
    return {
        "sections": [_section(section, draw) for section in form.sections],
        "elements": {code: _element(element) for code, element in form.elements.items()},
        "regles": [_rule(rule) for rule in rules if rule.runs != Runs.SERVER],
        "indicateurs": [
            _indicator(i, form)
            for i in indicators
            if i.kind not in (Kind.COUNTS, Kind.STATE) and not i.since_january
        ],
    }


def name_of(content: dict[str, Any]) -> str:
    """Two forms that are the same bear the same name."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def blank_box(cell: Cell) -> Box:
    """A cell nobody has filled."""
    return Box(FIELD + cell.key, cell.label, "", "vide", yes_no=cell.type == ValueType.YES_NO)


def _section(section: FormSection, draw: Draw) -> dict[str, Any]:
    return {
        "code": section.code,
        "nom": f"{section.order} {section.name}",
        "nature": section.kind.value,
        "html": "".join(draw(block) for block in blocks(section, {}, blank_box)),
    }


def _element(element: FormElement) -> dict[str, Any]:
    """``cases``: key → what tells it from its neighbours (its own label is the element's)."""
    return {
        "nom": element.label,
        "section": element.cells[0].section,
        "type": element.type.value,
        "demande": not element.optional,
        "cases": {cell.key: cell.short for cell in element.cells},
        "nd": element.unsplit.key if element.unsplit else None,
    }


def _rule(rule: LoadedRule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "gravite": rule.severity.value,
        "message": rule.message,
        "calcul": tree(rule.formula),
        "noms": sorted(rule.formula.uses),
        "chaque": rule.each.value,
    }


def _indicator(indicator: LoadedIndicator, form: Form) -> dict[str, Any]:
    row = indicator.row
    return {
        "code": indicator.code,
        "nom": row.short or row.label,
        "section": section_of(indicator, form),
        "haut": tree(indicator.numerator),
        "bas": tree(indicator.denominator) if indicator.denominator else None,
        "douzieme": indicator.kind == Kind.POPULATION,
        "fois": row.multiplier,
        "unite": row.unit,
        "decimales": row.decimals,
    }

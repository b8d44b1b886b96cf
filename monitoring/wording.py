"""Formulas in plain French: the labels of the form where the computer reads codes."""

import ast
from collections.abc import Mapping

from monitoring.form import Form
from monitoring.formula import Formula

FUNCTIONS: Mapping[str, str] = {
    "mois": "nombre de mois",
    "jours": "nombre de jours",
    "attendus": "rapports attendus",
    "recus": "rapports reçus",
    "a_temps": "rapports reçus à temps",
}
SIGNS: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
_LOOSE = (ast.Add, ast.Sub)


def formula_words(formula: Formula, form: Form, groups: Mapping[str, str]) -> str:
    """« Penta 1 − Penta 3 ». ``groups``: target groups by key, in words. An unknown code stays itself."""
    return _words(formula.node, form, groups)


def _words(node: ast.expr, form: Form, groups: Mapping[str, str]) -> str:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            parts = [_inside(part, op, form, groups) for part in (left, right)]
            return f" {SIGNS[type(op)]} ".join(parts)
        case ast.UnaryOp(operand=operand):
            return f"−{_words(operand, form, groups)}"
        case ast.Constant(value=value):
            return str(value).replace(".", ",")
        case ast.Name(id=name):
            return _named(name, form, groups)
        case ast.Call(func=ast.Name(id="cell"), args=[ast.Constant(value=str() as prefix)]):
            return _cells(prefix, form)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            inner = " et ".join(_words(argument, form, groups) for argument in arguments)
            return FUNCTIONS.get(name) or f"{name} de {inner}"
    return ""


def _inside(node: ast.expr, op: ast.operator, form: Form, groups: Mapping[str, str]) -> str:
    """A part of an operation, between brackets when a sum stands under a product or after a minus."""
    words = _words(node, form, groups)
    loose = isinstance(node, ast.BinOp) and isinstance(node.op, _LOOSE)
    return f"({words})" if loose and not isinstance(op, _LOOSE) else words


def _named(name: str, form: Form, groups: Mapping[str, str]) -> str:
    element = form.elements.get(name)
    return element.label if element else groups.get(name, name)


def _cells(prefix: str, form: Form) -> str:
    """The cells that begin so, by the label of what they have in common."""
    code, _, path = prefix.partition(".")
    element = form.elements.get(code)
    if element is None:
        return prefix
    modality = next((m.label for m in element.axes[0] if m.code == path), "") if element.axes else ""
    return f"{element.label}, {modality}" if modality else element.label

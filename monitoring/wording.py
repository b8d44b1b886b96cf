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
    "adherents": "personnes couvertes par une carte valable",
    "habitants_adherents": "habitants des villages où l’on a compté",
    "femmes_organes": "sièges tenus par des femmes (conseil d’administration, comité de gestion)",
    "membres_organes": "sièges tenus (conseil d’administration, comité de gestion)",
    "annee": "mois connus de l’année",
    "detail": "somme de ses cases",
    "nombre": "nombre de mois déclarés parmi les douze d’avant",
    "moyenne": "moyenne des douze mois d’avant",
    "ecart_type": "écart-type des douze mois d’avant",
    "an_passe": "le même mois de l’an dernier",
    "trois_mois": "le moins des trois mois d’avant",
    "deces_declares": "décès maternels déclarés",
    "reunions_pv": "réunions du comité de gestion qui ont leur PV",
    "jours_passes": "jours depuis la fin du mois",
}
OF_A_CODE: Mapping[str, str] = {
    "ou0": "{} (0 si rien n’est écrit)",
    "cumul": "{} depuis janvier",
    "precedent": "{} du mois d’avant",
}
OF_SEVERAL: Mapping[str, str] = {
    "abs": "écart {}",
    "min": "le plus petit de {}",
    "max": "le plus grand de {}",
}
COMPARED: Mapping[type[ast.cmpop], str] = {
    ast.LtE: "≤",
    ast.GtE: "≥",
    ast.Eq: "=",
    ast.NotEq: "≠",
    ast.Lt: "<",
    ast.Gt: ">",
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
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return f"{_words(left, form, groups)} {COMPARED[type(sign)]} {_words(right, form, groups)}"
        case ast.Name(id=name):
            return _named(name, form, groups)
        case ast.Call(func=ast.Name(id="cell"), args=[ast.Constant(value=str() as prefix)]):
            return _cells(prefix, form)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _call(name, [_words(argument, form, groups) for argument in arguments])
    return ""


def _call(name: str, inner: list[str]) -> str:
    match name, inner:
        case "si", [test, then, "0"]:
            return f"{then} (si {test})"
        case "si", [test, then, other]:
            return f"{then} (si {test}, sinon {other})"
        case _, []:
            return FUNCTIONS.get(name, name)
        case _, [only] if name in OF_A_CODE:
            return OF_A_CODE[name].format(only)
    return OF_SEVERAL.get(name, f"{name} de {{}}").format(" et ".join(inner))


def _inside(node: ast.expr, op: ast.operator, form: Form, groups: Mapping[str, str]) -> str:
    """A part of an operation, between brackets when a sum stands under a product or after a minus."""
    words = _words(node, form, groups)
    loose = isinstance(node, ast.BinOp) and isinstance(node.op, _LOOSE)
    return f"({words})" if loose and not isinstance(op, _LOOSE) else words


def _named(name: str, form: Form, groups: Mapping[str, str]) -> str:
    element = form.elements.get(name)
    return element.label if element else {"x": "le nombre", **groups}.get(name, name)


def _cells(prefix: str, form: Form) -> str:
    """The cells that begin so, by the label of what they have in common."""
    code, _, path = prefix.partition(".")
    element = form.elements.get(code)
    if element is None:
        return prefix
    modality = next((m.label for m in element.axes[0] if m.code == path), "") if element.axes else ""
    return f"{element.label}, {modality}" if modality else element.label

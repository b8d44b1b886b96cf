"""Formulas as trees of JSON: what a browser evaluates the way the server does."""

import ast
from typing import TypeAlias

from monitoring.formula import Formula, FormulaError, Number

Tree: TypeAlias = "Number | str | list[Tree]"
SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def tree(formula: Formula) -> Tree:
    """A number, a name, or [what, part…]."""
    return _tree(formula.node)


def _tree(node: ast.expr) -> Tree:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return [SIGNS[type(op)], _tree(left), _tree(right)]
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return [SIGNS[type(op)], _tree(left), _tree(right)]
        case ast.UnaryOp(operand=operand):
            return ["neg", _tree(operand)]
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Name(id="x"):
            return ["x"]
        case ast.Name(id=name):
            return name
        case ast.Call(func=ast.Name(id="cell"), args=[ast.Constant(value=str() as prefix)]):
            return prefix
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return [name, *map(_tree, arguments)]
    raise FormulaError("ce calcul ne se transporte pas.")

"""Formulas of the catalogue: checked when written, evaluated by ``simpleeval``, never by ``eval``.

A name is the code of an element (its total) or of a target group; ``cell("CC_NC.lt1")`` is the sum of the
cells that begin so. Arithmetic, comparisons, ``abs``, ``min``, ``max``; of a report ``mois()``, ``jours()``;
of a place ``attendus()``, ``recus()``, ``a_temps()``.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from simpleeval import InvalidExpression, SimpleEval

Number: TypeAlias = int | float
MOST_CHARACTERS = 400

_OPERATORS: dict[type[ast.AST], Callable[..., Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_MATHS: dict[str, Callable[..., Number]] = {"abs": abs, "min": min, "max": max}
REPORT_FUNCTIONS = frozenset({"mois", "jours"})  # of one report: 1 month, days of the period
COUNT_FUNCTIONS = frozenset({"attendus", "recus", "a_temps"})  # of a place: reports


class FormulaError(ValueError):
    """A formula that cannot be used; the message is a French sentence with the column."""


@dataclass(frozen=True)
class Formula:
    """A checked formula: ``uses`` names what it needs (element codes, groups, prefixes of cells)."""

    text: str
    node: ast.expr
    uses: frozenset[str]
    functions: frozenset[str]

    @cached_property
    def _evaluator(self) -> SimpleEval:
        return SimpleEval(operators=_OPERATORS, functions=dict(_MATHS), names={})

    def value(self, names: Mapping[str, Number], functions: Mapping[str, Number]) -> Number | None:
        """The result; None when a name or a function has no value here, or on a division by zero."""
        if not (self.uses <= names.keys() and self.functions <= functions.keys()):
            return None
        if isinstance(self.node, ast.Name):
            return names[self.node.id]
        evaluator = self._evaluator
        evaluator.names = names
        evaluator.functions = _MATHS | {"cell": names.__getitem__}
        for name in self.functions:
            evaluator.functions[name] = _constant(functions[name])
        try:
            result: Number = evaluator.eval(self.text, previously_parsed=self.node)
        except (ZeroDivisionError, OverflowError, InvalidExpression):
            return None
        return result

    def sides(self) -> "tuple[Formula, Formula] | None":
        """Left and right of a formula that is one comparison."""
        if not (isinstance(self.node, ast.Compare) and len(self.node.ops) == 1):
            return None
        return self._part(self.node.left), self._part(self.node.comparators[0])

    def _part(self, node: ast.expr) -> "Formula":
        return Formula(self.text, node, self.uses, self.functions)

    @property
    def compares(self) -> bool:
        return any(isinstance(node, ast.Compare) for node in ast.walk(self.node))

    @property
    def plain(self) -> str:
        """The name alone, for a formula that is one name or one ``cell``; "" otherwise."""
        alone = isinstance(self.node, ast.Name) or (
            isinstance(self.node, ast.Call)
            and isinstance(self.node.func, ast.Name)
            and self.node.func.id == "cell"
        )
        return next(iter(self.uses)) if alone else ""

    @property
    def exact(self) -> bool:
        """Only sums, differences and products of whole numbers: adding it over reports stays exact."""
        return not any(
            isinstance(n, ast.Div | ast.Compare)
            or (isinstance(n, ast.Constant) and isinstance(n.value, float))
            for n in ast.walk(self.node)
        )


def _constant(value: Number) -> Callable[[], Number]:
    return lambda: value


def compile_formula(text: str, known: Callable[[str], bool]) -> Formula:
    """Check ``text``; ``known`` says whether a name, or a prefix of cells, exists. Raises FormulaError."""
    if len(text) > MOST_CHARACTERS:
        raise FormulaError(f"formule trop longue ({len(text)} caractères, {MOST_CHARACTERS} au plus).")
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise FormulaError(f"formule illisible vers le caractère {error.offset or 1}.") from error
    except (ValueError, MemoryError, RecursionError) as error:
        raise FormulaError("formule illisible.") from error
    reader = _Reader(text.strip(), known)
    reader.visit(node)
    return Formula(text.strip(), node, frozenset(reader.uses), frozenset(reader.functions))


def known_formula(text: str) -> Formula:
    """A formula of the catalogue, checked when it was loaded: its tree is made once. Raises FormulaError.

    The tree alone is shared: each formula evaluates with names of its own, so threads do not meet.
    """
    return Formula(text.strip(), *_parts(text))


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[ast.expr, frozenset[str], frozenset[str]]:
    formula = compile_formula(text, lambda _name: True)
    return formula.node, formula.uses, formula.functions


class _Reader:
    """Walks the tree once: refuses what is not allowed, notes what is used."""

    def __init__(self, text: str, known: Callable[[str], bool]) -> None:
        self.text, self.known = text, known
        self.uses: set[str] = set()
        self.functions: set[str] = set()

    def refuse(self, node: ast.AST, why: str) -> FormulaError:
        column = len(self.text.encode()[: getattr(node, "col_offset", 0)].decode(errors="ignore")) + 1
        return FormulaError(f"au caractère {column}, {why}")

    def visit(self, node: ast.expr) -> None:
        match node:
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
                self.visit(left)
                self.visit(right)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                self.visit(operand)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPERATORS:
                self.visit(left)
                self.visit(right)
            case ast.Constant(value=int() | float() as value) if (
                not isinstance(value, bool) and abs(value) < 1e12
            ):
                pass
            case ast.Name(id=name):
                self.note(node, name)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                self.call(node, name, arguments)
            case _:
                raise self.refuse(node, "ce calcul n’est pas permis dans une formule.")

    def note(self, node: ast.expr, name: str) -> None:
        if not self.known(name):
            raise self.refuse(node, f"« {name} » n’est pas un code connu.")
        self.uses.add(name)

    def call(self, node: ast.Call, name: str, arguments: list[ast.expr]) -> None:
        if name == "cell":
            match arguments:
                case [ast.Constant(value=str() as prefix)]:
                    self.note(arguments[0], prefix)
                case _:
                    raise self.refuse(node, "« cell » attend une case entre guillemets.")
        elif name in REPORT_FUNCTIONS | COUNT_FUNCTIONS:
            if arguments:
                raise self.refuse(node, f"« {name}() » ne prend rien entre ses parenthèses.")
            self.functions.add(name)
        elif name in _MATHS:
            if not arguments or (name == "abs") != (len(arguments) == 1):
                raise self.refuse(
                    node, f"« {name} » attend {'un nombre' if name == 'abs' else 'deux nombres'}."
                )
            for argument in arguments:
                self.visit(argument)
        else:
            raise self.refuse(node, f"« {name} » n’est pas une fonction connue.")

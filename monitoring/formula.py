"""Formulas of the catalogue: checked when written, evaluated by ``simpleeval``, never by ``eval``.

A name is the code of an element (its total) or of a target group; ``cell("CC_NC.lt1")`` is the sum of the
cells that begin so. Arithmetic, comparisons, ``abs``, ``min``, ``max``, ``si(test, then, else)``; of a report
``mois()``, ``jours()``; of a place ``attendus()``, ``recus()``, ``a_temps()``; since January, this month
included, ``cumul(CODE)``; of a day, told by no report (``monitoring/states.py``), ``adherents()``,
``habitants_adherents()``, ``femmes_organes()``, ``membres_organes()``. Rules have more:

- ``ou0(CODE)``: the number, 0 when there is none; ``precedent(CODE)``: the month before;
- ``annee()``: months of the year that are known, this one included;
- of what a rule is repeated over: ``x``, its number; ``detail()``, the sum of its cells; ``nombre()``,
  ``moyenne()``, ``ecart_type()`` of the twelve months before; ``an_passe()``, the same month last year;
  ``trois_mois()``, the least of the three months before;
- ``deces_declares()``, ``jours_passes()`` since the end of the month, ``reunions_pv()``, the meetings of the
  comité de gestion that have their minutes: the server alone knows them.
"""

import ast
import copy
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from simpleeval import InvalidExpression, SimpleEval

Number: TypeAlias = int | float
Told: TypeAlias = "Number | Callable[[str], Number | None] | None"  # None: there is no such figure here
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
MEMBER_FUNCTIONS = frozenset({"adherents", "habitants_adherents"})  # of an ASACO in a year
ORGAN_FUNCTIONS = frozenset({"femmes_organes", "membres_organes"})  # of its seats on a day
STATE_FUNCTIONS = MEMBER_FUNCTIONS | ORGAN_FUNCTIONS  # of an aire: never added over months
NAMED_FUNCTIONS = frozenset({"ou0", "cumul", "precedent"})  # of one code
SUBJECT_FUNCTIONS = frozenset(
    {"detail", "nombre", "moyenne", "ecart_type", "an_passe", "trois_mois"}
)  # of what a rule is repeated over
SERVER_FUNCTIONS = frozenset({"deces_declares", "jours_passes", "reunions_pv"})
_OF_RULES_ALONE = SUBJECT_FUNCTIONS | SERVER_FUNCTIONS | {"annee"}
RULE_FUNCTIONS = (NAMED_FUNCTIONS - {"cumul"}) | _OF_RULES_ALONE | {"x"}  # no indicator has them
_PLAIN_FUNCTIONS = REPORT_FUNCTIONS | COUNT_FUNCTIONS | STATE_FUNCTIONS | _OF_RULES_ALONE


class FormulaError(ValueError):
    """A formula that cannot be used; the message is a French sentence with the column."""


class _Unknown(InvalidExpression):
    """A figure that does not exist here: the whole formula has no value."""


@dataclass(frozen=True)
class Formula:
    """A checked formula: ``uses`` names what it needs (element codes, groups, prefixes of cells).

    ``ready`` is ``node`` as it is evaluated: a code that a function takes is a text there.
    """

    text: str
    node: ast.expr
    ready: ast.expr
    uses: frozenset[str]
    functions: frozenset[str]

    @cached_property
    def _evaluator(self) -> SimpleEval:
        return SimpleEval(operators=_OPERATORS, functions=dict(_MATHS), names={})

    def value(self, names: Mapping[str, Number], functions: Mapping[str, Told]) -> Number | None:
        """The result; None when a name or a function it needs has no value here, or on a division by zero."""
        if isinstance(self.node, ast.Name) and self.node.id != "x":
            return names.get(self.node.id)
        if self.alone in STATE_FUNCTIONS:  # asked aire by aire, month by month
            told = functions.get(self.alone)
            return None if callable(told) else told
        evaluator = self._evaluator
        evaluator.names = {**names, "x": functions["x"]} if functions.get("x") is not None else names
        evaluator.functions = _MATHS | {"cell": _lookup(names.get)}
        for name in self.functions & functions.keys():
            told = functions[name]
            evaluator.functions[name] = _lookup(told) if callable(told) else _constant(told)
        try:
            result: Number = evaluator.eval(self.text, previously_parsed=self.ready)
        except (ZeroDivisionError, OverflowError, InvalidExpression):
            return None
        return result

    def sides(self) -> "tuple[Formula, Formula] | None":
        """Left and right of a formula that is one comparison."""
        match self.node, self.ready:
            case ast.Compare(ops=[_]) as node, ast.Compare() as ready:
                return (
                    self._part(node.left, ready.left),
                    self._part(node.comparators[0], ready.comparators[0]),
                )
        return None

    def _part(self, node: ast.expr, ready: ast.expr) -> "Formula":
        return Formula(self.text, node, ready, self.uses, self.functions)

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

    @cached_property
    def alone(self) -> str:
        """The function, for a formula that is one function of nothing; "" otherwise."""
        match self.node:
            case ast.Call(func=ast.Name(id=name), args=[]):
                return name
        return ""

    def beside(self, functions: frozenset[str]) -> int | None:
        """The column of the first figure that is none of ``functions``; None when there is none."""
        strange = (
            n for n in ast.walk(self.node) if isinstance(n, ast.Name) and n.id not in functions | {*_MATHS}
        )
        return min((_column(self.text, node) for node in strange), default=None)

    @property
    def since_january(self) -> bool:
        """Whether it speaks of the year so far: a figure of ``cumul``."""
        return "cumul" in self.functions

    @property
    def at_once(self) -> frozenset[str]:
        """What it names outside ``cumul``: figures of the months alone."""
        inner = {id(n) for call in ast.walk(self.node) if _is_cumul(call) for n in ast.walk(call)}
        found = (n for n in ast.walk(self.node) if id(n) not in inner)
        names = (n.id if isinstance(n, ast.Name) else _cell_named(n) for n in found)
        return frozenset(names) & self.uses

    @property
    def exact(self) -> bool:
        """Only sums, differences and products of whole numbers: adding it over reports stays exact."""
        return not any(
            isinstance(n, ast.Div | ast.Compare)
            or (isinstance(n, ast.Constant) and isinstance(n.value, float))
            for n in ast.walk(self.node)
        )


def _column(text: str, node: ast.AST) -> int:
    return len(text.encode()[: getattr(node, "col_offset", 0)].decode(errors="ignore")) + 1


def _is_cumul(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cumul"


def _cell_named(node: ast.AST) -> str:
    match node:
        case ast.Call(func=ast.Name(id="cell"), args=[ast.Constant(value=str() as prefix)]):
            return prefix
    return ""


def _constant(value: Number | None) -> Callable[[], Number]:
    def told() -> Number:
        if value is None:
            raise _Unknown
        return value

    return told


def _lookup(find: Callable[[str], Number | None]) -> Callable[[str], Number]:
    def told(name: str) -> Number:
        found = find(name)
        if found is None:
            raise _Unknown
        return found

    return told


class _Readier(ast.NodeTransformer):
    """``cumul(CPN1)`` is given the text « CPN1 »; ``si(…)`` is a test whose other branch is not looked at."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        match node:
            case ast.Call(func=ast.Name(id="si"), args=[test, then, other]):
                return ast.IfExp(self.visit(test), self.visit(then), self.visit(other))
            case ast.Call(func=ast.Name(id=name) as func, args=[ast.Name(id=code)]) if (
                name in NAMED_FUNCTIONS
            ):
                return ast.Call(func, [ast.Constant(code)], [])
        self.generic_visit(node)
        return node


def _ready(node: ast.expr) -> ast.expr:
    made: ast.expr = _Readier().visit(copy.deepcopy(node))
    return made


def compile_formula(text: str, known: Callable[[str], bool]) -> Formula:
    """Check ``text``; ``known`` says whether a name, or a prefix of cells, exists. Raises FormulaError."""
    if len(text) > MOST_CHARACTERS:
        raise FormulaError(f"formule trop longue ({len(text)} caractères, {MOST_CHARACTERS} au plus).")
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        place = error.offset or len(text.strip()) + 1  # 0: it stops too early
        raise FormulaError(f"formule illisible vers le caractère {place}.") from error
    except (ValueError, MemoryError, RecursionError) as error:
        raise FormulaError("formule illisible.") from error
    reader = _Reader(text.strip(), known)
    reader.visit(node)
    return Formula(text.strip(), node, _ready(node), frozenset(reader.uses), frozenset(reader.functions))


def of_one_report(days: int, names: Mapping[str, Number]) -> dict[str, Told]:
    """The functions of one report: its year so far is its month, the months are added when they are read."""
    return {"mois": 1, "jours": days, "cumul": names.get}


def known_formula(text: str) -> Formula:
    """A formula of the catalogue, checked when it was loaded: its tree is made once. Raises FormulaError.

    The tree alone is shared: each formula evaluates with names of its own, so threads do not meet.
    """
    return Formula(text.strip(), *_parts(text))


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[ast.expr, ast.expr, frozenset[str], frozenset[str]]:
    formula = compile_formula(text, lambda _name: True)
    return formula.node, formula.ready, formula.uses, formula.functions


class _Reader:
    """Walks the tree once: refuses what is not allowed, notes what is used."""

    def __init__(self, text: str, known: Callable[[str], bool]) -> None:
        self.text, self.known = text, known
        self.uses: set[str] = set()
        self.functions: set[str] = set()

    def refuse(self, node: ast.AST, why: str) -> FormulaError:
        return FormulaError(f"au caractère {_column(self.text, node)}, {why}")

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
            case ast.Name(id="x"):
                self.functions.add("x")
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
        if name == "cell" or name in NAMED_FUNCTIONS:
            self.named(node, name, arguments)
        elif name in _PLAIN_FUNCTIONS:
            if arguments:
                raise self.refuse(node, f"« {name}() » ne prend rien entre ses parenthèses.")
            self.functions.add(name)
        elif name == "si" or name in _MATHS:
            self.computed(node, name, arguments)
        else:
            raise self.refuse(node, f"« {name} » n’est pas une fonction connue.")

    def named(self, node: ast.Call, name: str, arguments: list[ast.expr]) -> None:
        """What takes a code, or the beginning of cells between quotes."""
        match name, arguments:
            case "cell", [ast.Constant(value=str() as prefix)]:
                self.note(arguments[0], prefix)
            case "cell", _:
                raise self.refuse(node, "« cell » attend une case entre guillemets.")
            case _, [ast.Name(id=code)] if code != "x":
                self.note(arguments[0], code)
                self.functions.add(name)
            case _:
                raise self.refuse(node, f"« {name} » attend le code d’une donnée.")

    def computed(self, node: ast.Call, name: str, arguments: list[ast.expr]) -> None:
        """What takes numbers."""
        if name == "si":
            if len(arguments) != 3 or not isinstance(arguments[0], ast.Compare):
                raise self.refuse(node, "« si » attend une comparaison, puis deux nombres.")
        elif not arguments or (name == "abs") != (len(arguments) == 1):
            wanted = "un nombre" if name == "abs" else "deux nombres"
            raise self.refuse(node, f"« {name} » attend {wanted}.")
        for argument in arguments:
            self.visit(argument)

"""A rule of control as it is written: what its formula may ask, given where it is tried, over what."""

from collections.abc import Callable

from monitoring.enums import Each, Runs
from monitoring.formula import (
    COUNT_FUNCTIONS,
    SERVER_FUNCTIONS,
    STATE_FUNCTIONS,
    Formula,
    FormulaError,
    compile_formula,
)

OF_ELEMENTS = frozenset({"detail", "nombre", "moyenne", "ecart_type", "an_passe"})
OF_SECTIONS = frozenset({"trois_mois"})
OF_THE_PAST = frozenset(
    {"annee", "cumul", "precedent", "nombre", "moyenne", "ecart_type", "an_passe", "trois_mois"}
)
ASKS = {Each.COUNT: OF_ELEMENTS | {"x"}, Each.AMOUNT: OF_ELEMENTS | {"x"}, Each.SECTION: OF_SECTIONS | {"x"}}
REPEATED = OF_ELEMENTS | OF_SECTIONS | {"x"}


def read_rule(text: str, runs: Runs, each: Each, known: Callable[[str], bool]) -> Formula:
    """The formula of a rule. Raises FormulaError: where the fault is, or why this cannot be tried there."""
    formula = compile_formula(text, known)
    if formula.sides() is None:
        raise FormulaError("une règle est une comparaison, par exemple «\u00a0A <= B\u00a0».")
    asked = formula.functions
    if asked & COUNT_FUNCTIONS:
        raise FormulaError("une règle regarde un rapport\u00a0: elle ne compte pas les rapports.")
    if asked & STATE_FUNCTIONS:
        raise FormulaError("une règle regarde un rapport\u00a0: il ne dit rien des adhérents ni des organes.")
    allowed = ASKS.get(each, frozenset({"x"}) if each else frozenset())
    if strange := sorted((asked & REPEATED) - allowed):
        raise FormulaError(
            f"«\u00a0{strange[0]}\u00a0» n’existe pas dans une règle répétée sur «\u00a0{each.label}\u00a0»."
        )
    if each and "x" not in asked:
        raise FormulaError("une règle répétée regarde «\u00a0x\u00a0», le nombre de chacun.")
    if (asked & SERVER_FUNCTIONS or each == Each.COVERAGE) and runs != Runs.SERVER:
        raise FormulaError("cette règle demande ce que le serveur seul connaît\u00a0: où = serveur.")
    if asked & OF_THE_PAST and runs == Runs.DEVICE:
        raise FormulaError("cette règle demande le passé de l’aire\u00a0: où = paquet, ou serveur.")
    return formula

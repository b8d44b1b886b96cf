"""Two formulas that make an indicator: read, and refused in French when they cannot."""

from collections.abc import Sequence

from monitoring.formula import (
    COUNT_FUNCTIONS,
    RULE_FUNCTIONS,
    STATE_FUNCTIONS,
    Formula,
    FormulaError,
    compile_formula,
)

NUMERATOR, DENOMINATOR = "numerateur", "denominateur"
NAMED = "adherents(), habitants_adherents(), femmes_organes() ou membres_organes()"
ALONE = f"un état d’un jour ({NAMED}) ne se mêle qu’à des nombres et à d’autres états."


class WrongPart(ValueError):
    """One of the two cannot be used: ``part`` says which, the message why and where in it."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(why)
        self.part = part


def read_indicator(
    above: str, below: str, names: frozenset[str], groups: frozenset[str]
) -> tuple[Formula, Formula | None]:
    """Numerator and denominator ("": a count). Raises WrongPart.

    ``names``: codes and prefixes of cells; ``groups``: target groups.
    """
    numerator = _read(NUMERATOR, above, names)
    denominator = _read(DENOMINATOR, below, names | groups) if below else None
    _agree(numerator, denominator, names)
    return numerator, denominator


def _read(part: str, text: str, known: frozenset[str]) -> Formula:
    try:
        formula = compile_formula(text, known.__contains__)
    except FormulaError as error:
        raise WrongPart(part, str(error)) from error
    if formula.functions & RULE_FUNCTIONS:
        raise WrongPart(part, "cette fonction ne sert que dans une règle de contrôle.")
    if not formula.exact:
        raise WrongPart(part, "des sommes, différences et produits de nombres entiers seulement.")
    return formula


def _agree(numerator: Formula, denominator: Formula | None, names: frozenset[str]) -> None:
    """Refuse two formulas that cannot make one indicator."""
    parts = [(NUMERATOR, numerator), *([(DENOMINATOR, denominator)] if denominator else [])]
    last = parts[-1][0]
    if any(f.functions & STATE_FUNCTIONS for _, f in parts):
        _of_a_day(parts)
        return
    counts = [bool(f.functions & COUNT_FUNCTIONS) for _, f in parts]
    if any(counts) and (not all(counts) or any(f.uses for _, f in parts)):
        raise WrongPart(last, "attendus(), recus() et a_temps() ne se mêlent pas à des cases.")
    if denominator and not denominator.uses and not denominator.functions:
        raise WrongPart(last, "on rapporte à une donnée ou à un groupe cible, pas à un nombre seul.")
    if denominator and not denominator.uses <= names and (denominator.uses & names or denominator.functions):
        raise WrongPart(last, "un dénominateur nomme des cases ou des groupes cibles, pas les deux.")
    if any(f.since_january for _, f in parts):
        for part, formula in parts:
            if formula.at_once & names:
                raise WrongPart(part, "avec cumul(), toutes les données se comptent depuis janvier.")


def _of_a_day(parts: Sequence[tuple[str, Formula]]) -> None:
    """A state of an aire on a day is neither added over months, nor told by a report: it stands alone."""
    for part, formula in parts:
        column = formula.beside(STATE_FUNCTIONS)
        if column is not None:
            raise WrongPart(part, f"au caractère {column}, {ALONE}")
        if not formula.functions:
            raise WrongPart(part, f"un état se rapporte à un état\u00a0: {NAMED}.")

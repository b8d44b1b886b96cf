"""Formulas: what they compute, what they leave undefined, what they refuse."""

import pytest

from monitoring.formula import FormulaError, Told, compile_formula

KNOWN = {"P1", "P3", "CC_NC", "CC_NC.lt1", "FE"}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("P1 - P3", 3),
        ("2 * (P1 + P3)", 34),
        ("-P3", -7),
        ("P1 / 4", 2.5),
        ("abs(P3 - P1)", 3),
        ("min(P1, P3, 9)", 7),
        ("max(P1, P3)", 10),
        ("P3 <= P1", True),
        ("P3 == P1", False),
        ('cell("CC_NC.lt1") + P1', 15),
        ("10 * jours()", 310),
        ("mois()", 1),
    ],
)
def test_values(text: str, result: float) -> None:
    formula = compile_formula(text, KNOWN.__contains__)
    names = {"P1": 10, "P3": 7, "CC_NC.lt1": 5}
    assert formula.value(names, {"jours": 31, "mois": 1}) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("ou0(P3) + ou0(P1)", 10),
        ("cumul(P1)", 110),
        ("cumul(P3)", None),
        ("P1 - precedent(P1)", 1),
        ("si(P1 > 9, 1, P3)", 1),  # the other branch is not looked at
        ("si(P1 > 19, 1, P3)", None),
        ("si(P3 > 9, 1, 2)", None),
        ("x - moyenne()", 0.5),
        ("an_passe() + 1", None),
        ("3 * ecart_type()", None),
        ("max(x, P3)", None),
    ],
)
def test_what_rules_ask_beside_the_report(text: str, result: float | None) -> None:
    formula = compile_formula(text, KNOWN.__contains__)
    told: dict[str, Told] = {
        "ou0": lambda code: {"P1": 10}.get(code, 0),
        "cumul": {"P1": 110}.get,
        "precedent": {"P1": 9}.get,
        "x": 4,
        "moyenne": 3.5,
        "an_passe": None,
    }
    assert formula.value({"P1": 10}, told) == result


def test_a_missing_operand_leaves_it_undefined_not_zero() -> None:
    formula = compile_formula("P1 - P3", KNOWN.__contains__)
    assert formula.value({"P1": 10}, {}) is None
    assert compile_formula("P1 * jours()", KNOWN.__contains__).value({"P1": 1}, {}) is None


def test_dividing_by_zero_is_undefined() -> None:
    assert compile_formula("P1 / P3", KNOWN.__contains__).value({"P1": 1, "P3": 0}, {}) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P1 +", "illisible vers le caractère 5"),
        ("P1 <= <= 2", "illisible vers le caractère 7"),
        ("", "illisible"),
        ("P1; P3", "illisible"),
        ("P1 + ZZ", "au caractère 6, «\u00a0ZZ\u00a0» n’est pas un code connu"),
        ("__import__('os').system('true')", "n’est pas permis"),
        ("P1.__class__", "n’est pas permis"),
        ("[x for x in P1]", "n’est pas permis"),
        ("P1 ** 9999", "n’est pas permis"),
        ("'a' * 9", "n’est pas permis"),
        ("P1 and P3", "n’est pas permis"),
        ("True", "n’est pas permis"),
        ("1 < P1 < 3", "n’est pas permis"),
        ("open('x')", "n’est pas une fonction connue"),
        ("min(P1, key=P3)", "n’est pas permis"),
        ("abs()", "attend un nombre"),
        ("min()", "attend deux nombres"),
        ("jours(3)", "ne prend rien"),
        ("cell(P1)", "attend une case"),
        ('cell("CC_NC.zz")', "n’est pas un code connu"),
        ("1" * 500, "trop longue"),
        ("(" * 300 + "1" + ")" * 300, "trop longue"),
        ("(" * 150 + "1" + ")" * 150 + "1", "illisible"),
    ],
)
def test_refusals_say_where(text: str, words: str) -> None:
    with pytest.raises(FormulaError, match=r".+") as refused:
        compile_formula(text, KNOWN.__contains__)
    assert words in str(refused.value)


def test_exact_formulas_only_add_subtract_multiply_whole_numbers() -> None:
    texts = {"P1 - P3": True, "10 * jours() - P1": True, "P1 / 2": False, "P1 * 0.5": False, "P1 < P3": False}
    assert {text: compile_formula(text, KNOWN.__contains__).exact for text in texts} == texts


def test_a_plain_formula_is_one_name() -> None:
    texts = {"P1": "P1", "(P1)": "P1", 'cell("CC_NC.lt1")': "CC_NC.lt1", "P1 + 0": "", "abs(P1)": "", "3": ""}
    assert {text: compile_formula(text, KNOWN.__contains__).plain for text in texts} == texts

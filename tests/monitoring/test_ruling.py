"""A rule as it is written: what its formula may ask, where it may be tried."""

import pytest

from monitoring.enums import Each, Runs
from monitoring.formula import FormulaError
from monitoring.ruling import read_rule

KNOWN = {"P1", "P3"}
DEVICE, PACK, SERVER = Runs


@pytest.mark.parametrize(
    ("text", "runs", "each"),
    [
        ("P3 <= P1", DEVICE, Each.ONCE),
        ("ou0(P3) <= P1", DEVICE, Each.ONCE),
        ("si(P1 > 0, P3, 0) <= P1", DEVICE, Each.ONCE),
        ("x == detail()", DEVICE, Each.COUNT),
        ("cumul(P3) <= cumul(P1)", PACK, Each.ONCE),
        ("x <= moyenne()", PACK, Each.AMOUNT),
        ("si(x == 0, trois_mois(), 0) < 5", PACK, Each.SECTION),
        ("x <= 120", SERVER, Each.COVERAGE),
        ("P1 <= deces_declares()", SERVER, Each.ONCE),
    ],
)
def test_what_may_be_written(text: str, runs: Runs, each: Each) -> None:
    assert read_rule(text, runs, each, KNOWN.__contains__).text == text


@pytest.mark.parametrize(
    ("text", "runs", "each", "words"),
    [
        ("P3 <= ZZ", DEVICE, Each.ONCE, "au caractère 7, «\u00a0ZZ\u00a0» n’est pas un code connu"),
        ("P3 <=", DEVICE, Each.ONCE, "illisible"),
        ("P3 - P1", DEVICE, Each.ONCE, "est une comparaison"),
        ("recus() <= P1", DEVICE, Each.ONCE, "ne compte pas les rapports"),
        ("x <= P1", DEVICE, Each.ONCE, "«\u00a0x\u00a0» n’existe pas"),
        ("x <= moyenne()", PACK, Each.SECTION, "«\u00a0moyenne\u00a0» n’existe pas"),
        ("x <= trois_mois()", PACK, Each.COUNT, "«\u00a0trois_mois\u00a0» n’existe pas"),
        ("P1 <= P3", DEVICE, Each.COUNT, "regarde «\u00a0x\u00a0»"),
        ("cumul(P3) <= P1", DEVICE, Each.ONCE, "demande le passé"),
        ("x <= 120", PACK, Each.COVERAGE, "le serveur seul"),
        ("P1 <= deces_declares()", PACK, Each.ONCE, "le serveur seul"),
        ("cumul(P3 + P1) <= P1", PACK, Each.ONCE, "au caractère 1, «\u00a0cumul\u00a0» attend le code"),
        ("cumul(ZZ) <= P1", PACK, Each.ONCE, "au caractère 7, «\u00a0ZZ\u00a0»"),
        ("si(P1, P3, 0) <= P1", DEVICE, Each.ONCE, "«\u00a0si\u00a0» attend une comparaison"),
        ("annee(3) <= P1", PACK, Each.ONCE, "ne prend rien"),
    ],
)
def test_what_is_refused_and_why(text: str, runs: Runs, each: Each, words: str) -> None:
    with pytest.raises(FormulaError) as refused:
        read_rule(text, runs, each, KNOWN.__contains__)
    assert words in str(refused.value)

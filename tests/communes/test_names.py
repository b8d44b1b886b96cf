"""Names are matched without accents, and take accents only when there is no doubt."""

import pytest

from communes.names import accented, folded


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Samakélé", "samakele"),
        ("  N’Gabacoro  ", "ngabacoro"),
        ("Sanankoro-Djitoumou", "sanankoro djitoumou"),
        ("ÉLÉGANT", "elegant"),
        ("Bɛnkadi ɲɔgɔn", "benkadi nogon"),
        ("e\u0301te\u0301", "ete"),
    ],
)
def test_folding(name: str, expected: str) -> None:
    assert folded(name) == expected


def test_accents_come_from_the_only_accented_spelling() -> None:
    assert accented("Didieni", ["Didieni", "Didiéni", "Dilly"]) == "Didiéni"
    assert accented("Ngara", ["N’Gara"]) == "N’Gara"


def test_accents_in_doubt_are_left_out() -> None:
    assert accented("Sebete", ["Sébété", "Sebeté"]) == "Sebete"
    assert accented("Dilly", ["Dilly"]) == "Dilly"

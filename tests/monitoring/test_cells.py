"""What people type in cells."""

import pytest

from monitoring.cells import FIELD, NotAValueError, parse_cells, read_value, shown
from monitoring.enums import NA
from monitoring.form import Form, Value

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        (" 1 234 ", 1234),
        ("1.234", 1234),
        ("0", 0),
        ("007", 7),
        ("12,0", 12),
        ("", None),
        ("   ", None),
        ("s.o.", NA),
        ("S. O.", NA),
        ("so", NA),
        ("NA", NA),
        ("n/a", NA),
        ("sans objet", NA),
        ("1000000000000", 10**12),
    ],
)
def test_what_a_number_cell_takes(form: Form, typed: str, value: object) -> None:
    assert read_value(form.cells["CPN2"], typed) == value


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("5o", "pas un nombre"),
        ("-3", "négatif"),
        ("\u22123", "négatif"),
        ("12,5", "sans virgule"),
        ("1000000000001", "trop grand"),
        ("9" * 400, "trop grand"),
        ("1e5", "pas un nombre"),
        ("=1+1", "pas un nombre"),
        ("١٢", "pas un nombre"),
        ("oui", "pas un nombre"),
    ],
)
def test_what_a_number_cell_keeps_as_typed(form: Form, typed: str, words: str) -> None:
    with pytest.raises(NotAValueError) as refused:
        read_value(form.cells["CPN2"], typed)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "value"), [("oui", 1), ("O", 1), ("1", 1), ("Non", 0), ("0", 0), ("", None)]
)
def test_yes_or_no(form: Form, typed: str, value: object) -> None:
    assert read_value(form.cells["CS_RAP"], typed) == value


def test_yes_or_no_takes_nothing_else(form: Form) -> None:
    with pytest.raises(NotAValueError, match="oui ou par non"):
        read_value(form.cells["CS_RAP"], "2")


def test_one_section_is_read_and_the_rest_refused(form: Form) -> None:
    section = form.section("pev")
    posted = {
        "csrfmiddlewaretoken": "x",
        FIELD + "BCG.fixe": "12",
        FIELD + "BCG.avancee": "douze",
        FIELD + "CPN2": "3",
        FIELD + "ZZ": "3",
    }
    parsed = parse_cells(form, posted, section)
    assert parsed.values == {"BCG.fixe": 12}
    assert parsed.invalid["BCG.avancee"].text == "douze"
    assert "2 champs n’existent pas" in parsed.refused[0]
    assert "CPN2" in parsed.refused[0]


def test_ten_thousand_strange_fields_make_one_short_sentence(form: Form) -> None:
    posted = {f"{FIELD}X{i}" * 3: "1" for i in range(10_000)}
    parsed = parse_cells(form, posted)
    assert parsed.values == {}
    assert len(parsed.refused) == 1
    assert len(parsed.refused[0]) < 300


def test_shown_again_as_it_is_read(form: Form) -> None:
    cell = form.cells["CPN2"]
    values: tuple[Value | None, ...] = (None, 0, 12, 1234, NA)
    for value in values:
        assert read_value(cell, shown(value)) == value

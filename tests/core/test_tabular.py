"""A table as a file: French, readable, and nothing in it is a formula."""

import io

import pytest
from openpyxl import load_workbook

from core.tabular import Value, csv_bytes, xlsx_bytes

TEXTS = ["=1+1", "+33", "-5", "@SUM(A1)", "\t=1", "\r=1", "-1+cmd|x"]
WRITTEN = [(-5, "-5"), (0, "0"), (1.5, "1,5"), (2.0, "2"), ("a=1", "a=1"), ("12", "12"), (None, "")]


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_is_a_formula(text: str) -> None:
    assert csv_bytes([["x", text]]).decode("utf-8-sig").split(";")[1].lstrip('"').startswith("'")
    page = load_workbook(io.BytesIO(xlsx_bytes("a/b:c", [text.strip()], [["Nom"], [text.strip()]]))).active
    assert [page["A1"].data_type, page["A3"].data_type] == ["s", "s"]


@pytest.mark.parametrize(("value", "written"), WRITTEN)
def test_the_rest_stays(value: Value, written: str) -> None:
    assert csv_bytes([["x", value]]).decode("utf-8-sig") == f"x;{written}\r\n"


def test_the_file() -> None:
    assert csv_bytes([("Nom", "Nombre"), ("Ségou; rive", None), ('dit "x"', -3)]) == (
        '\ufeffNom;Nombre\r\n"Ségou; rive";\r\n"dit ""x""";-3\r\n'.encode()
    )

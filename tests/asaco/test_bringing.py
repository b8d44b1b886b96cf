"""A table of villages goes out as a file and comes back: read first, written only when it is saved."""

import io
from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils.html import escape
from openpyxl import load_workbook

from asaco.models import Asaco, Contribution, Membership
from core.seen import seen_words
from tests.asaco.test_villages import address, count, owe, village
from tests.cast import Cast


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    """Monday 5 October 2026."""
    with time_machine.travel("2026-10-05T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def asaco(everybody: Cast) -> Asaco:
    made = Asaco.objects.create(aire=everybody.territory.aire, name="ASACO de Samakélé")
    count(made, "Samakélé", 60, 408)
    return made


def taken(everybody: Cast, asaco: Asaco, ending: str = "csv", name: str = "kadia") -> bytes:
    url = f"/asaco/{asaco.aire.code}/villages.{ending}?annee=2026"
    return everybody.client_of(name).get(url).getvalue()


def brought(
    everybody: Cast, asaco: Asaco, octets: bytes, table: str = "adhesions", year: int = 2026
) -> HttpResponse:
    name = "sitan" if table == "cotisations" else "kadia"
    sent = {"deposer": "1", "fichier": SimpleUploadedFile("villages.csv", octets)}
    return everybody.client_of(name).post(address(asaco, table, year), sent)  # type: ignore[return-value]


def line(octets: bytes, name: str, **cells: str) -> bytes:
    """The sheet, with some cells of a village written over."""
    rows = [row.split(";") for row in octets.decode("utf-8-sig").splitlines()]
    head = next(row for row in rows if row[0] == "Code")
    for row in rows:
        if row[1:2] == [name]:
            for title, text in cells.items():
                row[head.index(title.replace("_", " "))] = text
    return "\r\n".join(";".join(row) for row in rows).encode("utf-8-sig")


def test_what_comes_back_unchanged_says_so(asaco: Asaco, everybody: Cast) -> None:
    page = brought(everybody, asaco, taken(everybody, asaco)).content.decode()
    assert "il n’y a rien à enregistrer" in page


def test_a_sheet_fills_the_table_and_writes_nothing(asaco: Asaco, everybody: Cast) -> None:
    sheet = line(taken(everybody, asaco), "Tiontala", Cartes_valides="12", Personnes_couvertes="1 53")
    sheet = line(sheet, "Djibougou", Cartes_valides="3", Personnes_couvertes="20")
    answer = brought(everybody, asaco, sheet)
    page = answer.content.decode()
    assert "Rien n’est encore enregistré" in page
    assert page.count("à enregistrer</p>") == 2
    assert 'value="12"' in page
    assert "Tiontala\u00a0: Ce n’est pas un nombre" in page
    assert answer.status_code == 422
    assert Membership.objects.count() == 1


def test_what_the_page_then_sends_is_saved(asaco: Asaco, everybody: Cast) -> None:
    sheet = line(taken(everybody, asaco), "Samakélé", Personnes_couvertes="500")
    page = brought(everybody, asaco, sheet).content.decode()
    seen, prefix = seen_words(1, {"cards": 60, "persons": 408}), f"v{village('Samakélé').pk}"
    assert seen in page
    sent = {f"{prefix}-seen": seen, f"{prefix}-cards": "60", f"{prefix}-persons": "500"}
    assert everybody.client_of("kadia").post(address(asaco, "adhesions"), sent).status_code == 302
    assert Membership.objects.get().persons == 500


def test_a_workbook_too(asaco: Asaco, everybody: Cast) -> None:
    book = load_workbook(io.BytesIO(taken(everybody, asaco, "xlsx", "sitan")))
    page = book.active
    assert page is not None
    head = next(row for row in page.iter_rows() if row[0].value == "Code")
    places = {cell.value: cell.column for cell in head}
    for row in page.iter_rows(min_row=head[0].row + 1):
        if row[1].value == "Tiontala":
            page.cell(row[0].row, places["Cotisation appelée (FCFA)"], 30_000)
            page.cell(row[0].row, places["Cotisation payée (FCFA)"], 10_000)
    out = io.BytesIO()
    book.save(out)
    text = brought(everybody, asaco, out.getvalue(), "cotisations").content.decode()
    assert "Rien n’est encore enregistré" in text
    assert 'value="30000"' in text
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "why", ["- rattrapage de 2024", "=avance", "+ don", "@commune", "'entre guillemets'"]
)
def test_a_reason_that_a_spreadsheet_would_run_comes_back_as_it_was(
    asaco: Asaco, everybody: Cast, why: str, ending: str
) -> None:
    owe(asaco, "Tiontala", 1_000, 2_000, why=why)
    sheet = taken(everybody, asaco, ending, "sitan")
    page = brought(everybody, asaco, sheet, "cotisations").content.decode()
    assert "il n’y a rien à enregistrer" in page
    assert escape(why) in page


def test_signs_that_no_page_shows_are_left_out(asaco: Asaco, everybody: Cast) -> None:
    sheet = taken(everybody, asaco, name="sitan")
    sheet = line(
        sheet, "Tiontala", **{"Cotisation_appelée_(FCFA)": "9\x07", "Motif_du_trop-perçu": "\x1bdon\x7f"}
    )
    page = brought(everybody, asaco, sheet, "cotisations").content.decode()
    assert 'value="9"' in page
    assert 'value="don"' in page


def test_villages_from_elsewhere_are_left_aside(asaco: Asaco, everybody: Cast) -> None:
    sheet = taken(everybody, asaco) + b"ML-AILLEURS;Ailleurs;;5;9;"
    page = brought(everybody, asaco, sheet).content.decode()
    assert "ML-AILLEURS" in page
    assert "laissés de côté" in page


@pytest.mark.parametrize(
    ("octets", "sentence"),
    [
        (b"", "est vide"), (b"a;b;c", "n’est pas une table de villages"),
        (b"Format;autre-1", "n’est pas une table de villages"), (b"<html>", "page web"),
        (b"PK\x03\x04 rien", "abîmé"),
    ],
)  # fmt: skip
def test_another_file_is_refused_in_words(
    asaco: Asaco, everybody: Cast, octets: bytes, sentence: str
) -> None:
    answer = brought(everybody, asaco, octets)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_another_year_another_aire_twice_a_village(asaco: Asaco, everybody: Cast) -> None:
    sheet = taken(everybody, asaco)
    assert "celle de l’année" in brought(everybody, asaco, sheet, year=2025).content.decode()
    strange = sheet.replace(asaco.aire.code.encode(), b"ML-AUTRE")
    assert "celle de l’aire" in brought(everybody, asaco, strange).content.decode()
    headless = sheet.replace(b"Code;", b"Kode;")
    assert "La ligne des titres" in brought(everybody, asaco, headless).content.decode()
    rows = sheet.splitlines(keepends=True)
    assert "y est deux fois" in brought(everybody, asaco, b"".join([*rows, rows[-1]])).content.decode()

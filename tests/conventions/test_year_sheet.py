"""A year of a convention taken away as a sheet: it comes back filled, is read before anything is saved."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from conventions.models import Cam, Due, Score
from tests.cast import Cast
from tests.conventions.forced import due, in_force, said


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """Thursday 5 November 2026."""
    with time_machine.travel("2026-11-05T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def cam(everybody: Cast) -> Cam:
    made = in_force(everybody)
    said(due(made, "Tenir les réunions"), "asaco", "tenu", "deux réunions")
    return made


def page(cam: Cam, rest: str = "/", year: int = 2026) -> str:
    return f"/conventions/{cam.aire.code}/{cam.commune.code}/1/annees/{year}{rest}"


def taken(everybody: Cast, cam: Cam, ending: str = "csv", name: str = "binta") -> bytes:
    answer = everybody.client_of(name).get(page(cam, f".{ending}"))
    assert answer.status_code == 200
    return answer.getvalue()


def brought(
    everybody: Cast, cam: Cam, octets: bytes, table: str, name: str = "fanta", year: int = 2026
) -> Any:
    sent = SimpleUploadedFile("table.csv", octets)
    client = everybody.client_of(name)
    return client.post(page(cam, f"/{table}/", year), {"deposer": "1", "fichier": sent})


def test_what_is_taken_says_what_is_on_screen(cam: Cam, everybody: Cast) -> None:
    rows = taken(everybody, cam).decode("utf-8-sig").splitlines()
    assert rows[0].split(";")[:2] == ["Format", "engagements-1"]
    assert rows[1].split(";")[1] == cam.number
    head, line = rows[3].split(";"), next(row for row in rows if "Tenir les réunions" in row).split(";")
    told = dict(zip(head, line, strict=True))
    assert told["Partie qui s’engage"] == "ASACO"
    assert told["Échéance"] == "2026-06-30"
    assert (told["ASACO\u00a0: état"], told["ASACO\u00a0: précision"]) == ("tenu", "deux réunions")
    assert (told["Commune\u00a0: état"], told["Payé (FCFA)"]) == ("", "")
    assert everybody.client_of("drissa").get(page(cam, ".csv")).status_code == 404
    assert everybody.client_of("fanta").get(page(cam, ".pdf")).status_code == 404


def test_it_comes_back_as_it_left(cam: Cam, everybody: Cast) -> None:
    for table, name in (("dire", "moussa"), ("dire", "fanta"), ("montants", "fanta")):
        text = brought(everybody, cam, taken(everybody, cam), table, name).content.decode()
        assert "il n’y a rien à enregistrer" in text


def test_it_is_read_then_saved(cam: Cam, everybody: Cast) -> None:
    book = load_workbook(io.BytesIO(taken(everybody, cam, "xlsx")))
    sheet = book.active
    assert sheet is not None
    head = next(row for row in sheet.iter_rows() if row[0].value == "Clé")
    places = {str(cell.value): cell.column for cell in head}
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        number = row[0].row
        if row[2].value == "Verser la quote-part":
            sheet.cell(number, places["Commune\u00a0: état"], "Partiel")
            sheet.cell(number, places["Commune\u00a0: précision"], "la moitié")
            sheet.cell(number, places["ASACO\u00a0: état"], "non tenu")
            sheet.cell(number, places["Appelé (FCFA)"], 30_000)
    out = io.BytesIO()
    book.save(out)
    text = brought(everybody, cam, out.getvalue(), "dire").content.decode()
    one = due(cam, "Verser la quote-part")
    assert "Rien n’est encore enregistré" in text
    assert text.count("à enregistrer</p>") == 1
    assert '<option value="partiel" selected>' in text
    assert 'value="la moitié"' in text
    assert not Score.objects.filter(due=one).exists(), "another party's column is not read, nothing is saved"
    money = brought(everybody, cam, out.getvalue(), "montants").content.decode()
    assert 'value="30000"' in money
    assert not Due.objects.exclude(called=None).exists()


def test_an_unknown_word_is_refused_beside_its_row(cam: Cam, everybody: Cast) -> None:
    rows = taken(everybody, cam).decode("utf-8-sig").splitlines()
    place = rows[3].split(";").index("Commune\u00a0: état")
    number = next(n for n, row in enumerate(rows) if "Verser la quote-part" in row)
    cells = rows[number].split(";")
    cells[place] = "presque"
    rows[number] = ";".join(cells)
    answer = brought(everybody, cam, "\r\n".join(rows).encode(), "dire")
    assert answer.status_code == 422
    assert "Choisissez" in answer.content.decode()


@pytest.mark.parametrize(
    ("octets", "sentence"),
    [
        (b"", "est vide"), (b"a;b;c", "n’est pas une table d’engagements"),
        (b"Format;villages-1", "n’est pas une table d’engagements"), (b"<html>", "page web"),
        (b"PK\x03\x04 rien", "abîmé"),
    ],
)  # fmt: skip
def test_another_file_is_refused_in_words(cam: Cam, everybody: Cast, octets: bytes, sentence: str) -> None:
    answer = brought(everybody, cam, octets, "dire")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_another_year_another_convention_twice_a_line(cam: Cam, everybody: Cast) -> None:
    sheet = taken(everybody, cam)
    assert "celle de l’année" in brought(everybody, cam, sheet, "dire", year=2025).content.decode()
    strange = sheet.replace(cam.number.encode(), b"CAM-AUTRE")
    assert "celle de la convention" in brought(everybody, cam, strange, "dire").content.decode()
    headless = sheet.replace("Clé;".encode(), b"Cle;")
    assert "La ligne des titres" in brought(everybody, cam, headless, "dire").content.decode()
    rows = sheet.splitlines(keepends=True)
    assert "y est deux fois" in brought(everybody, cam, b"".join([*rows, rows[-1]]), "dire").content.decode()
    blind = sheet.replace("Commune\u00a0: ".encode(), b"C ")
    assert "colonnes à lire ici manquent" in brought(everybody, cam, blind, "dire").content.decode()
    more = sheet + b"00000000-0000-0000-0000-000000000009;x;y;z\r\n"
    assert "laissées de côté" in brought(everybody, cam, more, "dire").content.decode()

"""Files made to harm or made by mistake: a French sentence, a bounded time, nothing written."""

import io
import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from cscom.models import Aire
from files.sheets.limits import HEAVIEST
from monitoring.models import MonthlyReport, Period, ReportDiff, SheetUpload
from monitoring.sheets.grid import letter
from tests.cast import Cast
from tests.monitoring.pages import values_of
from tests.monitoring.sheet_files import (
    HEAD,
    box_of,
    csv_of,
    in_workbook,
    line_of,
    page_of,
    rows_of,
    said,
    send,
    sent,
    take,
    typed,
)
from tests.reporting import type_in

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PATIENCE = 20  # seconds, of a slow machine


@pytest.fixture
def workbook(kadia: Client, aire: Aire, october: Period) -> bytes:
    return take(kadia, aire, october, "xlsx")


@pytest.fixture
def rows(kadia: Client, aire: Aire, october: Period) -> list[list[str]]:
    return rows_of(take(kadia, aire, october))


@pytest.fixture(autouse=True)
def _bounded() -> Iterator[None]:
    """However hostile, a file costs a bounded time, and this process little memory."""
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.monotonic() - start < PATIENCE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024  # kilo-octets


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same workbook, each of its members passed through ``change``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    """Replace some octets of the sheet itself."""

    def change(name: str, text: bytes) -> bytes:
        if name != SHEET:
            return text
        assert old in text
        return text.replace(old, new, 1)

    return change


def refused(client: Client, content: bytes, name: str, *words: str) -> None:
    """The file is not read: a sentence of ours on the page, nothing kept, nothing written."""
    answer = send(client, content, name)
    assert answer.status_code == 422
    page = said(answer)
    assert not content or name in page
    for word in words:
        assert word in page
    assert not SheetUpload.objects.exists()
    assert not MonthlyReport.objects.exists()


# ---- Files that are no sheet ----
@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("vide.csv", b"", "vide"),
        ("blanc.csv", b" \r\n\r\n", "vide"),
        ("page.xlsx", b"<!DOCTYPE html><html><table><tr><td>12</td></tr></table></html>", "page web"),
        ("page.xls", b"\xef\xbb\xbf<html xmlns:x='urn:schemas-microsoft-com'></html>", "page web"),
        ("ancien.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "ancien format"),
        ("image.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "ne se lisent pas"),
        ("hasard.csv", bytes(range(256)) * 20, "ne se lisent pas"),
        ("liste.csv", b"Nom;Age\r\nAwa;12\r\n", "ni une feuille"),
        ("abime.xlsx", b"PK\x03\x04" + b"\1" * 500, "abîmé"),
        ("autre.csv", b"Format;jekabaara-feuille-9\r\nMois;Mois 2026-10\r\n", "autre modèle"),
        ("sans-mois.csv", b"Format;jekabaara-feuille-1\r\nSection;Code;L;U;A\r\n", "de quel mois"),
        ("sans-tete.csv", b"Format;jekabaara-feuille-1\r\nMois;Mois 2026-10\r\n", "n’ont plus de nom"),
        ("treize.csv", b"Format;jekabaara-feuille-1\r\nMois;Mois 2026-13\r\n", "Mois 2026-13"),
        ("guillemet.csv", b'Format;jekabaara-feuille-1\r\nMois;"Mois 2026-10\r\n', "guillemet"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_sheet(kadia: Client, name: str, content: bytes, word: str) -> None:
    refused(kadia, content, name, word)


def test_a_file_of_fifty_megabytes_is_refused_unread(kadia: Client) -> None:
    answer = send(kadia, b"PK\x03\x04" + b"\0" * (50 * 1024 * 1024), "lourd.xlsx")
    assert answer.status_code == 413
    assert "trop lourd" in said(answer)


def test_nor_is_one_that_lies_about_its_weight(kadia: Client, rows: list[list[str]]) -> None:
    answer = send(kadia, csv_of(rows) + b" " * HEAVIEST, "lourd.csv")
    assert answer.status_code == 413


def test_no_file_at_all(kadia: Client) -> None:
    answer = kadia.post("/feuilles/")
    assert answer.status_code == 422
    assert "Choisissez un fichier" in said(answer)


def test_a_name_made_to_harm(kadia: Client, rows: list[list[str]]) -> None:
    name = "../../<script>alert(1)</script>\u202e.csv"
    page = page_of(kadia, sent(kadia, csv_of(rows), name)).content.decode()
    assert "<script>alert" not in page


# ---- Workbooks made to harm ----
def test_a_zip_bomb(kadia: Client, workbook: bytes) -> None:
    bomb = repacked(workbook, in_sheet(b"</worksheet>", b" " * (60 * 1024 * 1024) + b"</worksheet>"))
    assert len(bomb) < 1024 * 1024
    refused(kadia, bomb, "bombe.xlsx", "démesuré")


def test_a_zip_bomb_that_lies_about_its_size(kadia: Client, workbook: bytes) -> None:
    """The directory says a hundred thousand octets; the member holds a hundred million."""
    out, blank = io.BytesIO(), b" " * 1_000_000
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w") as member:
                member.write(old.read(name))
                for _ in range(100 if name == SHEET else 0):
                    member.write(blank)
        true = new.getinfo(SHEET).file_size
    lying = out.getvalue().replace(true.to_bytes(4, "little"), (100_000).to_bytes(4, "little"))
    assert lying != out.getvalue()
    refused(kadia, lying, "menteur.xlsx", "abîmé")


def test_one_long_text_in_every_cell(kadia: Client, workbook: bytes) -> None:
    """Written once, it weighs nothing in the file: three hundred thousand copies would weigh a gigabyte."""
    columns = [letter(number) for number in range(100)]
    lines = "".join(
        f'<row r="{n}">{"".join(f"""<c r="{c}{n}" t="s"><v>0</v></c>""" for c in columns)}</row>'
        for n in range(100, 2900)
    )
    more = {
        SHEET: (b"</sheetData>", f"{lines}</sheetData>"),
        "[Content_Types].xml": (
            b"</Types>",
            (
                '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
                'officedocument.spreadsheetml.sheet.sharedStrings+xml"/></Types>'
            ),
        ),
        "xl/_rels/workbook.xml.rels": (
            b"</Relationships>",
            (
                '<Relationship Id="rId99" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
                'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
            ),
        ),
    }

    def change(name: str, text: bytes) -> bytes:
        old, new = more.get(name, (b"", ""))
        return text.replace(old, new.encode()) if old else text

    out = io.BytesIO(repacked(workbook, change))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        text = f"<si><t>{'é' * 200}</t></si>"
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{text}</sst>')
    assert len(out.getvalue()) < 1024 * 1024
    refused(kadia, out.getvalue(), "long.xlsx", "bien plus de texte")


def test_many_members(kadia: Client, workbook: bytes) -> None:
    out = io.BytesIO(workbook)
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(300):
            archive.writestr(f"xl/media/{number}.xml", b"")
    refused(kadia, out.getvalue(), "membres.xlsx", "démesuré")


def test_a_locked_archive(kadia: Client, workbook: bytes) -> None:
    locked = bytearray(workbook)
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    refused(kadia, bytes(locked), "clos.xlsx", "mot de passe")


@pytest.mark.parametrize("forged", ["A1:XFD1048576", "A1:A1", "ZZ99:A1", "A1:ZZZZZZ99999999999"])
def test_a_forged_dimension(kadia: Client, workbook: bytes, forged: str) -> None:
    """What the sheet says of its own size is not believed: it is read all the same, or refused."""

    def change(name: str, text: bytes) -> bytes:
        start = text.find(b'<dimension ref="')
        if name != SHEET or start < 0:
            return text
        end = text.index(b'"', start + 16)
        return text[: start + 16] + forged.encode() + text[end:]

    answer = send(kadia, repacked(workbook, change), "forge.xlsx")
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        assert "abîmé" in said(answer)


def test_a_cell_at_the_end_of_the_world(kadia: Client, workbook: bytes) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    refused(kadia, repacked(workbook, in_sheet(b"</sheetData>", far)), "loin.xlsx", "classeur")


def test_a_cell_a_little_too_far(kadia: Client, workbook: bytes) -> None:
    def change(page: Any) -> None:
        page["E3500"] = 1

    refused(kadia, in_workbook(workbook, change), "loin.xlsx", "au-delà de 3000 lignes")


@pytest.mark.parametrize(
    "dtd",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_document_type(kadia: Client, workbook: bytes, dtd: bytes) -> None:
    def change(name: str, text: bytes) -> bytes:
        if name != SHEET:
            return text
        return b'<?xml version="1.0"?>' + dtd + text.removeprefix(b'<?xml version="1.0"?>')

    refused(kadia, repacked(workbook, change), "dtd.xlsx", "DTD")


def test_broken_xml(kadia: Client, workbook: bytes) -> None:
    broken = repacked(workbook, in_sheet(b"</sheetData>", b"<c r="))
    answer = send(kadia, broken, "casse.xlsx")
    assert answer.status_code == 422
    assert "classeur" in said(answer)


def test_another_workbook(kadia: Client, workbook: bytes) -> None:
    def change(page: Any) -> None:
        page.delete_rows(1, HEAD)

    refused(kadia, in_workbook(workbook, change), "autre.xlsx", "n’est pas une feuille de rapport")


# ---- What stands in the boxes ----
WRONG = {
    "douze": "Ce n’est pas un nombre",
    "-3": "négatif",
    "1000000000001": "trop grand",
    "9" * 60: "trop grand",
    "12,5": "sans virgule",
    "12.5": "sans virgule",
    "12,5,1": "Ce n’est pas un nombre",
    "1e3": "Ce n’est pas un nombre",
    "٣": "Ce n’est pas un nombre",
    "߃": "Ce n’est pas un nombre",  # three in N’Ko
    "１２": "Ce n’est pas un nombre",
    "12 cas": "Ce n’est pas un nombre",
    "#DIV/0!": "Ce n’est pas un nombre",
    "01/05/2026": "Ce n’est pas un nombre",
    "=1+1": "Ce n’est pas un nombre",
    "<b>1</b>": "Ce n’est pas un nombre",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_box_keeps_what_was_typed(
    kadia: Client, rows: list[list[str]], aire: Aire, october: Period, text: str
) -> None:
    content = csv_of(typed(rows, {"CPN2": text, "CPN3": "4"}))
    line = line_of(rows, "CPN2")
    upload = sent(kadia, content)
    answer = page_of(kadia, upload)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f"ligne {line}, colonne E" in page
    assert WRONG[text] in page
    assert "<b>1</b>" not in page
    errors = rows_of(kadia.get(f"/feuilles/{upload.pk}/erreurs.csv").content)
    assert errors[1][4].lstrip("’") == text[:200]
    assert values_of(aire, october) == {}


@pytest.mark.parametrize("text", [12.5, "douze", True, -4])
def test_a_wrong_box_of_a_workbook(kadia: Client, workbook: bytes, text: object) -> None:
    def change(page: Any) -> None:
        box_of(page, "CPN2").value = text

    assert "À corriger" in said(page_of(kadia, sent(kadia, in_workbook(workbook, change), "f.xlsx")))


def test_an_error_of_excel_is_not_an_empty_box(
    cast: Cast, kadia: Client, aire: Aire, october: Period
) -> None:
    """« #N/A », or a formula that nobody reckoned, must not empty what was there."""
    type_in(cast, "kadia", aire, october, {"CPN2": 12, "CPN3": 4})

    def change(page: Any) -> None:
        box_of(page, "CPN2").value = "#N/A"
        box_of(page, "CPN2").data_type = "e"
        box_of(page, "CPN3").value = "=2+2"

    content = in_workbook(take(kadia, aire, october, "xlsx"), change)
    page = said(page_of(kadia, sent(kadia, content, "f.xlsx")))
    assert page.count("#ERREUR") == 2
    assert "vidée" not in page


def test_an_error_of_another_tab_is_not_ours(kadia: Client, workbook: bytes) -> None:
    """Somebody reckons in a tab of their own, before the sheet: its errors stand in no box of the sheet."""

    def change(page: Any) -> None:
        box_of(page, "CPN3").value = 4
        own = page.parent.create_sheet("Calculs", 0)
        own[box_of(page, "CPN2").coordinate] = "#DIV/0!"
        own[box_of(page, "CPN2").coordinate].data_type = "e"

    page = said(page_of(kadia, sent(kadia, in_workbook(workbook, change), "f.xlsx")))
    assert "#ERREUR" not in page
    assert "À enregistrer 1 case" in page


def test_two_thousand_keys_that_are_no_cell(
    kadia: Client, rows: list[list[str]], aire: Aire, october: Period
) -> None:
    many = [["x", f"INCONNU_{n}", "", "", "1"] for n in range(2000)]
    upload = sent(kadia, csv_of([*typed(rows, {"CPN2": "3"}), *many]))
    answer = page_of(kadia, upload)
    assert "INCONNU_0" in said(answer)
    assert "sur 2000" in said(answer)
    assert len(answer.content) < 200_000
    assert len(rows_of(kadia.get(f"/feuilles/{upload.pk}/erreurs.csv").content)) == 2001
    assert values_of(aire, october) == {}


def test_more_lines_than_a_sheet_may_have(kadia: Client, rows: list[list[str]]) -> None:
    many = [["x", f"X{n}", "", "", "1"] for n in range(3001)]
    refused(kadia, csv_of([*rows, *many]), "long.csv", "plus de 3000 lignes")


def test_more_columns_than_a_sheet_may_have(kadia: Client, rows: list[list[str]]) -> None:
    refused(kadia, csv_of([*rows, ["x"] * 101]), "large.csv", "100 colonnes")


@pytest.mark.parametrize(
    ("place", "text", "words"),
    [
        ((5, 4), "trois", "La version du rapport n’est plus un nombre"),
        ((5, 4), "99", "La feuille dit la version 99"),
        ((5, 4), "-1", "La version du rapport n’est plus un nombre"),
        ((1, 1), "Mois 2031-01", "Le mois 2031-01 n’est pas ouvert"),
        ((1, 1), "Mois 0000-01", "Le mois 0000-01 n’est pas ouvert"),
        ((1, 1), "Mois ٢٠٣١-01", "Le mois 2031-01 n’est pas ouvert"),
        ((6, 4), "AUTRE", "Aire inconnue ou hors de votre ressort"),
    ],
)  # fmt: skip
def test_a_head_that_was_changed(
    kadia: Client, rows: list[list[str]], place: tuple[int, int], text: str, words: str
) -> None:
    changed = typed(rows, {"CPN2": "3"})
    changed[place[0]][place[1]] = text
    upload = sent(kadia, csv_of(changed))
    assert words in said(page_of(kadia, upload))
    assert not ReportDiff.objects.exists()


def test_the_same_aire_twice_and_the_same_line_twice(
    kadia: Client, rows: list[list[str]], aire: Aire
) -> None:
    rows[6].append(aire.code)
    twice = typed(rows, {"CPN2": "3"})
    again = next(row for row in twice if row[1:2] == ["CPN2"])
    page = said(page_of(kadia, sent(kadia, csv_of([*twice, again]))))
    assert "Cette aire est déjà dans la colonne E" in page
    assert "La case CPN2 est déjà à la ligne" in page


def test_a_figure_under_no_aire_or_beside_no_code(kadia: Client, rows: list[list[str]]) -> None:
    stray = [*rows, ["x", "", "", "", "7"], ["x", "CPN2", "", "", "", "8"]]
    rows[HEAD][5:] = ["5"]
    page = said(page_of(kadia, sent(kadia, csv_of(stray))))
    assert "Cette ligne n’a plus de code" in page
    assert "Cette colonne ne porte pas le code d’une aire" in page


def test_a_month_not_begun_and_an_aire_closed(
    cast: Cast, kadia: Client, rows: list[list[str]], aire: Aire, october: Period
) -> None:
    content = csv_of(typed(rows, {"CPN2": "3"}))
    Aire.objects.filter(pk=aire.pk).update(closed_on=october.starts_on)
    page = said(page_of(kadia, sent(kadia, content)))
    assert "n’était pas ouverte ce mois-là" in page

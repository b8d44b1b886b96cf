"""What stands in a sheet to take away, for whom, and what no spreadsheet may run."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from cscom.models import Aire
from monitoring.form import Form
from monitoring.models import Period
from monitoring.sheets.grid import letter, plain
from tests.cast import Cast
from tests.monitoring.pages import address, text_of
from tests.monitoring.sheet_files import HEAD, box_of, rows_of, take
from tests.reporting import complete_report, type_in

VALUES = {"CPN2": 12, "CPN3": 0, "CPN4": "NA", "REC_ACT": 250_000, "CS_RAP": 1}


@pytest.fixture
def typed_report(cast: Cast, october: Period) -> None:
    type_in(cast, "kadia", cast.territory.aire, october, VALUES)  # type: ignore[arg-type]


def test_a_sheet_says_whose_and_when(cast: Cast, october: Period, typed_report: None) -> None:
    rows = rows_of(take(cast.client_of("kadia"), cast.territory.aire, october))
    assert rows[0][:2] == ["Format", "jekabaara-feuille-1"]
    assert rows[1][:2] == ["Mois", "Mois 2026-10"]
    assert "octobre 2026" in rows[1][2]
    assert rows[2][1].startswith("F-")
    assert rows[4][4] == "Samakélé"
    assert rows[5][4] == "1"
    assert rows[HEAD - 1] == ["Section", "Code", "Libellé", "Unité", "ML02-CSCOM-1"]


def test_vide_zero_and_sans_objet_are_three_things(cast: Cast, october: Period, typed_report: None) -> None:
    rows = {
        row[1]: row[4] for row in rows_of(take(cast.client_of("kadia"), cast.territory.aire, october))[HEAD:]
    }
    assert [rows[key] for key in ("CPN1.lt15", "CPN2", "CPN3", "CPN4", "REC_ACT", "CS_RAP")] == [
        "", "12", "0", "so", "250000", "oui",
    ]  # fmt: skip


def test_every_cell_of_the_paper_has_its_row(cast: Cast, october: Period, form: Form) -> None:
    rows = rows_of(take(cast.client_of("kadia"), cast.territory.aire, october))
    paper = [cell.key for section in form.sections for cell in section.cells]
    assert [row[1] for row in rows[HEAD:]] == paper
    assert len(paper) > 150


def test_the_empty_sheet_holds_nothing(cast: Cast, october: Period, typed_report: None) -> None:
    rows = rows_of(take(cast.client_of("kadia"), cast.territory.aire, october, blank=True))
    assert rows[5][4] == "0"
    assert {row[4] for row in rows[HEAD:]} == {""}


def test_a_csv_opens_by_itself_in_a_french_excel(cast: Cast, october: Period) -> None:
    content = take(cast.client_of("kadia"), cast.territory.aire, october)
    assert content.startswith(b"\xef\xbb\xbfFormat;jekabaara")
    assert "Libellé" in content.decode("utf-8-sig")


def test_a_workbook_locks_its_labels_only(cast: Cast, october: Period, typed_report: None) -> None:
    book = load_workbook(io.BytesIO(take(cast.client_of("kadia"), cast.territory.aire, october, "xlsx")))
    page = book.active
    assert page.protection.sheet
    assert page["B8"].protection.locked
    assert not box_of(page, "CPN2").protection.locked
    assert box_of(page, "CPN2").value == 12
    assert box_of(page, "CPN4").value == "so"
    assert box_of(page, "CPN1.lt15").value is None
    assert (page.freeze_panes, page.page_setup.paperSize) == ("E8", 9)
    assert any("ISNUMBER" in rule.formula1 for rule in page.data_validations.dataValidation)
    yes_no = next(rule for rule in page.data_validations.dataValidation if rule.type == "list")
    assert box_of(page, "CS_RAP").coordinate in yes_no.sqref


def test_a_report_that_is_closed_goes_out_locked(cast: Cast, october: Period) -> None:
    complete_report(cast, october)
    book = load_workbook(io.BytesIO(take(cast.client_of("kadia"), cast.territory.aire, october, "xlsx")))
    assert box_of(book.active, "CPN2").protection.locked


def test_a_reader_takes_away_what_they_see(cast: Cast, october: Period, typed_report: None) -> None:
    aire = cast.territory.aire
    keys = {row[1] for row in rows_of(take(cast.client_of("sitan"), aire, october))[HEAD:]}
    assert "REC_ACT" in keys
    assert "CPN2" not in keys
    assert cast.client_of("oumar").get(address("report_file", aire, october, "csv")).status_code == 404
    assert cast.client_of("kadia").get(address("report_file", aire, october, "pdf")).status_code == 404


def test_provisional_figures_stay_hidden(cast: Cast, october: Period, typed_report: None) -> None:
    rows = rows_of(take(cast.client_of("modibo"), cast.territory.aire, october))
    assert rows[5][4] == "0"
    assert {row[4] for row in rows[HEAD:]} == {""}


def test_a_district_is_one_sheet_an_aire_a_column(cast: Cast, october: Period, typed_report: None) -> None:
    answer = cast.client_of("salif").get("/districts/ML02-CSREF-1/feuilles/2026-10.csv")
    rows = rows_of(answer.content)
    assert rows[HEAD - 1][4:] == ["ML02-CSCOM-2", "ML02-CSCOM-1"]  # by name: Banamba Central, Samakélé
    assert [row[4:] for row in rows if row[1] == "CPN2"] == [["", "12"]]
    assert 'filename="feuille-ML02-CSREF-1-2026-10.csv"' in answer["Content-Disposition"]


def test_an_aire_closed_that_month_is_not_in_it(cast: Cast, october: Period) -> None:
    Aire.objects.filter(pk=cast.territory.second_aire.pk).update(closed_on=october.starts_on)
    answer = cast.client_of("salif").get("/districts/ML02-CSREF-1/feuilles/2026-10.csv")
    assert rows_of(answer.content)[HEAD - 1][4:] == ["ML02-CSCOM-1"]


@pytest.mark.parametrize("name", ["kadia", "fanta", "ramata", "anonyme"])
def test_a_district_is_for_who_sees_all_of_it(cast: Cast, october: Period, name: str) -> None:
    answer = cast.client_of(name).get("/districts/ML02-CSREF-1/feuilles/2026-10.csv")
    assert answer.status_code == (302 if name == "anonyme" else 404)


def test_no_text_is_a_formula(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    Aire.objects.filter(pk=aire.pk).update(name='=HYPERLINK("http://exemple.ml")')
    client = cast.client_of("kadia")
    assert rows_of(take(client, aire, october))[4][4].startswith("’=")
    page = load_workbook(io.BytesIO(take(client, aire, october, "xlsx"))).active
    assert page["E5"].data_type == "s"
    assert [plain(text)[0] for text in ("=1", "+1", "-1", "@a", "\t=1")] == ["’"] * 5
    assert plain("CPN2") == "CPN2"


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [letter(n) for n in (0, 4, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "E",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_the_page_offers_sheets_and_takes_them_back(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    page = cast.client_of("kadia").get("/feuilles/", {"aire": aire.code, "mois": "2026-10"})
    assert f'href="/rapports/{aire.code}/2026-10/feuille.xlsx?vide=1"' in page.content.decode()
    assert "Déposer une feuille" in text_of(page)
    reader = cast.client_of("fanta").get("/feuilles/")
    assert "Déposer une feuille" not in text_of(reader)
    assert "/districts/" not in reader.content.decode()
    assert (
        "/districts/ML02-CSREF-1/feuilles/2026-10.xlsx"
        in cast.client_of("salif").get("/feuilles/").content.decode()
    )


def test_the_page_has_nothing_to_offer_before_the_first_month(cast: Cast, client: Client) -> None:
    assert "Aucun mois n’est ouvert" in text_of(cast.client_of("kadia").get("/feuilles/"))


def test_a_sheet_is_one_click_from_the_report(cast: Cast, october: Period) -> None:
    page = cast.client_of("kadia").get(address("report_show", cast.territory.aire, october))
    assert f"/feuilles/?aire={cast.territory.aire.code}&amp;mois=2026-10" in page.content.decode()
    assert 'href="/feuilles/"' in cast.client_of("kadia").get("/rapports/").content.decode()
    assert 'href="/feuilles/"' in cast.client_of("salif").get("/a-verifier/").content.decode()

"""The shipped files are what the public lists give today, and small."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communes import layout
from communes.sheets import read_sheet

PUBLIC_LISTS = Path(__file__).resolve().parents[3] / "shared" / "data"
beside = pytest.mark.skipif(not PUBLIC_LISTS.is_dir(), reason="no shared/data beside the project")


def rows(name: str) -> list[dict[str, str]]:
    with (layout.SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@beside
def test_the_shipped_files_are_made_again_to_the_letter(tmp_path: Path) -> None:
    call_command("make_reference", str(PUBLIC_LISTS), str(tmp_path), "--region", "ML02", stdout=io.StringIO())
    for sheet in layout.SHEETS:
        assert (tmp_path / sheet.name).read_bytes() == (layout.SHIPPED / sheet.name).read_bytes(), sheet.name


def test_the_shipped_files_are_read_whole_and_stay_small() -> None:
    counts = {sheet.name: len(read_sheet(layout.SHIPPED, sheet)) for sheet in layout.SHEETS}
    assert counts == {
        "regions.csv": 1,
        "cercles.csv": 7,
        "districts.csv": 9,
        "communes.csv": 108,
        "limites.csv": 363,
        "localites.csv": 3_972,
        "cscom.csv": 204,
        "populations.csv": 117,
        "coefficients.csv": 8,
    }
    assert all((layout.SHIPPED / sheet.name).stat().st_size < 250_000 for sheet in layout.SHEETS)
    assert (layout.SHIPPED / "SOURCES.md").is_file()


def test_four_cscom_are_to_be_placed() -> None:
    unplaced = [row["nom"] for row in rows("cscom.csv") if not row["commune"]]
    assert unplaced == ["Dabo", "Dekou", "Kouremale", "Sabaka"]


def test_ben_kadi_belongs_to_banamba_whatever_its_code_says() -> None:
    assert [row["cercle"] for row in rows("communes.csv") if row["code"] == "ML020601"] == ["ML0202"]


def test_the_communes_of_a_cercle_sum_to_its_census() -> None:
    cercle_of = {row["code"]: row["cercle"] for row in rows("communes.csv")}
    sums: dict[str, int] = {}
    for row in rows("populations.csv"):
        if row["niveau"] == "commune":
            sums[cercle_of[row["code"]]] = sums.get(cercle_of[row["code"]], 0) + int(row["habitants"])
    counted = {r["code"]: int(r["habitants"]) for r in rows("populations.csv") if r["niveau"] == "cercle"}
    assert sums == counted
    assert sum(counted.values()) == 2_422_108


def test_coefficients_are_all_to_be_confirmed() -> None:
    assert {row["estimation"] for row in rows("coefficients.csv")} == {"oui"}


def test_names_are_typed_as_in_french() -> None:
    for sheet in layout.SHEETS:
        assert "'" not in (layout.SHIPPED / sheet.name).read_text(encoding="utf-8"), sheet.name


@beside
def test_growth_is_that_of_the_two_censuses(tmp_path: Path) -> None:
    call_command("make_reference", str(PUBLIC_LISTS), str(tmp_path), stdout=io.StringIO())
    with (tmp_path / "cercles.csv").open(encoding="utf-8", newline="") as file:
        rates = {row["region"]: row["croissance"] for row in csv.DictReader(file, delimiter=";")}
    assert rates["ML02"] == "0.0216"
    assert len(rates) == 9


@beside
def test_an_unknown_region_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Aucun cercle"):
        call_command("make_reference", str(PUBLIC_LISTS), str(tmp_path), "--region", "ML99")


def test_a_list_that_lacks_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Liste illisible.*cercles_mali\.csv"):
        call_command("make_reference", str(tmp_path), str(tmp_path))

"""A file of borders: small, loaded whole, twice the same, faults named."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communes import layout
from communes.borders import outlines_of
from communes.models import Border, Commune
from communes.outlines import area_km2, points_of
from communes.sheets import read_sheet
from tests.communes.folder import write_folder

HEAD = "gauche;droite;trace;source"
SHARED, BELOW, ABOVE = (
    "M2;M1;0 100 100 0;x",
    "M1;;0 100 0 -100 100 0 0 100;x",
    "M2;;100 100 0 100 -100 0 0 -100;x",
)


def load(folder: Path, *lines: str) -> str:
    out = io.StringIO()
    write_folder(folder)
    (folder / "limites.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    call_command("load_territory", str(folder), stdout=out)
    return next(line for line in out.getvalue().splitlines() if line.startswith("limites.csv"))


def test_the_file_is_small_and_says_its_source() -> None:
    assert (layout.SHIPPED / "limites.csv").stat().st_size < 40_000
    rows = read_sheet(layout.SHIPPED, layout.BORDERS)
    assert {row["source"] for row in rows} == {"OCHA COD-AB 2015 (CC0)"}
    assert sum(len(points_of(row["trace"])) for row in rows) == 3_192


@pytest.mark.django_db
def test_a_file_is_loaded_once(tmp_path: Path) -> None:
    assert load(tmp_path, SHARED, BELOW, ABOVE).split()[1:] == ["3", "0", "0"]
    assert load(tmp_path, SHARED, BELOW, ABOVE).split()[1:] == ["0", "0", "3"]
    ids = {c.code: c.pk for c in Commune.objects.all()}
    assert set(outlines_of(list(ids.values())).rings) == {ids["M1"], ids["M2"]}


@pytest.mark.django_db
def test_a_folder_without_borders_is_loaded_all_the_same(tmp_path: Path) -> None:
    call_command("load_territory", str(write_folder(tmp_path)), stdout=io.StringIO())
    assert Commune.objects.count() == 3
    assert not Border.objects.exists()


@pytest.mark.django_db
def test_a_redrawn_commune_loses_its_former_lines_and_its_neighbour_keeps_his(tmp_path: Path) -> None:
    load(tmp_path, SHARED, BELOW, ABOVE)
    wider = "M1;;0 100 0 -200 100 0 0 200;x"
    assert load(tmp_path, SHARED.replace("M2", ""), wider).split()[1:] == ["1", "0", "1"]
    ids = {c.code: c.pk for c in Commune.objects.all()}
    found = outlines_of([ids["M1"], ids["M2"]]).rings
    assert area_km2(found[ids["M1"]]) == pytest.approx(2 * 123.6, rel=1e-2)
    # The file of one région does not know who stands beyond: the side it leaves empty stays.
    assert Border.objects.get(trace="0 100 100 0").left_id == ids["M2"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "M9;;0 0 100 0;x",
            "limites.csv, ligne 2, colonne «\u00a0gauche\u00a0»\u00a0: le code «\u00a0M9\u00a0» n’existe pas",
        ),
        ("M1;M1;0 0 100 0;x", "sépare deux communes"),
        (";;0 0 100 0;x", "sépare deux communes"),
        (
            "M1;;0 0 cent 0;x",
            "colonne «\u00a0trace\u00a0»\u00a0: le tracé n’est pas une suite de nombres entiers",
        ),
        ("M1;;;x", "colonne «\u00a0trace\u00a0»\u00a0: cellule vide"),
    ],
)
def test_a_faulty_line_is_named_and_nothing_is_written(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        load(tmp_path, line)
    assert not Commune.objects.exists()

"""A long file, broken once: each command says which line, and writes nothing of the 311 before it."""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communes.models import Commune, Region, Village
from monitoring.loading import FOLDER
from monitoring.models import Element, MonthlyReport, Period, Section
from tests.communes.folder import SHEETS, write_folder
from tests.territory import SmallTerritory

pytestmark = pytest.mark.django_db
LINE = 312
LONG = 400
Breaks = Callable[[list[str]], list[str]]


def with_(broken: str) -> Breaks:
    """Line 312 becomes this."""
    return lambda lines: [*lines[: LINE - 1], broken, *lines[LINE:]]


def refused(command: str, *arguments: str) -> str:
    with pytest.raises(CommandError) as refusal:
        call_command(command, *arguments, stdout=StringIO())
    said = str(refusal.value).replace("\u00a0", " ")
    assert said.endswith("Rien n’a été écrit.")
    return said


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("V311;Sirakoro;;M9;13.10;-7.90;essai", "colonne « commune » : le code « M9 »"),
        ("V311;Sirakoro;;M1;treize;-7.90;essai", "« treize » n’est pas un nombre"),
        ("V311;Sirakoro;;M1", "cellules au lieu de 7"),
        ("V005;Encore;;M1;13.10;-7.10;essai", "déjà donné à la ligne 6"),
        ('V311;"sans fin;;M1;13.10;-7.10;essai', "ligne illisible"),
    ],
)
def test_load_territory(tmp_path: Path, broken: str, words: str) -> None:
    head = SHEETS["localites.csv"][0]
    lines = [head, *(f"V{i:03};Village {i};;M1;13.10;-7.10;essai" for i in range(1, LONG))]
    said = refused("load_territory", str(write_folder(tmp_path, localites=with_(broken)(lines))))
    assert words in said
    assert said.startswith(f"localites.csv, ligne {LINE}") or "illisible" in said
    assert not any(table.objects.exists() for table in (Region, Commune, Village))


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("X312;nulle;9;En trop;N;;C;oui;5;;2009-01-01;;essai;non", "colonne « section »"),
        ("X312;curatif;9;En trop;N;;C;oui;5;;hier;;essai;non", "« hier » n’est pas une date"),
        ("X312;curatif", "cellules au lieu de 14"),
    ],
)
def test_load_catalogue(tmp_path: Path, broken: str, words: str) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))
    sheet = folder / "elements.csv"
    lines = sheet.read_text(encoding="utf-8").splitlines()
    first = len(lines) + 1
    lines += [f"X{i};curatif;{i};Trop {i};N;;C;oui;5;;2009-01-01;;essai;non" for i in range(first, LONG + 1)]
    sheet.write_text("\n".join(with_(broken)(lines)) + "\n", encoding="utf-8")
    said = refused("load_catalogue", "--folder", str(folder))
    assert words in said
    assert said.startswith(f"elements.csv, ligne {LINE}")
    assert not Section.objects.exists()
    assert not Element.objects.exists()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("A,CPN3,2034-11,4", "colonne « quoi »"),
        ("A,CPN2,2034-11,quatre", "colonne « combien » : Ce n’est pas un nombre"),
        ("B,CPN2,2034-11,4", "colonne « lieu »"),
        ("A,CPN2,2009-14,4", "colonne « quand »"),
        ("A,CPN2", "cellules au lieu de 4"),
    ],
)
def test_import_long(
    catalogue: None, territory: SmallTerritory, tmp_path: Path, broken: str, words: str
) -> None:
    table, mapping = tmp_path / "tableau.csv", tmp_path / "correspondance.csv"
    months = [f"{year}-{month:02}" for year in range(2009, 2050) for month in range(1, 13)]
    lines = ["lieu,quoi,quand,combien", *(f"A,CPN2,{month},4" for month in months[: LONG - 1])]
    table.write_text("\n".join(with_(broken)(lines)) + "\n", encoding="utf-8")
    mapping.write_text(
        "sorte;source;cible\ncolonne;lieu;structure\ncolonne;quoi;element\ncolonne;quand;periode\n"
        f"colonne;combien;valeur\nelement;CPN2;CPN2\nstructure;A;{territory.aire.code}\n",
        encoding="utf-8",
    )
    said = refused("import_long", str(table), "--mapping", str(mapping), "--open-months")
    assert words in said
    assert said.startswith(f"tableau.csv, ligne {LINE}")
    assert not MonthlyReport.objects.exists()
    assert not Period.objects.exists()

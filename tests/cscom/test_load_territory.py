"""Loading the reference files: whole or not at all, twice the same, faults named."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communes.models import Cercle, Coefficient, Commune, District, Population, Region, Village
from cscom.models import Aire, Cscom
from tests.communes.folder import SHEETS, changed, write_folder

pytestmark = pytest.mark.django_db
TABLES = (Region, Cercle, District, Commune, Village, Aire, Cscom, Population, Coefficient)
LATIN = "\n".join(SHEETS["localites.csv"]).encode("latin-1", "replace")
PUBLIC_LISTS = Path(__file__).resolve().parents[3] / "shared" / "data"


def load(folder: Path, *options: str) -> dict[str, tuple[int, int, int]]:
    """File → (created, changed, unchanged), as the command prints them."""
    out = io.StringIO()
    call_command("load_territory", str(folder), *options, stdout=out)
    lines = re.findall(r"^(\S+\.csv) +([^ ]+) +([^ ]+) +([^ \n]+)$", out.getvalue(), re.MULTILINE)
    return {n: (_int(a), _int(b), _int(c)) for n, a, b, c in lines}


def _int(text: str) -> int:
    return int(text.replace("\u202f", ""))


def rows() -> int:
    return sum(table.objects.count() for table in TABLES)


def test_a_folder_is_loaded_once(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    first = load(folder)
    assert first["communes.csv"] == (3, 0, 0)
    assert first["cscom.csv"] == (3, 0, 0)
    again = load(folder)
    assert {name: (0, 0, c[0]) for name, c in first.items()} == again
    assert Aire.objects.count() == 2
    assert Cscom.objects.get(code="S3").aire is None


def test_a_changed_line_changes_one_row_and_keeps_its_history(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    renamed = changed("communes", 2, "M1;Première-Bis;C1;;13.1;-7.1;100;essai")
    assert load(write_folder(tmp_path, communes=renamed))["communes.csv"] == (0, 1, 2)
    history = Commune.objects.get(code="M1").history.order_by("history_date")
    assert [h.name for h in history] == ["Première", "Première-Bis"]
    assert {h.history_change_reason for h in history} == {"chargement des fichiers de référence"}


def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    assert load(write_folder(tmp_path), "--dry-run")["localites.csv"] == (4, 0, 0)
    assert rows() == 0


def test_commas_and_a_byte_order_mark_are_read_too(tmp_path: Path) -> None:
    commas = "\r\n".join(SHEETS["localites.csv"]).replace(";", ",")
    load(write_folder(tmp_path, localites=b"\xef\xbb\xbf" + commas.encode()))
    assert Village.objects.get(code="V2").name == "N’Tobougou"


def test_a_commune_takes_the_nearest_csref_of_its_cercle(tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    found = {
        c.code: (c.district.code, c.district_estimated) for c in Commune.objects.select_related("district")
    }
    assert found == {"M1": ("D1", True), "M2": ("D2", True), "M3": ("D3", False)}


def test_what_an_officer_set_stays(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    load(folder)
    Commune.objects.filter(code="M1").update(
        district=District.objects.get(code="D2"), district_estimated=False
    )
    Population.objects.filter(commune__code="M1").update(total=21_000, estimated=False)
    Coefficient.objects.filter(region=None).update(share="0.06", estimated=False)
    Cscom.objects.filter(code="S3").update(
        aire=Aire.objects.create(
            code="A3",
            name="Ailleurs",
            host_commune=Commune.objects.get(code="M2"),
            district=District.objects.get(code="D2"),
        )
    )
    assert {changed for _, changed, _ in load(folder).values()} == {0}
    assert Commune.objects.get(code="M1").district.code == "D2"
    assert Population.objects.get(commune__code="M1").total == 21_000
    assert str(Coefficient.objects.get(region=None).share) == "0.06000"
    assert Cscom.objects.get(code="S3").aire is not None


# (sheet, line of the file, what the line becomes, what the refusal says)
FAULTS: list[tuple[str, int, str, str]] = [
    ("communes", 1, "code;nom;cercle;district;lat;lon;surface;source", "« surface » : colonne inconnue"),
    ("communes", 1, "code;nom;nom;cercle;district;lat;lon;source", "une colonne est donnée deux fois"),
    ("cercles", 1, "code;nom;croissance;source", "« region » : colonne absente"),
    ("communes", 3, "M2;Deuxième;C9;;13.1;-7.9;9;e", "« cercle » : le code « C9 » n’existe pas"),
    ("communes", 3, "M1;Deuxième;C1;;13.1;-7.9;9;e", "« code » : déjà donné à la ligne 2"),
    ("communes", 4, "M3;;C2;D3;12.1;-7.1;;e", "« nom » : cellule vide"),
    ("communes", 4, "M3;Troisième;C2;D9;12.1;-7.1;;e", "« district » : le code « D9 »"),
    ("localites", 4, "V3;Sirakoro;;M2;13,1O;-7.9;e", "« lat » : « 13,1O » n’est pas un nombre"),
    ("localites", 4, "V3;Sirakoro;;M2;nan;-7.9;e", "« lat » : nan n’est pas entre"),
    ("localites", 5, "V4;Kola;;M3;120.1;-7.1;e", "« lat » : 120.1 n’est pas entre"),
    ("localites", 3, "V2;N’Tobougou;M1", " : 3 cellules au lieu de 7"),
    ("localites", 3, f"V2;{'x' * 101};;M1;13;-7;e", "« nom » : texte trop long"),
    ("localites", 3, "V2;\x07;;M1;13;-7;e", "« nom » : caractère interdit"),
    ("cscom", 2, "S1;Faladjé;Faladje;R9;M1;13.1;-7.1;e", "« region » : le code « R9 »"),
    ("cscom", 2, "S1;Faladjé;Faladje;R1;M9;13.1;-7.1;e", "« commune » : le code « M9 »"),
    ("populations", 3, "canton;M1;2009;20000;oui;e", "« niveau » : « canton » n’est pas admis"),
    ("populations", 3, "commune;M1;2009;20 000;oui;e", "« habitants » : « 20 000 » n’est pas un nombre"),
    ("populations", 3, "commune;M1;209;20000;oui;e", "« annee » : 209 n’est pas entre"),
    ("populations", 3, "commune;M1;2009;20000;peut-être;e", "« estimation » : écrire"),
    ("populations", 3, "commune;V1;2009;20000;oui;e", "« code » : le code « V1 »"),
    ("populations", 3, "commune;M1;2009;20000;oui;", "« source » : cellule vide"),
    ("coefficients", 2, "FE;grossesses attendues;5;;2009;oui;e", "« part » : 5 n’est pas entre"),
    ("coefficients", 2, "FE;grossesses;0.0512345;;2009;oui;e", "« part » : cinq décimales"),
    ("coefficients", 2, "FE;grossesses;cinq;;2009;oui;e", "« part » : « cinq » n’est pas un nombre"),
    ("coefficients", 3, "FE;grossesses;0.045;;2009;oui;e", "« cle » : déjà donné"),
]


@pytest.mark.parametrize(("sheet", "line", "text", "sentence"), FAULTS)
def test_a_bad_line_is_refused_and_nothing_is_written(
    tmp_path: Path, sheet: str, line: int, text: str, sentence: str
) -> None:
    said = refused(write_folder(tmp_path, **{sheet: changed(sheet, line, text)}))
    assert said.startswith(f"{sheet}.csv, ligne {line}")
    assert sentence in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "localites.csv : fichier absent"),
        (b"", "localites.csv, ligne 1, colonne « code » : colonne absente"),
        (LATIN, "ligne 2 : le fichier n’est pas en UTF-8"),
        (changed("localites", 3, 'V2;"sans fin;;M1;13;-7;e'), "ligne illisible"),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_written(
    tmp_path: Path, content: list[str] | bytes | None, sentence: str
) -> None:
    assert sentence in refused(write_folder(tmp_path, localites=content))


def refused(folder: Path) -> str:
    """What the command says, with plain spaces; fails when it loads, or leaves a row."""
    with pytest.raises(CommandError) as refusal:
        load(folder)
    assert rows() == 0
    said = str(refusal.value).replace("\u00a0", " ")
    assert said.endswith("Rien n’a été écrit.")
    return said


def test_a_district_is_asked_for_when_no_csref_can_give_it(tmp_path: Path) -> None:
    lines = [SHEETS["districts.csv"][0]]
    communes = [line.replace(";D3;", ";;") for line in SHEETS["communes.csv"]]
    said = refused(write_folder(tmp_path, districts=lines, communes=communes))
    assert said.startswith("communes.csv, ligne 2, colonne « district » : aucun CSRéf")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="n’existe pas"):
        load(tmp_path / "rien")


def test_the_country_loads_from_the_public_lists(tmp_path: Path) -> None:
    if not PUBLIC_LISTS.is_dir():
        pytest.skip("no shared/data beside the project")
    call_command("make_reference", str(PUBLIC_LISTS), str(tmp_path), stdout=io.StringIO())
    counts = load(tmp_path)
    assert counts["communes.csv"] == (703, 0, 0)
    assert counts["localites.csv"] == (18_769, 0, 0)
    assert counts["cscom.csv"] == (1_294, 0, 0)
    assert counts["districts.csv"] == (61, 0, 0)
    assert Commune.objects.filter(district=None).count() == 0

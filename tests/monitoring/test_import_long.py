"""A long table of another system: the real malaria counts to the last unit, bad files refused whole."""

import csv
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from core.access import PlaceKind
from core.models import ActLog
from core.months import Month
from cscom.models import Aire, AirePopulation
from monitoring.aggregates import COUNTRY, figure
from monitoring.models import MonthlyReport, Period, ReportDiff, Total
from monitoring.totals import verify
from tests.cast import Cast
from tests.reporting import type_in
from tests.territory import SmallTerritory

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[3] / "shared/data/routine/mali_snisi_paludisme_mensuel_2010_2014.csv"
COLUMNS = "sorte;source;cible\ncolonne;lieu;structure\ncolonne;quand;periode\ncolonne;combien;valeur\n"
Write = Callable[..., tuple[Path, Path]]


@pytest.fixture
def write(tmp_path: Path, territory: SmallTerritory) -> Write:
    """Two files: the table (``lieu,quoi,quand,combien``) and its mapping."""

    def made(lines: str, mapping: str | None = None) -> tuple[Path, Path]:
        table, sheet = tmp_path / "tableau.csv", tmp_path / "correspondance.csv"
        table.write_text(f"lieu,quoi,quand,combien\n{lines}", encoding="utf-8")
        places = f"structure;A;{territory.aire.code}\nstructure;B;{territory.second_aire.code}\n"
        elements = (
            "colonne;quoi;element\nelement;cpn 2;CPN2\nelement;nouveaux cas;CC_NC.nd\nelement;decl;DM.nd\n"
        )
        sheet.write_text(COLUMNS + places + elements if mapping is None else mapping, encoding="utf-8")
        return table, sheet

    return made


def run(files: tuple[Path, Path], *options: str) -> str:
    out = StringIO()
    call_command("import_long", str(files[0]), "--mapping", str(files[1]), *options, stdout=out)
    return out.getvalue()


def test_drafts(catalogue: None, write: Write, territory: SmallTerritory) -> None:
    files = write("A,cpn 2,2024-01,3\nA,nouveaux cas,2024-01,120\nB,cpn 2,202402,0\nB,cpn 2,03/2024,\n")
    said = run(files, "--open-months")
    assert "4 lignes lues, dont 1 sans valeur." in said
    assert "2 rapports créés, 0 complété." in said
    first = MonthlyReport.objects.get(aire=territory.aire)
    assert (first.values, first.state, first.version) == ({"CPN2": 3, "CC_NC.nd": 120}, "brouillon", 1)
    assert MonthlyReport.objects.get(aire=territory.second_aire).values == {"CPN2": 0}
    assert ReportDiff.objects.filter(origin="import tableau.csv", person=None).count() == 2
    assert Total.objects.aggregate(received=Sum("received_count")) == {"received": 0}
    assert not ActLog.objects.exists()


@pytest.mark.parametrize(("state", "counted"), [("complet", (1, 0)), ("valide", (1, 1))])
def test_states(catalogue: None, write: Write, state: str, counted: tuple[int, int]) -> None:
    run(write("A,cpn 2,2024-01,3\n"), "--open-months", "--state", state)
    row = Total.objects.get(place_kind=PlaceKind.PAYS)
    assert (row.received_count, row.validated_count) == counted
    assert (row.expected_count, row.timely_count) == (2, 0)
    assert row.received["CPN2"][:2] == [3, 1]
    log = ActLog.objects.get()
    assert (log.act, log.from_state, log.to_state) == ("importer", "brouillon", state)
    assert verify() == []


def test_again_changes_nothing(catalogue: None, write: Write) -> None:
    files = write("A,cpn 2,2024-01,3\n")
    run(files, "--open-months", "--state", "valide")
    before = list(MonthlyReport.objects.values())
    assert "0 case écrite, 1 déjà là." in run(files, "--state", "valide")
    assert list(MonthlyReport.objects.values()) == before
    assert ReportDiff.objects.count() == 1


def test_a_draft_is_completed_not_replaced(write: Write, everybody: Cast, october: Period) -> None:
    aire = everybody.territory.aire
    type_in(everybody, "kadia", aire, october, {"CPN3": 4})
    assert "0 rapport créé, 1 complété." in run(write("A,cpn 2,2026-10,3\n"))
    assert MonthlyReport.objects.get().values == {"CPN2": 3, "CPN3": 4}
    with pytest.raises(CommandError, match=r"ligne 2.* le rapport dit déjà 3 pour CPN2"):
        run(write("A,cpn 2,2026-10,5\n"))


def test_a_declared_report_is_left(catalogue: None, write: Write) -> None:
    run(write("A,cpn 2,2024-01,3\n"), "--open-months", "--state", "complet")
    with pytest.raises(CommandError, match=r"ligne 2.* déjà déclaré complet"):
        run(write("A,nouveaux cas,2024-01,5\n"))


def test_a_dry_run_writes_nothing(catalogue: None, write: Write) -> None:
    said = run(write("A,cpn 2,2024-01,3\n"), "--open-months", "--dry-run", "--state", "valide")
    assert "1 case écrite" in said
    assert "rien n’a été écrit" in said
    counts = [model.objects.count() for model in (MonthlyReport, Period, ReportDiff, Total, ActLog)]
    assert counts == [0] * 5


GOOD = "A,cpn 2,2024-01,3\n"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("C,cpn 2,2024-01,3\n", "ligne 3, colonne «\u00a0lieu\u00a0»"),
        ("A,cpn 9,2024-01,3\n", "ligne 3, colonne «\u00a0quoi\u00a0»"),
        ("A,cpn 2,2024-13,3\n", "ligne 3, colonne «\u00a0quand\u00a0»"),
        ("A,cpn 2,janvier,3\n", "n’est pas un mois"),
        ("A,cpn 2,2024-02,trois\n", "ligne 3, colonne «\u00a0combien\u00a0»\u00a0: Ce n’est pas un nombre"),
        ("A,cpn 2,2024-02,-3\n", "négatif"),
        ("A,cpn 2,2024-02,2.5\n", "sans virgule"),
        ("A,cpn 2,2024-01,4\n", "ligne 3"),
        ("A,cpn 2,202401,4\n", "déjà donnée à la ligne 2"),
        ("A,cpn 2,2024-02\n", "ligne 3"),
        (",cpn 2,2024-02,3\n", "ligne 3, colonne «\u00a0lieu\u00a0»"),
        ('A,"cpn 2,2024-02,3\n', "guillemet"),
    ],
)
def test_a_bad_line_refuses_the_file(catalogue: None, write: Write, lines: str, words: str) -> None:
    with pytest.raises(CommandError) as refused:
        run(write(GOOD + lines), "--open-months")
    assert words in str(refused.value)
    assert "Rien n’a été écrit." in str(refused.value)
    assert not MonthlyReport.objects.exists()
    assert not Period.objects.exists()


def test_a_month_that_is_not_open_refuses_the_file(catalogue: None, write: Write) -> None:
    with pytest.raises(CommandError, match="2024-01 n’est pas ouvert"):
        run(write(GOOD))


def test_a_blocking_rule_refuses_the_file(catalogue: None, write: Write, territory: SmallTerritory) -> None:
    mapping = COLUMNS + f"structure;A;{territory.aire.code}\ncolonne;quoi;element\n"
    files = write("A,a,2024-01,5\nA,b,2024-01,4\n", mapping + "element;a;CPN1_T1\nelement;b;CPN1.nd\n")
    with pytest.raises(CommandError, match=r"Plus de premières consultations au premier trimestre \(5\)"):
        run(files, "--open-months")
    assert not MonthlyReport.objects.exists()


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("sorte;source\n", "colonne absente"),
        ("sorte;source;cible\nautre;x;y\n", "n’est pas admis"),
        ("sorte;source;cible\ncolonne;lieu;endroit\n", "une colonne sert de"),
        ("sorte;source;cible\ncolonne;lieu;structure\ncolonne;quoi;structure\n", "deux colonnes"),
        ("sorte;source;cible\ncolonne;lieu;structure\n", "ne sert de «\u00a0valeur\u00a0»"),
        (COLUMNS, "ne sert de «\u00a0element\u00a0»"),
        (COLUMNS + "element;*;ZZ.nd\n", "pas d’élément"),
        (COLUMNS + "element;*;CPN2\nstructure;A;ZZ\n", "aucune aire de santé"),
        (COLUMNS + "element;*;CPN2.zz\nstructure;A;{aire}\n", "la case CPN2.zz n’existe pas"),
        (COLUMNS.replace("lieu", "endroit") + "element;*;CPN2\n", "colonne absente"),
    ],
)
def test_a_bad_mapping_is_refused(
    catalogue: None, write: Write, territory: SmallTerritory, mapping: str, words: str
) -> None:
    with pytest.raises(CommandError) as refused:
        run(write(GOOD, mapping.replace("{aire}", territory.aire.code)), "--open-months")
    assert words in str(refused.value)
    assert not MonthlyReport.objects.exists()


@pytest.mark.parametrize("name", ["tableau.csv", "correspondance.csv"])
def test_a_missing_or_foreign_file_is_said(catalogue: None, write: Write, tmp_path: Path, name: str) -> None:
    files = write(GOOD)
    (tmp_path / name).write_bytes("lieu,quoi\nA,décès\n".encode("latin-1"))
    with pytest.raises(CommandError, match=name):
        run(files)
    (tmp_path / name).unlink()
    with pytest.raises(CommandError, match=name):
        run(files)


def test_the_real_malaria_counts_to_the_last_unit(
    catalogue: None, territory: SmallTerritory, tmp_path: Path
) -> None:
    """Fifty-three structures, sixty months: each yearly total equals the sum that awk makes of the file."""
    if not REAL.is_file():
        pytest.skip("shared/data is absent")
    with REAL.open(encoding="utf-8", newline="") as file:
        codes = sorted({row["structure_snisi"] for row in csv.DictReader(file)})
    assert len(codes) == 53
    aires = Aire.objects.bulk_create(
        Aire(code=f"S-{code}", name=code, host_commune=territory.host, district=territory.district)
        for code in codes
    )
    AirePopulation.objects.bulk_create(
        AirePopulation(aire=aire, year=2010, total=8_000, source="essai") for aire in aires
    )
    mapping = tmp_path / "correspondance.csv"
    mapping.write_text(
        "sorte;source;cible\ncolonne;structure_snisi;structure\ncolonne;annee;annee\ncolonne;mois;mois\n"
        "colonne;cas_notifies;valeur\nelement;*;PAL_CNF.nd\n"
        + "".join(f"structure;{code};S-{code}\n" for code in codes),
        encoding="utf-8",
    )
    said = run((REAL, mapping), "--state", "valide", "--open-months")
    assert "60 mois de 2010-01 à 2014-12." in said
    program = 'NR > 1 && $4 != "" { sum[$2] += $4; n[$2]++ } END { for (y in sum) print y, sum[y], n[y] }'
    told = subprocess.run(["awk", "-F,", program, REAL], capture_output=True, text=True, check=True).stdout
    by_awk = {int(year): (int(total), int(n)) for year, total, n in map(str.split, told.splitlines())}
    assert set(by_awk) == {2010, 2011, 2012, 2013, 2014}
    for kind, place in (("pays", 0), ("district", territory.district.pk), ("commune", territory.host.pk)):
        scale = 10_000 if kind == "commune" else 1
        stored: dict[int, tuple[int, int]] = {}
        for row in Total.objects.filter(place_kind=kind, place_id=place).select_related("period"):
            total, n, *_ = row.validated.get("PAL_CNF", [0, 0])
            before = stored.get(row.period.year, (0, 0))
            stored[row.period.year] = (before[0] + total // scale, before[1] + n)
        assert stored == by_awk
    assert verify() == []
    year = Month(2014, 1).until(Month(2014, 12))
    incidence = figure("I08", COUNTRY, year, "final")
    total, n = by_awk[2014]
    assert incidence.value == pytest.approx(total / (n * 8_000 / 12) * 1000)

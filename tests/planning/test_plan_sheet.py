"""The sheet of a plan: taken away, filled, read before anything is written, all of it or nothing."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from planning.models import Plan, PlanUpload
from tests.cast import Cast
from tests.planning.test_lines import url

pytestmark = pytest.mark.django_db
GOOD = {
    "Objectif": "Vacciner tous les enfants", "Activité": "Tenir 48 sorties", "T1": "x", "T4": "oui",
    "Quantité": "48", "Unité": "sortie", "Coût unitaire": "40 000", "ASACO": "600 000", "Base": "52,5",
    "Groupes touchés": "femmes, enfants de moins de 5 ans", "Composante (code)": "v4",
}  # fmt: skip
NEXT = {"Objectif": "idem", "Activité": "Payer le carburant", "Quantité": "1", "Coût unitaire": "5000"}


@pytest.fixture
def kadia(everybody: Cast) -> Client:
    return everybody.client_of("kadia")


def taken(kadia: Client, plan: Plan) -> list[list[str]]:
    """The sheet of the plan, its lines under its head."""
    octets = kadia.get(url(plan, "feuille.csv")).content
    rows = list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert plan.number in rows[1]
    return rows


def head_in(rows: list[list[str]]) -> int:
    return next(place for place, row in enumerate(rows) if row[0] == "Objectif")


def filled(kadia: Client, plan: Plan, *lines: dict[str, str]) -> list[list[str]]:
    """The head of the sheet, these lines under it in place of those that stand."""
    rows = taken(kadia, plan)
    rows = rows[: head_in(rows) + 1]
    return rows + [[line.get(title, "") for title in rows[-1]] for line in lines]


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()


def send(kadia: Client, plan: Plan, content: bytes, name: str = "plan.csv") -> Any:
    return kadia.post(url(plan, "feuille/"), {"fichier": SimpleUploadedFile(name, content)})


def confirm(kadia: Client, plan: Plan) -> Any:
    upload = PlanUpload.objects.first()
    return kadia.post(url(plan, "feuille/"), {"confirmer": str(upload.pk if upload else "")})


def test_a_sheet_is_read_then_written_once(plan: Plan, kadia: Client) -> None:
    """48 × 40 000 = 1 920 000, of which 1 320 000 to be found; then 5 000, all to be found."""
    assert send(kadia, plan, as_csv(filled(kadia, plan, GOOD, NEXT))).status_code == 302
    page = kadia.get(url(plan, "feuille/")).content.decode()
    assert "Enregistrer 2 changements" in page
    assert "1\u202f925\u202f000" in page
    assert plan.activities.count() == 2
    assert confirm(kadia, plan).status_code == 302
    first, second = plan.activities.all()[2:]
    assert (first.cost, first.by_asaco, first.sought) == (1_920_000, 600_000, 1_320_000)
    assert (first.months, first.component, first.groups) == (0b111000000111, "V4", ["femmes", "enfants"])
    assert (second.objective, second.sought) == ("Vacciner tous les enfants", 5_000)
    answer = confirm(kadia, plan)  # a double click
    assert answer.status_code == 422
    assert "déjà enregistrée" in answer.content.decode()
    assert plan.activities.count() == 4


def test_a_workbook_is_read_as_a_csv(plan: Plan, kadia: Client) -> None:
    octets = kadia.get(url(plan, "feuille.xlsx")).content
    book = load_workbook(io.BytesIO(octets))
    page = book.active
    assert page is not None
    head = next([cell.value for cell in row] for row in page.iter_rows() if row[0].value == "Objectif")
    long = "Tenir des sorties dans les villages éloignés " * 6  # 270 signs
    line: dict[str, Any] = GOOD | {"Activité": long.strip(), "Quantité": 48, "Coût unitaire": 40000}
    page.append([line.get(str(title)) for title in head])
    out = io.BytesIO()
    book.save(out)
    assert send(kadia, plan, out.getvalue(), "plan.xlsx").status_code == 302
    assert confirm(kadia, plan).status_code == 302
    made = plan.activities.last()
    assert made
    assert (made.text, made.cost) == (long.strip(), 1_920_000)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"Coût unitaire": "-5"}, "au moins 0"),
        ({"Quantité": "un milliard de milliards"}, "nombre"),
        ({"Coût unitaire": "1000000000000"}, "dépasse"),
        ({"T2": "peut-être"}, "Mettez x"),
        ({"ASACO": "9000000"}, "de trop"),
        ({"À rechercher": "5"}, "Il manque"),
        ({"Composante (code)": "V99"}, "Choisissez une composante"),
        ({"Groupes touchés": "martiens"}, "Choisissez parmi les groupes"),
        ({"Indicateur (code)": "ZZZ"}, "Choisissez un indicateur"),
        ({"Objectif": ""}, "Écrivez l’objectif"),
        ({"PTF": "5000"}, "Nommez le partenaire"),
        ({"Activité": "x" * 301}, "300 caractères au plus"),
    ],
)
def test_one_wrong_cell_stops_the_sheet(plan: Plan, kadia: Client, wrong: dict[str, str], says: str) -> None:
    rows = filled(kadia, plan, NEXT | {"Objectif": "Rouler"}, GOOD | wrong)
    assert send(kadia, plan, as_csv(rows)).status_code == 302
    page = kadia.get(url(plan, "feuille/")).content.decode()
    assert says in page
    assert f"ligne {len(rows)}" in page
    assert 'name="confirmer"' not in page
    assert confirm(kadia, plan).status_code == 422
    assert plan.activities.count() == 2


def test_what_is_already_in_the_plan_is_told(plan: Plan, kadia: Client) -> None:
    for _ in range(2):
        send(kadia, plan, as_csv(filled(kadia, plan, GOOD)))
        confirm(kadia, plan)
    assert plan.activities.count() == 3
    assert "déjà dans le plan" in kadia.get(url(plan, "feuille/")).content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: rows[1].__setitem__(1, "PO-2027-AUTRE"), "celle du plan « PO-2027-AUTRE »"),
        (lambda rows: rows[0].__setitem__(1, "jekabaara-feuille-1"), "n’est pas la feuille d’un plan"),
        (lambda rows: rows[-2].__setitem__(2, "Autre titre"), "n’est pas d’ici"),
        (lambda rows: rows[-2].__setitem__(2, ""), "les titres ne sont plus"),
        (lambda rows: rows.pop(), "aucune activité"),
        (lambda rows: rows.extend([rows[-1]] * 400), "plus de 400 activités"),
    ],
)
def test_another_sheet_is_refused(plan: Plan, kadia: Client, change: Any, says: str) -> None:
    rows = filled(kadia, plan, GOOD)
    change(rows)
    answer = send(kadia, plan, as_csv(rows))
    assert answer.status_code == 422
    assert says in answer.content.decode().replace("\u00a0", " ")
    assert PlanUpload.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "vide"),
        (b"<html><body>x", "page web"),
        (b"PK\x03\x04 abime", "abîmé"),
        (b"\xd0\xcf\x11\xe0 ancien", "ancien format"),
        (b"bonjour;tout;le monde", "n’est pas la feuille d’un plan"),
        (b"Format;jekabaara-plan-1\n\"ouvert", "guillemet"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_refused(plan: Plan, kadia: Client, content: bytes, says: str) -> None:
    answer = send(kadia, plan, content)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_locked_plan_takes_no_sheet(plan: Plan, kadia: Client) -> None:
    rows = filled(kadia, plan, GOOD)
    send(kadia, plan, as_csv(rows))
    Plan.objects.filter(pk=plan.pk).update(state="adopte")
    assert confirm(kadia, plan).status_code == 422
    assert send(kadia, plan, as_csv(rows)).status_code == 422
    assert plan.activities.count() == 2


def test_a_sheet_is_its_sender_s(plan: Plan, everybody: Cast, kadia: Client) -> None:
    send(kadia, plan, as_csv(filled(kadia, plan, GOOD)))
    awa = everybody.client_of("awa")
    assert "plan.csv" not in awa.get(url(plan, "feuille/")).content.decode()
    assert confirm(awa, plan).status_code == 422
    kadia.post(url(plan, "feuille/"), {"abandonner": "1"})
    assert PlanUpload.objects.count() == 0

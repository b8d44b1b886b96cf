"""The sheet of a plan comes back: changed, taken out of, left alone, while others write."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from planning.arranging import move_line
from planning.lines import remove_line, snapshot, write_line
from planning.models import Activity, LineDiff, Plan, PlanUpload
from tests.cast import Cast
from tests.planning.conftest import BLANK
from tests.planning.test_lines import url
from tests.planning.test_plan_sheet import as_csv, confirm, head_in, send, taken

pytestmark = pytest.mark.django_db
Rows = list[list[str]]
ODD = {
    "text": "=SUM(A1;A2)", "objective": "-5 % d’abandons", "result": "'entre apostrophes",
    "tasks": "@ici\r\n  - là\r\n\r\n+3",
    "responsible": "DTC ; secrétaire", "place": 'Kéla, dit "le bas"', "support": "x" * 120, "unit": "1/2",
    "baseline": Decimal("52.50"), "target": Decimal("1234567.89"), "months": 0b000100000001,
    "component": "V4",
    "groups": ["enfants", "femmes"], "indicator_words": "Part\u00a0: 5\u202f%", "quantity": 3,
    "unit_cost": 1_000_001,
    "by_asaco": 0, "by_commune": 0, "by_partner": 1_000_000, "partner": "UNICEF", "sought": 2_000_003,
}  # fmt: skip


@pytest.fixture
def kadia(everybody: Cast) -> Client:
    return everybody.client_of("kadia")


@pytest.fixture
def odd(plan: Plan, everybody: Cast) -> Activity:
    """A third line, with all that a file may twist."""
    return write_line(plan, everybody.scope_of("kadia"), BLANK | ODD).line


def set_cell(rows: Rows, number: int, title: str, text: str) -> None:
    """In the row of the line of this number, from 1."""
    head = head_in(rows)
    rows[head + number][rows[head].index(title)] = text


def review(kadia: Client, plan: Plan, rows: Rows) -> Any:
    answer = send(kadia, plan, as_csv(rows))
    assert answer.status_code == 302, answer.content.decode()
    return kadia.get(url(plan, "feuille/")).context["review"]


def snapshots(plan: Plan) -> list[dict[str, Any]]:
    return [snapshot(line) for line in plan.activities.order_by("rank")]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_comes_back_in_unchanged(plan: Plan, odd: Activity, kadia: Client, ending: str) -> None:
    before, version = snapshots(plan), plan.version
    assert before[-1]["text"] == odd.text
    octets = kadia.get(url(plan, f"feuille.{ending}")).content
    assert send(kadia, plan, octets, f"plan.{ending}").status_code == 302
    page = kadia.get(url(plan, "feuille/"))
    found = page.context["review"]
    assert [one.fields for one in found.changed] == []
    assert (found.same, found.writes, found.faults, found.absent) == (3, 0, [], 0)
    assert "rien à enregistrer" in page.content.decode()
    assert 'name="confirmer"' not in page.content.decode()
    assert confirm(kadia, plan).status_code == 302  # by force: nothing changes
    plan.refresh_from_db()
    assert (snapshots(plan), plan.version) == (before, version)


def test_a_workbook_saved_again_is_the_same_sheet(plan: Plan, odd: Activity, kadia: Client) -> None:
    book = load_workbook(io.BytesIO(kadia.get(url(plan, "feuille.xlsx")).content))
    out = io.BytesIO()
    book.save(out)
    send(kadia, plan, out.getvalue(), "plan.xlsx")
    assert kadia.get(url(plan, "feuille/")).context["review"].same == 3
    assert odd.version == 1


def test_a_change_is_shown_field_by_field_then_written(plan: Plan, odd: Activity, kadia: Client) -> None:
    """24 → 30 sorties at 25 000, the rest to be found; the months of odd stay what the boxes do not say."""
    rows = taken(kadia, plan)
    set_cell(rows, 1, "Quantité", "30")
    set_cell(rows, 1, "T2", "x")
    set_cell(rows, 3, "T1", "")
    set_cell(rows, 3, "Responsable", "Maire")
    found = review(kadia, plan, rows)
    assert (found.same, len(found.changed), found.lines, found.gone) == (1, 2, [], [])
    shown = {name: (before, after) for name, _, before, after in found.changed[0].fields}
    assert shown["quantity"] == ("24", "30")
    assert shown["months"] == ("T1", "T1, T2")
    assert shown["sought"] == ("0 FCFA".replace(" ", "\u00a0"), "150\u202f000\u00a0FCFA")
    assert (found.cost_before, found.cost_after) == (4_200_003, 4_350_003)
    assert [name for name, *_ in found.changed[1].fields] == ["months", "responsible"]
    assert confirm(kadia, plan).status_code == 302
    first, third = plan.activities.get(rank=1), plan.activities.get(rank=3)
    assert (first.quantity, first.cost, first.sought, first.version) == (30, 750_000, 150_000, 2)
    assert (third.months, third.responsible, third.text) == (0b000100000000, "Maire", odd.text)
    assert LineDiff.objects.filter(plan=plan).count() == 5  # three written, two changed


def test_a_line_leaves_only_when_it_is_said(plan: Plan, odd: Activity, kadia: Client) -> None:
    rows = taken(kadia, plan)
    del rows[head_in(rows) + 1]
    set_cell(rows, 1, "Retirer", "x")
    found = review(kadia, plan, rows)
    assert ([one.line.rank for one in found.gone], found.same, found.absent) == ([2], 1, 1)
    confirm(kadia, plan)
    assert [line.rank for line in plan.activities.all()] == [1, 3]
    assert LineDiff.objects.filter(plan=plan, after__isnull=True).count() == 1


def test_added_changed_taken_out_at_once(plan: Plan, kadia: Client) -> None:
    rows = taken(kadia, plan)
    set_cell(rows, 1, "Retirer", "oui")
    set_cell(rows, 2, "Lieu", "Kéla")
    rows.append(["idem", "", "Former les relais"] + [""] * (len(rows[-1]) - 3))
    for title, text in (("Quantité", "2"), ("Coût unitaire", "5 000")):
        set_cell(rows, 3, title, text)
    assert review(kadia, plan, rows).writes == 3
    confirm(kadia, plan)
    assert [(one.text, one.place) for one in plan.activities.all()] == [
        ("Réparer la moto ambulance", "Kéla"),
        ("Former les relais", ""),
    ]
    assert plan.activities.last().objective == BLANK["objective"]  # type: ignore[union-attr]


Meanwhile = Callable[[Plan, Cast, Activity], None]


def awa_writes(plan: Plan, cast: Cast, line: Activity) -> None:
    values = BLANK | {"quantity": 36, "by_asaco": 700_000}
    write_line(plan, cast.scope_of("awa"), values, key=line.key, seen=line.version)


def awa_removes(plan: Plan, cast: Cast, line: Activity) -> None:
    remove_line(plan, cast.scope_of("awa"), line.key, seen=line.version)


@pytest.mark.parametrize(
    ("meanwhile", "title", "says"),
    [
        (awa_writes, "Quantité", "quantité, maintenant «\u00a036\u00a0»"),
        (awa_writes, "Retirer", "maintenant «\u00a036\u00a0»"),
        (awa_removes, "Quantité", "retirée du plan, par Awa"),
    ],
)
def test_what_others_wrote_meanwhile_is_never_written_over(
    plan: Plan, everybody: Cast, kadia: Client, meanwhile: Meanwhile, title: str, says: str
) -> None:
    """Told at the dry run with the sheet kept; also when it happens between the dry run and the button."""
    rows = taken(kadia, plan)
    set_cell(rows, 1, title, "x" if title == "Retirer" else "30")
    assert review(kadia, plan, rows).faults == []
    meanwhile(plan, everybody, plan.activities.get(rank=1))
    then = snapshots(plan)
    answer = confirm(kadia, plan)
    assert answer.status_code == 422
    assert "rien n’a été enregistré" in answer.content.decode()
    assert says in answer.content.decode()
    assert PlanUpload.objects.count() == 1
    assert snapshots(plan) == then


@pytest.mark.parametrize("meanwhile", [awa_writes, awa_removes])
def test_what_the_sheet_leaves_alone_stays_as_others_left_it(
    plan: Plan, everybody: Cast, kadia: Client, meanwhile: Meanwhile
) -> None:
    rows = taken(kadia, plan)
    set_cell(rows, 2, "Lieu", "Kéla")
    meanwhile(plan, everybody, plan.activities.get(rank=1))
    found = review(kadia, plan, rows)
    assert (found.passed, len(found.changed), found.faults) == ([(BLANK["text"], "Awa Diarra")], 1, [])
    then = snapshots(plan)[:-1]
    confirm(kadia, plan)
    assert snapshots(plan)[:-1] == then
    assert plan.activities.get(rank=2).place == "Kéla"


def test_two_who_write_the_same_agree(plan: Plan, everybody: Cast, kadia: Client) -> None:
    rows = taken(kadia, plan)
    set_cell(rows, 1, "Quantité", "36")
    set_cell(rows, 1, "ASACO", "700000")
    awa_writes(plan, everybody, plan.activities.get(rank=1))
    found = review(kadia, plan, rows)
    assert (found.same, found.writes, found.faults) == (2, 0, [])


def test_a_line_that_only_changed_place_takes_the_change(plan: Plan, everybody: Cast, kadia: Client) -> None:
    rows = taken(kadia, plan)
    move_line(plan, everybody.scope_of("awa"), plan.activities.get(rank=1).key, 1)
    set_cell(rows, 1, "Lieu", "Kéla")
    assert len(review(kadia, plan, rows).changed) == 1
    confirm(kadia, plan)
    assert [one.place for one in plan.activities.all()] == ["", "Kéla"]


def duplicated(rows: Rows) -> None:
    rows.append(rows[-1])


def strange(rows: Rows) -> None:
    set_cell(rows, 1, "Repère", "L-" + "0" * 32)


def unread(rows: Rows) -> None:
    set_cell(rows, 1, "Repère", "1,23E+10")


def untagged(rows: Rows) -> None:
    set_cell(rows, 1, "Repère", "")
    set_cell(rows, 1, "Retirer", "x")


def emptied(rows: Rows) -> None:
    head = head_in(rows)
    tag = rows[head].index("Repère")
    rows[head + 1] = [text if place == tag else "" for place, text in enumerate(rows[head + 1])]


def doubtful(rows: Rows) -> None:
    set_cell(rows, 1, "Retirer", "peut-être")


@pytest.mark.parametrize(
    ("twist", "says"),
    [
        (duplicated, "déjà à la ligne"),
        (strange, "d’une ligne de ce plan"),
        (unread, "pas la forme des nôtres"),
        (untagged, "qui a son repère se retire"),
        (emptied, "Écrivez l’objectif"),
        (doubtful, "Mettez x"),
        (lambda rows: set_cell(rows, 1, "ASACO", "9 000 000"), "de trop"),
    ],
)
def test_one_wrong_row_stops_the_sheet(
    plan: Plan, kadia: Client, twist: Callable[[Rows], None], says: str
) -> None:
    rows, before = taken(kadia, plan), snapshots(plan)
    set_cell(rows, 2, "Lieu", "Kéla")
    twist(rows)
    assert review(kadia, plan, rows).faults
    assert says in kadia.get(url(plan, "feuille/")).content.decode()
    assert confirm(kadia, plan).status_code == 422
    assert snapshots(plan) == before


@pytest.mark.parametrize("version", ["", "999999", "-1", "deux"])
def test_a_sheet_that_does_not_say_its_version_changes_nothing(
    plan: Plan, kadia: Client, version: str
) -> None:
    rows = taken(kadia, plan)
    next(row for row in rows if row[0] == "Version")[1] = version
    answer = send(kadia, plan, as_csv(rows))
    assert answer.status_code == 422
    assert "manque, ou a été changée" in answer.content.decode()


def test_a_sheet_of_before_still_adds_lines(plan: Plan, kadia: Client) -> None:
    """Taken away when it had neither tag nor version."""
    rows = [row for row in taken(kadia, plan) if row[0] != "Version"]
    head = head_in(rows)
    rows = [*rows[: head + 1], ["Rouler", "", "Payer le carburant"] + [""] * (len(rows[head]) - 3)]
    for title, text in (("Quantité", "1"), ("Coût unitaire", "5000")):
        set_cell(rows, 1, title, text)
    rows = rows[:head] + [row[:-2] for row in rows[head:]]
    assert len(review(kadia, plan, rows).lines) == 1
    confirm(kadia, plan)
    assert plan.activities.count() == 3


def test_the_plan_stays_within_its_lines(plan: Plan, kadia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """One goes out, one comes in: no more than before."""
    monkeypatch.setattr("planning.sheets.reviewing.MOST", 2)
    rows = taken(kadia, plan)
    rows.append(["Rouler", "", "Payer le carburant"] + [""] * (len(rows[-1]) - 3))
    for title, text in (("Quantité", "1"), ("Coût unitaire", "5000")):
        set_cell(rows, 3, title, text)
    assert [one.why for one in review(kadia, plan, rows).faults] == ["Un plan a 200 lignes au plus."]
    set_cell(rows, 1, "Retirer", "x")
    assert review(kadia, plan, rows).faults == []


def test_a_csv_of_ours_is_what_a_spreadsheet_writes_again(plan: Plan, odd: Activity, kadia: Client) -> None:
    """Every cell quoted, lines ended by a single sign."""
    rows = taken(kadia, plan)
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    send(kadia, plan, out.getvalue().encode("utf-8-sig"))
    assert kadia.get(url(plan, "feuille/")).context["review"].same == 3
    assert odd.version == 1

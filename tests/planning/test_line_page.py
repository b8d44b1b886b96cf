"""The page of one line: all its fields, its place, its removal, its return."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from planning.line_forms import LineForm
from planning.models import Activity, LineDiff, Plan
from tests.cast import Cast
from tests.planning.test_lines import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def kadia(everybody: Cast) -> Client:
    return everybody.client_of("kadia")


def sent(line: Activity, **changed: Any) -> dict[str, Any]:
    form = LineForm(line=line, indicators=[])
    shown = {name: form.initial[name] for name in form.fields if name != "sought"}
    return {name: value for name, value in (shown | changed).items() if value is not None}


def page_of(plan: Plan, line: Activity, rest: str = "") -> str:
    return url(plan, f"lignes/{line.key}/{rest}")


def test_every_field_is_written(plan: Plan, kadia: Client) -> None:
    line = plan.activities.first()
    assert line
    more = {
        "tasks": "Un\r\nDeux", "months_on": ["0", "11"], "baseline": "52,5", "target": "60", "place": "Boron",
        "component": "V4", "groups": ["enceintes", "femmes"], "support": "CSRéf", "indicator_words": "CPN 4",
    }  # fmt: skip
    assert kadia.post(page_of(plan, line), sent(line, **more)).status_code == 302
    line.refresh_from_db()
    assert (line.baseline, line.target, line.component) == (Decimal("52.50"), Decimal("60.00"), "V4")
    assert (line.months, line.groups) == (0b100000000001, ["enceintes", "femmes"])
    diffs = LineDiff.objects.count()
    answer = kadia.post(page_of(plan, line), sent(line), follow=True)
    assert "Rien n’avait changé" in answer.content.decode()
    assert LineDiff.objects.count() == diffs


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"component": "V99"}, "Choisissez une composante"),
        ({"groups": ["martiens"]}, "Choisissez parmi les groupes"),
        ({"months_on": ["12"]}, "douze mois"),
        ({"baseline": "beaucoup"}, "nombre"),
        ({"version": "7"}, "Quelqu’un a modifié"),
        ({"by_state": "99 000 000"}, "de trop"),
    ],
)
def test_what_cannot_be_comes_back(plan: Plan, kadia: Client, wrong: dict[str, Any], says: str) -> None:
    line = plan.activities.first()
    assert line
    answer = kadia.post(page_of(plan, line), sent(line, place="Ce que j’ai tapé", **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Ce que j’ai tapé" in page
    assert plan.activities.get(pk=line.pk).place == ""


def test_a_code_that_does_not_exist_brings_no_numbers(plan: Plan, kadia: Client) -> None:
    line = plan.activities.first()
    assert line
    answer = kadia.post(page_of(plan, line), sent(line, place="Tapé", indicator="", reprendre="1"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Choisissez un indicateur du catalogue" in page
    assert 'value="Tapé"' in page


def test_a_line_moves_and_its_move_is_kept(plan: Plan, kadia: Client) -> None:
    first, second = plan.activities.all()
    kadia.post(page_of(plan, second), {"deplacer": "monter"})
    assert [line.pk for line in plan.activities.all()] == [second.pk, first.pk]
    answer = kadia.post(page_of(plan, second), {"deplacer": "monter"}, follow=True)
    assert "déjà au bout" in answer.content.decode()
    assert [line.pk for line in plan.activities.all()] == [second.pk, first.pk]


def test_a_line_leaves_and_comes_back(plan: Plan, kadia: Client) -> None:
    line = plan.activities.first()
    assert line
    page = kadia.get(page_of(plan, line, "retirer/")).content.decode()
    assert line.text in page
    assert kadia.post(page_of(plan, line, "retirer/"), {"version": line.version}).status_code == 302
    assert plan.activities.count() == 1
    assert "Lignes retirées" in kadia.get(url(plan)).content.decode()
    for _ in range(2):  # a double click
        kadia.post(url(plan), {"remettre": str(line.key)})
    back = plan.activities.get(key=line.key)
    assert (back.cost, back.by_commune, back.text) == (line.cost, line.by_commune, line.text)
    assert plan.activities.count() == 2
    assert "Lignes retirées" not in kadia.get(url(plan)).content.decode()


def test_a_removal_seen_too_long_ago_is_refused(plan: Plan, kadia: Client) -> None:
    line = plan.activities.first()
    assert line
    answer = kadia.post(page_of(plan, line, "retirer/"), {"version": line.version + 1})
    assert answer.status_code == 422
    assert plan.activities.count() == 2

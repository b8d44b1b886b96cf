"""The table of a plan: what is typed is saved row by row, what is refused comes back as it was typed."""

import re
from typing import Any

import pytest
from django.test import Client

from core.formats import number
from planning.beginning import begin
from planning.line_forms import GridForm
from planning.lines import write_line
from planning.models import Activity, LineDiff, Plan
from planning.saving import prefix_of, seen_of
from tests.cast import Cast
from tests.planning.conftest import BLANK

pytestmark = pytest.mark.django_db
NEW = "n00000000000000a1"
FIRST: dict[str, Any] = {
    "objective": "Vacciner tous les enfants", "result": "", "text": "Tenir 48 sorties",
    "quarters": ["1", "2"], "responsible": "DTC", "quantity": "48", "unit": "sortie", "unit_cost": "40 000",
    "by_asaco": "600 000",
}  # fmt: skip


@pytest.fixture
def kadia(everybody: Cast) -> Client:
    return everybody.client_of("kadia")


def url(plan: Plan, rest: str = "lignes/") -> str:
    return f"/plans/{plan.aire.code}/{plan.year}/{plan.edition}/{rest}"


def typed(prefix: str, **fields: Any) -> dict[str, Any]:
    return {f"{prefix}-{name}": value for name, value in fields.items()}


def row_of(line: Activity, **changed: Any) -> dict[str, Any]:
    """What the page sends of a line, but for what is ``changed``."""
    form = GridForm(line=line)
    shown = {name: form.initial[name] for name in form.fields if name != "sought"}
    return typed(prefix_of(line), seen=seen_of(line), **(shown | changed))


def lines(plan: Plan) -> list[Activity]:
    return list(plan.activities.all())


def test_a_new_row_is_a_line(plan: Plan, kadia: Client) -> None:
    """48 × 40 000 = 1 920 000; the ASACO pays 600 000: 1 320 000 are to be found."""
    assert kadia.post(url(plan), typed(NEW, **FIRST)).status_code == 302
    line = lines(plan)[-1]
    assert (line.cost, line.by_asaco, line.sought) == (1_920_000, 600_000, 1_320_000)
    assert (line.months, line.rank) == (0b111111, 3)
    page = kadia.get(url(plan)).content.decode()
    assert "Tenir 48 sorties" in page
    assert number(1_920_000) in page


def test_a_double_click_writes_one_line(plan: Plan, kadia: Client) -> None:
    for _ in range(2):
        kadia.post(url(plan), typed(NEW, **FIRST))
    assert len(lines(plan)) == 3


def test_empty_rows_and_untouched_lines_write_nothing(plan: Plan, kadia: Client) -> None:
    diffs = LineDiff.objects.count()
    sent = {**row_of(lines(plan)[0]), **row_of(lines(plan)[1]), **typed(NEW, text="", quantity=" ")}
    answer = kadia.post(url(plan), sent, follow=True).content.decode()
    assert "Rien n’avait changé" in answer
    assert LineDiff.objects.count() == diffs


def test_idem_repeats_the_line_above(plan: Plan, kadia: Client) -> None:
    again = FIRST | {"objective": "idem", "result": '"', "text": "Tenir une fête"}
    sent = typed(NEW, **FIRST | {"result": "Aucun perdu"}) | typed("n00000000000000a2", **again)
    assert kadia.post(url(plan), sent).status_code == 302
    line = lines(plan)[-1]
    assert (line.objective, line.result) == ("Vacciner tous les enfants", "Aucun perdu")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"by_asaco": "2 000 000"}, "de trop"),
        ({"unit_cost": "-5"}, "au moins 0"),
        ({"unit_cost": "9" * 30}, "grand"),
        ({"unit_cost": "1 000 000 000 000"}, "dépasse ce qu’une ligne de plan peut porter"),
        ({"quantity": "0"}, "au moins 1"),
        ({"quantity": "1,5"}, "entier"),
        ({"quantity": "beaucoup"}, "nombre"),
        ({"quarters": ["5"]}, "quatre trimestres"),
        ({"text": ""}, "Écrivez l’activité"),
        ({"text": "x" * 301}, "300 caractères au plus"),
        ({"by_partner": "5 000"}, "Nommez le partenaire"),
    ],
)
def test_what_cannot_be_comes_back_as_typed(
    plan: Plan, kadia: Client, wrong: dict[str, Any], says: str
) -> None:
    """The good row beside it is saved."""
    good = typed("n00000000000000b2", **FIRST | {"text": "La bonne ligne"})
    answer = kadia.post(url(plan), typed(NEW, **FIRST | wrong) | good)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Erreur" in page
    assert says in page
    for value in (FIRST | wrong).values():
        if isinstance(value, str):
            assert value in page
    assert [line.text for line in lines(plan)][2:] == ["La bonne ligne"]
    assert f'name="{NEW}-text"' in page


def test_somebody_else_wrote_the_line_meanwhile(plan: Plan, kadia: Client, everybody: Cast) -> None:
    line = lines(plan)[0]
    mine, untouched = row_of(line, responsible="Moi"), row_of(lines(plan)[1])
    awa = everybody.scope_of("awa")
    for one in lines(plan):
        write_line(plan, awa, {**_values(one), "place": "Boron"}, key=one.key, seen=one.version)
    answer = kadia.post(url(plan), mine | untouched)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Quelqu’un a modifié cette ligne entre-temps" in page
    assert 'value="Moi"' in page
    line.refresh_from_db()
    assert (line.responsible, line.place) == ("DTC", "Boron")
    again = re.search(rf'name="{prefix_of(line)}-seen" value="([^"]+)"', page)
    assert again
    assert kadia.post(url(plan), mine | {f"{prefix_of(line)}-seen": again[1]}).status_code == 302
    line.refresh_from_db()
    assert (line.responsible, line.place) == ("Moi", "Boron")


def _values(line: Activity) -> dict[str, Any]:
    return {name: getattr(line, name) for name in BLANK}


def test_a_line_of_another_aire_is_not_touched(plan: Plan, kadia: Client, everybody: Cast) -> None:
    oumar = everybody.scope_of("oumar")
    other = begin(everybody.territory.second_aire, 2027, oumar)
    theirs = write_line(other, oumar, BLANK | {"text": "Ligne d’Oumar"}).line
    answer = kadia.post(url(plan), row_of(theirs, text="Volée"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "n’est plus dans le plan" in page
    assert "Volée" in page
    assert "Ligne d’Oumar" not in page
    theirs.refresh_from_db()
    assert theirs.text == "Ligne d’Oumar"
    assert len(lines(plan)) == 2


@pytest.mark.parametrize("state", ["adopte", "avis", "valide", "approuve", "execution", "cloture"])
def test_a_plan_under_review_is_locked(plan: Plan, kadia: Client, state: str) -> None:
    line = lines(plan)[0]
    Plan.objects.filter(pk=plan.pk).update(state=state)
    answer = kadia.post(url(plan), row_of(line, text="Autre") | typed(NEW, **FIRST))
    assert "verrouillé pendant l’examen" in answer.content.decode()
    assert "verrouillé" in kadia.get(url(plan)).content.decode()
    assert [one.text for one in lines(plan)] == [BLANK["text"], "Réparer la moto ambulance"]
    answer = kadia.post(url(plan, f"lignes/{line.key}/retirer/"), {"version": line.version})
    assert answer.status_code == 422
    assert len(lines(plan)) == 2


def test_months_of_an_untouched_quarter_stay(plan: Plan, kadia: Client) -> None:
    """February only: the first quarter is ticked, and stays February when the second one is added."""
    line = lines(plan)[0]
    Activity.objects.filter(pk=line.pk).update(months=0b10)
    line.refresh_from_db()
    kadia.post(url(plan), row_of(line, quarters=["1", "2"]))
    line.refresh_from_db()
    assert line.months == 0b111010
    kadia.post(url(plan), row_of(line, quarters=["2"]))
    line.refresh_from_db()
    assert line.months == 0b111000

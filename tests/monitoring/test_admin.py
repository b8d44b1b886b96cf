"""The administrator sets targets, words, rules; months, the other formulas are only read."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.loading import load_catalogue
from monitoring.models import Indicator, Rule
from tests.cast import Cast
from tests.reporting import make_period

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def yaya(everybody: Cast) -> Client:
    return everybody.client_of("yaya")


def test_months_are_only_read_here(yaya: Client) -> None:
    """The DRS sets them, on the page where neighbours and totals follow."""
    period = make_period("2026-09")
    page = reverse("admin:monitoring_period_change", args=[period.pk])
    assert yaya.get(page).status_code == 200
    assert yaya.post(page, {"due_on": "01/11/2026"}).status_code == 403
    assert yaya.get(reverse("admin:monitoring_period_add")).status_code == 403


def test_a_target_changes_a_formula_does_not(yaya: Client) -> None:
    indicator = Indicator.objects.get(code="I11")
    page = reverse("admin:monitoring_indicator_change", args=[indicator.pk])
    form = yaya.get(page).context["adminform"].form
    fields = {name: "" if (value := form.initial.get(name)) is None else value for name in form.fields}
    answer = yaya.post(page, fields | {"valid_from": "01/01/2009", "target": "85", "numerator": "1"})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    changed = Indicator.objects.get(code="I11")
    assert changed.target == Decimal(85)
    assert changed.numerator == indicator.numerator


def saved_rule(yaya: Client, code: str, **changes: str) -> Any:
    rule = Rule.objects.get(code=code)
    page = reverse("admin:monitoring_rule_change", args=[rule.pk])
    form = yaya.get(page).context["adminform"].form
    fields = {name: "" if (value := form.initial.get(name)) is None else value for name in form.fields}
    return yaya.post(page, fields | {"valid_from": "01/01/2009"} | changes)


def test_a_rule_is_changed_by_hand_and_kept_by_the_next_loading(yaya: Client) -> None:
    assert saved_rule(yaya, "V23", expression="x <= 150").status_code == 302
    assert saved_rule(yaya, "V07", severity="commentaire").status_code == 302
    load_catalogue()
    assert Rule.objects.get(code="V23").expression == "x <= 150"
    assert Rule.objects.get(code="V07").severity == "commentaire"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"expression": "CPN1_T1 <= CPN9"}, "Au caractère 12, « CPN9 » n’est pas un code connu."),
        ({"expression": "CPN1_T1 <="}, "Formule illisible vers le caractère 11."),
        ({"expression": "CPN1_T1 <= precedent(CPN1)"}, "Cette règle demande le passé de l’aire"),
        ({"each": "nombre"}, "Une règle répétée regarde « x »"),
    ],
)
def test_a_bad_rule_is_refused_with_the_place_of_its_fault(
    yaya: Client, changes: dict[str, str], words: str
) -> None:
    answer = saved_rule(yaya, "V07", **changes)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert Rule.objects.get(code="V07").expression == "CPN1_T1 <= CPN1"


@pytest.mark.parametrize("name", ["element", "rule", "indicator", "period"])
def test_each_list_opens(yaya: Client, name: str) -> None:
    assert yaya.get(reverse(f"admin:monitoring_{name}_changelist")).status_code == 200

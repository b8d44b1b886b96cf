"""The administrator sets months, targets, words; formulas stay what the files say."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.models import Indicator, Period, Total
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("catalogue")
NEW_MONTH = {
    "year": "2026",
    "month": "9",
    "starts_on": "28/08/2026",
    "ends_on": "27/09/2026",
    "due_on": "05/10/2026",
    "validation_due_on": "15/10/2026",
}


@pytest.fixture
def yaya(everybody: Cast) -> Client:
    return everybody.client_of("yaya")


def test_a_month_of_the_28th_opens_with_its_expected_reports(yaya: Client) -> None:
    yaya.post(reverse("admin:monitoring_period_add"), NEW_MONTH)
    period = Period.objects.get()
    assert period.days == 31
    assert Total.objects.get(period=period, place_kind="pays").expected_count == 2


def test_dates_out_of_order_are_refused_in_french(yaya: Client) -> None:
    answer = yaya.post(reverse("admin:monitoring_period_add"), NEW_MONTH | {"due_on": "01/09/2026"})
    assert "Dans l’ordre" in answer.content.decode()
    assert not Period.objects.exists()


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


@pytest.mark.parametrize("name", ["element", "rule", "indicator", "period"])
def test_each_list_opens(yaya: Client, name: str) -> None:
    assert yaya.get(reverse(f"admin:monitoring_{name}_changelist")).status_code == 200

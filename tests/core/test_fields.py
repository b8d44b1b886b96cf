"""Form fields for the numbers, the days of people who write French."""

from datetime import date
from typing import Any

import pytest
from django import forms

from core.fields import DayField, NumberField


class Payment(forms.Form):
    amount = NumberField(label="Montant", most=5_000_000)
    rate = NumberField(label="Part", whole=False, required=False)
    paid_on = DayField(label="Date")


def bound(**typed: str) -> Payment:
    return Payment({"amount": "1 000", "paid_on": "08 10 2026"} | typed)


@pytest.mark.parametrize(
    "typed", ["08 10 2026", "8/10/2026", "8.10.2026", "2026-10-08", "08\u00a010\u00a02026"]
)
def test_days_as_written(typed: str) -> None:
    form = bound(paid_on=typed)
    assert form.is_valid()
    assert form.cleaned_data["paid_on"] == date(2026, 10, 8)


def test_numbers_as_written() -> None:
    form = bound(amount="750.000", rate="12,5")
    assert form.is_valid()
    assert form.cleaned_data["amount"] == 750_000
    assert str(form.cleaned_data["rate"]) == "12.5"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"amount": "75O 000"}, "Ce n’est pas un nombre"),
        ({"amount": "12,5"}, "Écrivez un nombre entier, sans virgule"),
        ({"amount": "-1"}, "Écrivez un nombre d’au moins 0"),
        ({"amount": "6 000 000"}, "Écrivez un nombre d’au plus 5\u202f000\u202f000"),
        ({"paid_on": "31 02 2026"}, "Cette date n’existe pas"),
        ({"paid_on": "2026-02-31"}, "Cette date n’existe pas"),
        ({"paid_on": "demain"}, "Écrivez une date, par exemple 08 10 2026"),
    ],
)
def test_the_sentence_says_what_to_do(typed: dict[str, str], words: str) -> None:
    form = bound(**typed)
    assert not form.is_valid()
    assert [str(error) for errors in form.errors.values() for error in errors] == [words]


def test_what_was_typed_comes_back() -> None:
    html = str(bound(amount="75O 000", paid_on="31 02 2026"))
    assert 'value="75O 000"' in html
    assert 'value="31 02 2026"' in html


def test_a_stored_value_is_shown_as_written() -> None:
    values: dict[str, Any] = {"paid_on": date(2026, 10, 8)}
    assert 'value="08 10 2026"' in str(Payment(initial=values)["paid_on"])


def test_an_optional_number_left_empty_is_none() -> None:
    form = bound(rate="")
    assert form.is_valid()
    assert form.cleaned_data["rate"] is None

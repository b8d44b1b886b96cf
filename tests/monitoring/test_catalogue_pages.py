"""The catalogue is read whole: every element, rule and indicator, with what is not confirmed."""

import pytest
from pytest_django import DjangoAssertNumQueries

from monitoring.form import Form
from monitoring.models import Indicator, Rule
from tests.cast import Cast
from tests.monitoring.pages import text_of


def test_everything_is_there(cast: Cast, form: Form) -> None:
    words = text_of(cast.client_of("fanta").get("/catalogue/"))
    for code in (*form.elements, *Rule.objects.values_list("code", flat=True)):
        assert code in words, code
    for indicator in Indicator.objects.all():
        assert indicator.label in words
        assert indicator.definition[:40] in words
    assert "à confirmer" in words
    assert "moins de 1 an, 1 à 4 ans, 5 ans et plus × masculin, féminin" in words
    assert "Cas testés ≤ Cas suspects" in words
    assert "(Penta 1 − Penta 3) ÷ Penta 1" in words
    assert "Penta 3 ÷ enfants de 0 à 11 mois" in words


@pytest.mark.parametrize("name", ["kadia", "julie", "yaya", "boubacar"])
def test_every_mandate_reads_it(cast: Cast, form: Form, name: str) -> None:
    assert cast.client_of(name).get("/catalogue/").status_code == 200


def test_no_account_no_catalogue(cast: Cast, form: Form) -> None:
    assert cast.client_of("anonyme").get("/catalogue/").status_code == 302


def test_queries_of_the_catalogue(
    cast: Cast, form: Form, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fanta = cast.client_of("fanta")
    fanta.get("/catalogue/")  # it is kept from here on
    with django_assert_num_queries(4):
        fanta.get("/catalogue/")

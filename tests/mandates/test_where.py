"""A mandate stands at the same places whether one row is asked or all of them."""

import pytest

from core.access import Action
from mandates.models import Mandate
from mandates.policy import covers
from mandates.where import located, where_of
from tests.cast import PARTS, Cast, cast
from tests.territory import small_territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(everybody: Cast) -> Cast:
    """Two régions with the same people in each: a leak would show."""
    cast(small_territory("ML03", "Sikasso"))
    return everybody


@pytest.mark.parametrize("name", PARTS)
def test_rows_and_sets_agree(crowd: Cast, name: str) -> None:
    (holding,) = crowd.scope_of(name).holdings
    for action in Action:
        places = covers(holding, action)
        one_by_one = {m.pk for m in located(Mandate.objects.all()) if places.holds(where_of(m))}
        assert {m.pk for m in Mandate.objects.within(places)} == one_by_one, action


def seen_by(crowd: Cast, name: str) -> set[str]:
    places = crowd.scope_of(name).reach(Action.MANDATE_SEE)
    mine = {m.pk: who for who, m in crowd.mandates.items()}
    return {mine.get(pk, "a stranger") for pk in Mandate.objects.within(places).values_list("pk", flat=True)}


AIRE = {"kadia", "moussa", "sitan", "awa"}
DISTRICT = AIRE | {"oumar", "fanta", "drissa", "binta", "issa", "salif", "seydou"}
REGION = DISTRICT | {"nana", "modibo", "boubacar", "cheick", "ramata", "julie"}


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("kadia", AIRE),
        ("sitan", set()),
        ("oumar", {"oumar"}),
        ("fanta", AIRE | {"oumar", "fanta", "binta", "issa"}),
        ("drissa", AIRE | {"drissa"}),
        ("salif", DISTRICT),
        ("boubacar", AIRE | {"oumar", "fanta", "drissa", "binta", "issa", "boubacar", "cheick", "ramata"}),
        ("nana", REGION),
        ("julie", set()),
        ("yaya", REGION | {"yaya", "a stranger"}),
    ],
)
def test_whom_each_one_sees(crowd: Cast, name: str, people: set[str]) -> None:
    assert seen_by(crowd, name) == people

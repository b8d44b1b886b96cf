"""The words of access: what a set of places holds, in which order a view answers."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from core.access import NOWHERE, Action, PlaceKind, PlaceSet, Request, Scope, Where, requires

IDS = st.frozensets(st.integers(1, 4), max_size=3)
PLACE_SETS = st.builds(
    PlaceSet,
    everywhere=st.booleans(),
    regions=IDS,
    cercles=IDS,
    districts=IDS,
    communes=IDS,
    hosts=IDS,
    aires=IDS,
)
MAYBE = st.none() | st.integers(1, 4)
WHERES = st.builds(Where, MAYBE, MAYBE, MAYBE, aires=IDS, communes=IDS, hosts=IDS)


@given(PLACE_SETS, PLACE_SETS, WHERES)
def test_what_covers_a_place_holds_all_that_stands_there(a: PlaceSet, b: PlaceSet, where: Where) -> None:
    assert (a | b).covers(b)
    if a.covers(b) and b.holds(where):
        assert a.holds(where)


def test_one_place_by_its_kind() -> None:
    assert PlaceSet.of(PlaceKind.AIRE, 3) == PlaceSet(aires=frozenset({3}))
    assert PlaceSet.of(PlaceKind.REGION, 3) == PlaceSet(regions=frozenset({3}))
    assert PlaceSet.of(PlaceKind.PAYS, 0) == PlaceSet(everywhere=True)
    assert not PlaceSet(hosts=frozenset({3})).covers(PlaceSet.of(PlaceKind.COMMUNE, 3))


@given(PLACE_SETS, PLACE_SETS, WHERES)
def test_a_union_holds_what_either_holds(one: PlaceSet, other: PlaceSet, where: Where) -> None:
    assert (one | other).holds(where) == (one.holds(where) or other.holds(where))


@given(WHERES)
def test_nowhere_holds_nothing(where: Where) -> None:
    assert not NOWHERE.holds(where)
    assert PlaceSet(everywhere=True).holds(where)


@given(PLACE_SETS)
def test_what_stands_nowhere_is_held_by_everywhere_alone(places: PlaceSet) -> None:
    assert places.holds(Where()) == places.everywhere


def test_a_share_too_small_does_not_make_a_host() -> None:
    straddling = Where(communes=frozenset({1, 2}), hosts=frozenset({1}))
    assert PlaceSet(communes=frozenset({2})).holds(straddling)
    assert not PlaceSet(hosts=frozenset({2})).holds(straddling)


# ---- The order of answers ----
AIRE = PlaceSet(aires=frozenset({7}))


@dataclass(frozen=True)
class Thing:
    aire: int

    def where(self) -> Where:
        return Where(aires=frozenset({self.aire}))


def load(scope: Scope, number: int) -> Thing:
    thing = Thing(number)
    if not scope.may(Action.ASACO_SEE, thing.where()):
        raise Http404
    return thing


@requires(Action.ASACO_EDIT, load)
def thing_edit(_request: Request, thing: Thing, rest: str) -> HttpResponse:
    return HttpResponse(f"{thing.aire} {rest}")


@pytest.fixture
def ask(rf: RequestFactory) -> Callable[..., Request]:
    def make(*actions: Action, signed_in: bool = True) -> Request:
        request = rf.get("/aires/7/?vue=fiche")
        request.scope = Scope(1 if signed_in else None, places=dict.fromkeys(actions, AIRE))  # type: ignore[attr-defined]
        return request  # type: ignore[return-value]

    return make


def test_not_signed_in_goes_to_the_door(ask: Callable[..., Request]) -> None:
    answer = thing_edit(ask(Action.ASACO_SEE, Action.ASACO_EDIT, signed_in=False), number=7, rest="x")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/connexion/?next=/aires/7/%3Fvue%3Dfiche"


def test_out_of_reach_is_not_there_even_with_the_act(ask: Callable[..., Request]) -> None:
    with pytest.raises(Http404):
        thing_edit(ask(Action.ASACO_SEE, Action.ASACO_EDIT), number=8, rest="x")


def test_in_reach_without_the_act_is_refused_by_its_name(ask: Callable[..., Request]) -> None:
    with pytest.raises(PermissionDenied) as refused:
        thing_edit(ask(Action.ASACO_SEE), number=7, rest="x")
    assert refused.value.args == (Action.ASACO_EDIT,)


def test_the_view_gets_its_object_then_what_is_left_of_the_address(ask: Callable[..., Request]) -> None:
    answer = thing_edit(ask(Action.ASACO_SEE, Action.ASACO_EDIT), number=7, rest="x")
    assert answer.content == b"7 x"  # type: ignore[attr-defined]
    assert thing_edit.access is Action.ASACO_EDIT


def test_without_an_object_the_act_is_enough_anywhere(ask: Callable[..., Request]) -> None:
    @requires(Action.ASACO_SEE)
    def things(_request: Request) -> HttpResponse:
        return HttpResponse()

    assert things(ask(Action.ASACO_SEE)).status_code == 200
    with pytest.raises(PermissionDenied):
        things(ask(Action.ASACO_EDIT))


def test_an_open_page_asks_nothing(ask: Callable[..., Request]) -> None:
    @requires(Action.ANYONE)
    def page(_request: Request) -> HttpResponse:
        return HttpResponse()

    assert page(ask(signed_in=False)).status_code == 200

"""One person in two organs that are kept apart: said on the page of each, never refused."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mandates.models import Incompatible, Organ, OrganKind
from mandates.organs.incompatible import both_held
from mandates.organs.loading import load_organs
from mandates.organs.reading import organ_on
from tests.cast import Cast
from tests.mandates.organs import hold, organ, seat


@pytest.fixture
def two(everybody: Cast) -> tuple[Organ, Organ]:
    """The management and the watch committee of the first aire; Sitan sits in both."""
    load_organs()
    made = []
    for code, function in (("comite_gestion", "trésorière"), ("comite_surveillance", "membre")):
        one = organ(OrganKind.objects.get(code=code), aire=everybody.territory.aire)
        hold(seat(one, function), everybody.person_of("sitan"))
        made.append(Organ.objects.located().get(pk=one.pk))
    return made[0], made[1]


def named(one: Organ) -> list[tuple[str, str]]:
    rows = both_held(organ_on(one, timezone.localdate()))
    return [(row.function, row.hold.seat.words) for row in rows]


def test_it_is_said_on_both_pages(two: tuple[Organ, Organ], everybody: Cast) -> None:
    management, watch = two
    assert named(management) == [("trésorière", "membre")]
    assert named(watch) == [("membre", "trésorière")]
    page = everybody.client_of("kadia").get(management.get_absolute_url()).content.decode()
    for words in ("Sièges dans deux organes", "hors du comité de gestion", "à confirmer", watch.name):
        assert words in page, words
    assert f'href="{watch.get_absolute_url()}"' in page


def test_not_of_another_aire_nor_of_other_kinds(two: tuple[Organ, Organ], everybody: Cast) -> None:
    management, watch = two
    far = organ(OrganKind.objects.get(code="comite_surveillance"), aire=everybody.territory.second_aire)
    hold(seat(far, "membre"), everybody.person_of("moussa"))
    board = organ(OrganKind.objects.get(code="conseil_administration"), aire=everybody.territory.aire)
    hold(seat(board, "membre"), everybody.person_of("sitan"))
    hold(seat(management, "président"), everybody.person_of("moussa"))
    assert named(management) == [("trésorière", "membre")]
    assert named(Organ.objects.located().get(pk=board.pk)) == []
    page = everybody.client_of("kadia").get(board.get_absolute_url()).content.decode()
    assert "Sièges dans deux organes" not in page
    watch.seats.get().holds.update(ends_on=timezone.localdate())
    assert named(management) == []


def test_a_seat_gives_nothing_to_read_of_another_organ(two: tuple[Organ, Organ], everybody: Cast) -> None:
    hold(seat(two[0], "invitée"), everybody.person_of("julie"))
    page = everybody.client_of("julie").get(two[0].get_absolute_url())
    assert page.status_code == 200
    assert "Sièges dans deux organes" not in page.content.decode()


def test_the_pairs_are_loaded_once(two: tuple[Organ, Organ]) -> None:
    assert Incompatible.objects.get().estimated
    Incompatible.objects.update(estimated=False)
    load_organs()
    assert not Incompatible.objects.get().estimated


@pytest.mark.parametrize("turned", [True, False])
def test_the_database_keeps_pairs_apart(two: tuple[Organ, Organ], turned: Any) -> None:
    pair = Incompatible.objects.get()
    wrong = {"kind": pair.kind, "other": pair.kind if turned else pair.other, "source": "essai"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Incompatible.objects.create(**wrong)

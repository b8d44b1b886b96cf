"""Conventions in the papers of a place: what binds, what each party says, summed by hand."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.template.loader import render_to_string

from conventions.models import Cam, Due
from core.months import Quarter
from reports.bonds import board_of, bonds, of_aire, printed, with_commune
from reports.essential.conventions import conventions_item
from reports.partners import partners_of
from tests.cast import Cast
from tests.conventions.forced import all_said, due, in_force, said

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def day() -> Iterator[time_machine.Traveller]:
    """Monday 5 October 2026."""
    with time_machine.travel("2026-10-05T10:00:00+00:00", tick=False) as traveller:
        yield traveller


def test_one_line_an_aire_those_without_too(everybody: Cast) -> None:
    host = everybody.territory.host
    cam = in_force(everybody)
    pairs = with_commune(host, partners_of(host))
    found = bonds(pairs, Cam.objects.all(), TODAY, 2026)
    assert len(found) == len(pairs) >= 2
    held = [bond for bond in found if bond.cam]
    assert [(bond.cam, bond.state, bond.binds) for bond in held] == [(cam, "en vigueur", True)]
    assert not any(bond.board.sides for bond in found if not bond.cam)


def test_what_is_kept_is_summed(everybody: Cast) -> None:
    """Six lines in 2026. The commune says all six kept; the ASACO speaks of two, one kept, one not."""
    cam, host = in_force(everybody), everybody.territory.host
    all_said(cam, parties=["commune"])
    said(due(cam, "Constituer le stock"), "asaco", "non_tenu")
    said(due(cam, "Tenir les réunions"), "asaco", "tenu")
    found = bonds(with_commune(host, partners_of(host)), Cam.objects.all(), TODAY, 2026)
    item = conventions_item(found, 2026)
    assert Due.objects.filter(commitment__cam=cam, year=2026).count() == 6
    assert item.value_text == f"1 / {len(found)}"
    assert item.sentence == "Engagements de 2026 tenus\u00a0: 6 sur 6 dit la commune et 1 sur 2 dit l’ASACO."
    assert sum(tally.judged for tally in board_of(found).tallies.values()) == 8


def test_over_is_not_in_force(everybody: Cast) -> None:
    in_force(everybody, months=12)  # until 31 December 2025
    host = everybody.territory.host
    found = bonds(with_commune(host, partners_of(host)), Cam.objects.all(), TODAY, 2026)
    item = conventions_item(found, 2026)
    assert item.value_text == f"0 / {len(found)}"
    assert item.sentence == "Aucune aire n’a de convention en vigueur."
    assert [bond.state for bond in found if bond.cam] == ["échue"]


def test_an_aire_with_each_of_its_communes(everybody: Cast) -> None:
    place = everybody.territory
    cam = in_force(everybody, commune=place.neighbour)
    names = [name for _, _, name in of_aire(place.aire)]
    assert names[0] == place.host.name
    found = bonds(of_aire(place.aire), Cam.objects.all(), TODAY, 2026)
    assert [bond.cam for bond in found] == [None, cam]


def test_printed_and_in_the_print_of_what_is_printed(everybody: Cast) -> None:
    cam, host = in_force(everybody), everybody.territory.host
    said(due(cam, "Superviser le CSCOM"), "etat", "partiel")
    pairs = with_commune(host, partners_of(host))
    before = printed(bonds(pairs, Cam.objects.all(), TODAY, 2026))
    html = render_to_string(
        "paper/parts/bonds.html",
        {"bonds": bonds(pairs, Cam.objects.all(), TODAY, 2026), "year": Quarter(2026, 3).year},
    )
    for words in ("En vigueur", "court jusqu’au", "0 sur 1 (État / CSRéf dit)", "pas de convention"):
        assert words in html, words
    said(due(cam, "Superviser le CSCOM"), "commune", "tenu")
    assert printed(bonds(pairs, Cam.objects.all(), TODAY, 2026)) != before

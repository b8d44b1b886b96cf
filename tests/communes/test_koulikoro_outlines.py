"""The outlines of the shipped région: every commune has its own, neighbours share the same line."""

import pytest

from communes.borders import outlines_of
from communes.models import Border, Commune
from communes.outlines import Ring, area_km2

pytestmark = [pytest.mark.usefixtures("koulikoro"), pytest.mark.django_db]


def steps(rings: list[Ring]) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    return {(a, b) for ring in rings for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)}


def test_every_commune_has_an_outline_of_its_known_area() -> None:
    communes = {commune.pk: commune for commune in Commune.objects.all()}
    found = outlines_of(list(communes)).rings
    assert {communes[pk].code for pk in found} == {c.code for c in communes.values()}
    assert len(found) == 108
    off = {
        commune.name: area_km2(found[pk]) / commune.area_km2
        for pk, commune in communes.items()
        if abs(area_km2(found[pk]) / commune.area_km2 - 1) > 0.03
    }
    assert off == {}


def test_neighbours_share_the_same_steps() -> None:
    """Each step of an outline is walked once, and back at most once, by the neighbour."""
    walked: dict[tuple[tuple[int, int], tuple[int, int]], int] = {}
    for pk, rings in outlines_of(list(Commune.objects.values_list("pk", flat=True))).rings.items():
        for step in steps(rings):
            assert step not in walked
            walked[step] = pk
    both = {tuple(sorted((pk, walked[b, a]))) for (a, b), pk in walked.items() if (b, a) in walked}
    told = Border.objects.exclude(left=None).exclude(right=None).values_list("left", "right")
    assert both == {tuple(sorted(pair)) for pair in told}
    assert len(both) > 250


def test_one_commune_alone_keeps_its_whole_outline() -> None:
    banamba = Commune.objects.get(code="ML020201")
    [alone] = outlines_of([banamba.pk]).rings.values()
    assert area_km2(alone) == pytest.approx(banamba.area_km2, rel=0.03)

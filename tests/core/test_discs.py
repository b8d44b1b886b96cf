"""The edge of discs together: on it nothing lies inside another disc, and nothing of it is left out."""

import re
from math import cos, dist, pi, sin

from hypothesis import given
from hypothesis import strategies as st

from core.discs import bare, edge

RADIUS = 10.0
COORDINATES = st.integers(-40, 40)
SPOTS = st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=12, unique=True)


@given(SPOTS)
def test_an_angle_is_bare_when_no_other_disc_covers_it(spots: list[tuple[int, int]]) -> None:
    for spot in spots:
        near = [other for other in spots if other != spot and dist(spot, other) < 2 * RADIUS]
        stretches = bare(spot, near, RADIUS)
        for i in range(90):
            angle = 2 * pi * (i + 0.37) / 90
            at = (spot[0] + RADIUS * cos(angle), spot[1] + RADIUS * sin(angle))
            nearest = min((dist(at, other) for other in near), default=2 * RADIUS)
            if abs(nearest - RADIUS) > 1e-6:
                inside = any(start <= angle <= end for start, end in stretches)
                assert inside == (nearest > RADIUS)


def test_one_disc_is_two_halves() -> None:
    assert edge([(20, 30)], 10) == "M30 30A10 10 0 0 1 10 30M10 30A10 10 0 0 1 30 30"


def test_a_disc_given_twice_is_drawn_once() -> None:
    assert edge([(20, 30), (20, 30)], 10) == edge([(20, 30)], 10)


def test_two_discs_that_overlap_lose_the_part_between_them() -> None:
    path = edge([(0, 0), (10, 0)], 10)
    assert len(re.findall("A", path)) == 3  # one of the left disc; the right one in two, at the angle zero
    assert "M10 0" not in path  # the right end of the left disc is covered


def test_no_disc_no_line() -> None:
    assert edge([], 10) == ""

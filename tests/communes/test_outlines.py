"""Outlines chained from shared borders: closed, whole, the same line for both neighbours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.outline_maker import borders
from communes.outlines import area_km2, inside, outlines, points_of, trace_of
from communes.projection import Projection, shape

# Two squares of a tenth of a degree, one above the other; 1 below, 2 above.
SHARED = (2, 1, "0 100 100 0")
BELOW = (1, None, "0 100 0 -100 100 0 0 100")
ABOVE = (2, None, "100 100 0 100 -100 0 0 -100")
POINTS = st.lists(st.tuples(st.integers(-180_000, 180_000), st.integers(-90_000, 90_000)), min_size=2)


@given(POINTS)
def test_a_line_is_written_and_read_back(points: list[tuple[int, int]]) -> None:
    assert points_of(trace_of(points)) == points


@pytest.mark.parametrize(
    ("trace", "words"),
    [
        ("", "nombres entiers"),
        ("1 2 x 4", "nombres entiers"),
        ("1 2", "au moins deux points"),
        ("1 2 3", "au moins deux points"),
        ("1 2 9999999999 4", "au moins deux points"),
        ("0 89000 0 2000", "sort de la Terre"),
    ],
)
def test_a_faulty_line_is_refused_in_words(trace: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        points_of(trace)


def test_two_neighbours_share_their_border_and_turn_left() -> None:
    found = outlines([SHARED, BELOW, ABOVE])
    assert sorted(found) == [1, 2]
    [below], [above] = found[1], found[2]
    assert set(below) == {(0, 0), (100, 0), (100, 100), (0, 100)}
    assert set(above) == {(0, 100), (100, 100), (100, 200), (0, 200)}
    # 11.12 km by 11.12 km, all but at the equator
    assert area_km2([below]) == pytest.approx(123.6, rel=1e-3)
    assert area_km2([above]) == pytest.approx(123.6, rel=1e-3)


def test_a_commune_whose_lines_do_not_close_has_no_outline() -> None:
    assert sorted(outlines([SHARED, BELOW])) == [1]


def test_a_commune_within_another_is_a_hole_of_it() -> None:
    around = (1, None, "0 0 300 0 0 300 -300 0 0 -300")
    within = (2, 1, "100 100 100 0 0 100 -100 0 0 -100")
    found = outlines([around, within])
    assert len(found[1]) == 2
    assert area_km2(found[1]) == pytest.approx(8 * area_km2(found[2]), rel=1e-3)


def test_a_name_stands_inside_even_of_a_crescent() -> None:
    crescent = tuple(points_of("0 0 300 0 0 300 -300 0 0 -50 250 0 0 -200 -250 0"))
    x, y = inside([crescent])
    assert not (0 < x < 250 and 50 < y < 250)
    assert 0 < x < 300
    assert 0 < y < 300


def test_a_topology_becomes_borders_with_a_left_and_a_right() -> None:
    """The same two squares, as a TopoJSON would tell them; the upper one turns the other way round."""
    topology = {
        "transform": {"scale": [0.001, 0.001], "translate": [0, 0]},
        "arcs": [
            [[0, 100], [100, 0]],
            [[0, 100], [0, -100], [100, 0], [0, 100]],
            [[100, 100], [0, 100], [-100, 0], [0, -100]],
        ],
        "objects": {
            "all": {
                "geometries": [
                    {"type": "Polygon", "arcs": [[1, ~0]], "properties": {"code": "B"}},
                    {"type": "Polygon", "arcs": [[~2, ~0]], "properties": {"code": "A"}},
                    {"type": None, "arcs": [], "properties": {"code": "C"}},
                ]
            }
        },
    }
    told = borders(topology, ["A", "B", "C"])
    assert sorted(told) == sorted([["A", "B", SHARED[2]], ["B", "", BELOW[2]], ["A", "", ABOVE[2]]])
    assert ["", "B", SHARED[2]] in borders(topology, ["B"])


def test_a_drawing_keeps_the_proportions_of_the_earth() -> None:
    flat = Projection.fitting([(-8, 12), (-6, 14)], (1000, 1300), 10)
    assert flat.width == 1000
    assert flat.at(-8, 14) == pytest.approx((10, 10))
    (ax, _), (bx, _) = flat.at(-7, 13), flat.at(-6, 13)
    # At 13° a degree of longitude is 108.3 km
    assert (bx - ax) / flat.unit == pytest.approx(108.3, abs=0.2)
    assert flat.bar_km == 50
    assert flat.holds(-8.1, 12, km=20)
    assert not flat.holds(-8.2, 12)


def test_steps_smaller_than_a_unit_are_left_out() -> None:
    assert shape([[(0, 0), (0.2, 0.3), (10, 0), (10, -5)]]) == "M0 0l10 0 0-5z"
    assert shape([[(0, 0), (0.2, 0.3)]]) == ""

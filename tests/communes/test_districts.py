"""A commune belongs to the nearest CSRéf of its cercle."""

from communes.districts import Csref, district_of

NORTH = Csref("north", "C1", "R", 14.0, -7.0)
SOUTH = Csref("south", "C1", "R", 12.0, -7.0)
OTHER = Csref("other", "C2", "R", 13.4, -7.0)


def test_the_nearest_of_the_cercle_even_when_another_is_nearer() -> None:
    assert district_of("C1", "R", (13.3, -7.0), [SOUTH, OTHER, NORTH]) == "north"


def test_a_cercle_without_one_takes_the_nearest_of_the_region() -> None:
    assert district_of("C3", "R", (12.1, -7.0), [NORTH, OTHER, SOUTH]) == "south"
    assert district_of("C3", "elsewhere", (12.1, -7.0), [NORTH]) is None


def test_without_coordinates_the_first_by_code() -> None:
    assert district_of("C1", "R", (None, None), [SOUTH, NORTH]) == "north"
    assert district_of("C1", "R", (12.0, -7.0), [Csref("a", "C1", "R", None, None), SOUTH]) == "south"

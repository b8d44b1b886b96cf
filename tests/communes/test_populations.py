"""Growth and coefficients: the figures every rate is divided by."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.models import Coefficient, Population, Region
from communes.populations import (
    base_for,
    coefficient_rows,
    coefficients,
    in_year,
    largest_remainder,
    projected,
)

RATE = Decimal("0.0216")


@pytest.mark.parametrize(
    ("base", "year", "expected"),
    [
        (10_000, 2009, 10_000),
        (10_000, 2010, 10_216),
        (10_000, 2008, 9_789),
        (2_422_108, 2022, 3_197_754),  # counted: 3 199 477
        (0, 2030, 0),
    ],
)
def test_projection(base: int, year: int, expected: int) -> None:
    assert projected(base, 2009, year, RATE) == expected


@given(st.integers(0, 3_000_000), st.integers(1990, 2050))
def test_no_growth_is_no_change(base: int, year: int) -> None:
    assert projected(base, 2009, year, Decimal(0)) == base


def test_the_figure_to_start_from() -> None:
    known = [Population(year=year, total=total) for year, total in ((2009, 100), (2020, 150), (2024, 170))]
    found = [base_for(known, year) for year in (2005, 2009, 2019, 2022, 2030)]
    assert [row.total for row in found if row] == [100, 100, 100, 150, 170]
    assert base_for([], 2020) is None
    assert in_year(known, 2020, RATE) == 150
    assert in_year([], 2020, RATE) is None


def test_nothing_to_share_by() -> None:
    with pytest.raises(ValueError, match="nothing to share"):
        largest_remainder({"a": Decimal(0)}, 10)


def test_a_tie_goes_to_the_lowest_key() -> None:
    thirds = {key: Decimal(1) / 3 for key in "cab"}
    assert largest_remainder(thirds, 10_000) == {"a": 3_334, "b": 3_333, "c": 3_333}


@pytest.fixture
def region(db: None) -> Region:
    made = Region.objects.create(code="R", name="Région")
    for place, year, share in (
        (None, 2009, "0.05"),
        (None, 2020, "0.048"),
        (made, 2015, "0.045"),
        (made, 2030, "0.04"),
    ):
        Coefficient.objects.create(
            key="FE", label="grossesses attendues", share=share, region=place, from_year=year, source="essai"
        )
    return made


@pytest.mark.parametrize(
    ("year", "of_the_region", "of_the_country"),
    [
        (2008, None, None),
        (2009, "0.05", "0.05"),
        (2016, "0.045", "0.05"),
        (2024, "0.045", "0.048"),
        (2031, "0.04", "0.048"),
    ],
)
def test_coefficients_of_a_year(
    region: Region, year: int, of_the_region: str | None, of_the_country: str | None
) -> None:
    for place, expected in ((region, of_the_region), (None, of_the_country)):
        found = coefficients(year, place)
        assert found.pop("POP") == 1
        assert found == ({"FE": Decimal(expected)} if expected else {})
        assert {row.key: row.share for row in coefficient_rows(year, place)} == found

"""How a chain reads: clipping, incoherence, the largest drop; for any values whatever."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitorage.chain import Chain, Found, chain_of
from monitorage.interventions import ORDER, Determinant, interventions

CPN = interventions()["cpn"]  # wholly computed
CURATIVE = interventions()["curatif"]  # its last two are samples
A, B, C, D, E = ORDER[1:]


def chain(*values: float | None) -> Chain:
    return chain_of(CPN, {d: Found(v) for d, v in zip(ORDER[1:], values, strict=True)})


def shown(found: Chain) -> list[float | None]:
    return [link.shown for link in found.links]


def test_the_example_of_the_field() -> None:
    """Pregnant women: 97 % available, 85 % near, 80 % came, 45 % four times, 40 % with all doses."""
    found = chain(97, 85, 80, 45, 40)
    assert shown(found) == [100, 97, 85, 80, 45, 40]
    assert found.bottleneck == Determinant.ADEQUATE
    assert found.link("adequate").drop == 35
    assert not any(link.incoherent for link in found.links)


def test_what_goes_beyond_is_clipped_raw_kept_and_said() -> None:
    found = chain(97, 85, 104.6, 45, 52)
    assert shown(found) == [100, 97, 85, 85, 45, 45]
    used, effective = found.link("utilisation"), found.link("effective")
    assert (used.raw, used.incoherent) == (104.6, True)
    assert (effective.raw, effective.incoherent) == (52, True)


def test_availability_may_stand_below_what_comes_after() -> None:
    found = chain(40, 85, 80, 75, 70)
    assert shown(found) == [100, 40, 85, 80, 75, 70]
    assert not found.link("accessibilite").incoherent
    assert (found.bottleneck, found.link("accessibilite").drop) == (Determinant.AVAILABLE, -45)


def test_of_equal_drops_the_earliest() -> None:
    assert chain(100, 80, 60, 40, 20).bottleneck == Determinant.ACCESSIBLE


@pytest.mark.parametrize("values", [(100, 100, 100, 100, 100), (None,) * 5])
def test_no_drop_no_bottleneck(values: tuple[float | None, ...]) -> None:
    assert chain(*values).bottleneck is None


def test_what_is_not_known_is_not_zero() -> None:
    found = chain(None, 90, None, 30, None)
    assert shown(found) == [100, None, 90, None, 30, None]
    assert (found.bottleneck, found.link("adequate").drop, found.missing) == (Determinant.ADEQUATE, 60, 3)


def test_what_the_room_says_goes_before_the_totals() -> None:
    found = chain_of(CPN, {A: Found(97, 60), B: Found(85), C: Found(80), D: Found(45), E: Found(None, 10)})
    assert shown(found) == [100, 60, 85, 80, 45, 10]


def test_a_sample_is_a_part_of_the_one_before() -> None:
    """80 % came; of thirty, 21 wholly treated (70 %), of whom 24 by the book (80 %): 56 %, then 44.8 %."""
    found = chain_of(
        CURATIVE, {A: Found(100), B: Found(100), C: Found(80), D: Found(entered=70), E: Found(entered=80)}
    )
    assert shown(found)[4:] == pytest.approx([56, 44.8])


percents = st.one_of(st.none(), st.floats(0, 300, allow_nan=False))
chains = st.fixed_dictionaries({d: st.builds(Found, percents) for d in ORDER[1:]})


@given(chains)
def test_any_chain_goes_down_and_stays_within_bounds(values: Mapping[str, Found]) -> None:
    found = chain_of(CPN, values)
    known = [link for link in found.links if link.shown is not None]
    for link in known:
        assert link.shown is not None and link.raw is not None  # noqa: PT018
        assert 0 <= link.shown <= min(100, link.raw)
        assert link.incoherent == (link.shown < link.raw - 1e-9)
    without = [link.shown for link in known if link.determinant != Determinant.AVAILABLE]
    assert without == sorted(without, reverse=True)  # type: ignore[type-var]


wholes = st.fixed_dictionaries({d: st.builds(Found, st.none() | st.integers(0, 300)) for d in ORDER[1:]})


@given(wholes)
def test_the_bottleneck_is_the_earliest_of_the_largest_drops(values: Mapping[str, Found]) -> None:
    """Reckoned again, apart: over neighbours that are known."""
    found = chain_of(CPN, values)
    known = [(link.determinant, link.shown) for link in found.links if link.shown is not None]
    drops = [(was - now, name) for (_, was), (name, now) in pairwise(known)]
    worst = max((drop for drop, _ in drops), default=0)
    expected = next((name for drop, name in drops if drop == worst), None) if worst > 0 else None
    assert found.bottleneck == expected

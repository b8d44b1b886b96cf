"""An indicator of ``cumul``: the year so far, whatever months are read."""

import pytest

from core.months import Month, Quarter
from monitoring.aggregates import figure, place_of, series, table
from monitoring.composing import WrongPart, read_indicator
from monitoring.models import Indicator, Period
from tests.cast import Cast
from tests.monitoring.test_aggregates import put
from tests.reporting import make_period

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
NAMES, GROUPS = frozenset({"P1", "P3", "CC_NC.lt1"}), frozenset({"POP", "E011"})


@pytest.fixture
def so_far(cast: Cast, october: Period) -> Cast:
    """Penta 3 against Penta 1 since January; 17, 20, 30 children in December, January, October."""
    Indicator.objects.filter(code="I29").update(numerator="cumul(P3)", denominator="cumul(P1)")
    Indicator.objects.filter(code="I27").update(numerator="cumul(P3)")
    aire = cast.territory.aire
    put(aire, make_period("2025-12"), {"P3.nd": 17, "P1.nd": 17})
    put(aire, make_period("2026-01"), {"P3.nd": 20, "P1.nd": 40})
    put(aire, october, {"P3.nd": 30, "P1.nd": 40})
    return cast


def test_a_month_is_read_with_those_before_it(so_far: Cast) -> None:
    place = place_of(so_far.territory.aire)
    found = figure("I29", place, [OCTOBER], "final")
    assert (found.value, found.received_text) == (62.5, "2 / 2")  # (20 + 30) ÷ (40 + 40)
    assert figure("I29", place, Quarter(2026, 1).months, "final").value == 50
    assert figure("I27", place, [OCTOBER], "final").value == pytest.approx(50 / 68 * 100)  # two months of 34
    assert figure("I29", place, [Month(2025, 12)], "final").value == 100


def test_the_curve_climbs_and_starts_again_in_january(so_far: Cast) -> None:
    place = place_of(so_far.territory.aire)
    months = Month(2025, 12).until(OCTOBER)
    curve = {p.month: p.value for p in series("I29", place, months, "final")}
    assert (curve[Month(2025, 12)], curve[Month(2026, 1)], curve[Month(2026, 5)]) == (100, 50, 50)
    assert curve[OCTOBER] == 62.5
    history = figure("I29", place, [OCTOBER], "final").history
    assert [p.value for p in history[-11:]] == [curve[m] for m in months]


def test_a_table_of_places_reads_it_too(so_far: Cast) -> None:
    aire = so_far.territory.aire
    assert table("I29", place_of(aire).kind, [aire.pk], [OCTOBER], "final")[aire.pk].value == 62.5


@pytest.mark.parametrize(
    ("above", "below", "part", "why"),
    [
        ("cumul(P3) + P1", "E011", "numerateur", "depuis janvier"),
        ("cumul(P3)", "P1", "denominateur", "depuis janvier"),
        ('cumul(P3) + cell("CC_NC.lt1")', "", "numerateur", "depuis janvier"),
        ("P3", "cumul(P1)", "numerateur", "depuis janvier"),
        ("cumul(P9)", "", "numerateur", "au caractère 7, .* n’est pas un code connu"),
        ("ou0(P3)", "", "numerateur", "règle de contrôle"),
        ("P3 / 2", "", "numerateur", "nombres entiers"),
        ("P3 +", "E011", "numerateur", "vers le caractère 5"),
        ("P3", "E011 + P1", "denominateur", "pas les deux"),
    ],
)
def test_what_cannot_be_an_indicator(above: str, below: str, part: str, why: str) -> None:
    with pytest.raises(WrongPart, match=why) as refused:
        read_indicator(above, below, NAMES, GROUPS)
    assert refused.value.part == part


def test_what_can() -> None:
    for above, below in (("cumul(P3)", "E011"), ("cumul(P1) - cumul(P3)", "cumul(P1)"), ("cumul(P1)", "")):
        numerator, _ = read_indicator(above, below, NAMES, GROUPS)
        assert numerator.since_january

"""The target of a place: its own, else that of what holds it; the latest year; the catalogue at the end."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.months import Month
from monitoring.aggregates import Place, figure, place_of, tables
from monitoring.models import Period, Target
from tests.cast import Cast
from tests.monitoring.test_aggregates import put

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)


def aim(low: float | None, year: int = 2026, high: float | None = None, **where: Any) -> Target:
    low_, high_ = (None if end is None else Decimal(end) for end in (low, high))
    return Target.objects.create(code="I13", from_year=year, low=low_, high=high_, source="DRS", **where)


def aimed(place: Place, months: list[Month] | None = None) -> tuple[str, str]:
    found = figure("I13", place, months or [OCTOBER], "final")
    return found.target_text.replace("\u202f", " "), found.target_whose


def test_the_closest_target_wins(cast: Cast, october: Period) -> None:
    t = cast.territory
    places = {
        name: place_of(getattr(t, name)) for name in ("aire", "second_aire", "host", "district", "cercle")
    }
    assert aimed(places["aire"]) == ("60 %", "")
    aim(70)
    assert {aimed(place) for place in places.values()} == {("70 %", "du pays")}
    aim(65, region=t.region)
    assert {aimed(place) for place in places.values()} == {("65 %", "de la région")}
    aim(55, district=t.district)
    assert {aimed(places[n]) for n in ("aire", "host", "district")} == {("55 %", "du district")}
    assert aimed(places["cercle"]) == ("65 %", "de la région")
    aim(50, aire=t.aire)
    assert aimed(places["aire"]) == ("50 %", "de l’aire")
    assert aimed(places["second_aire"]) == ("55 %", "du district")
    assert aimed(place_of(t.region)) == ("65 %", "de la région")


def test_a_target_holds_until_a_later_year_has_another(cast: Cast, october: Period) -> None:
    place = place_of(cast.territory.aire)
    aim(40, 2024)
    aim(90, 2027)
    assert aimed(place) == ("40 %", "du pays")
    assert aimed(place, [Month(2027, 1)]) == ("90 %", "du pays")
    assert aimed(place, [Month(2023, 12)]) == ("60 %", "")


def test_a_figure_is_judged_by_the_target_of_its_place(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"CPN4": 17})  # 40 %
    assert figure("I13", place_of(t.aire), [OCTOBER], "final").status == "far"
    aim(40, aire=t.aire)
    assert figure("I13", place_of(t.aire), [OCTOBER], "final").status == "ok"
    table = tables(["I13"], place_of(t.aire).kind, [t.aire.pk, t.second_aire.pk], [OCTOBER], "final")["I13"]
    assert [table[a.pk].target for a in (t.aire, t.second_aire)] == [40, 60]


def test_queries_do_not_grow_with_targets(cast: Cast, october: Period) -> None:
    t = cast.territory
    ids = [t.aire.pk, t.second_aire.pk]
    for where in ({"region": t.region}, {"district": t.district}, {"aire": t.aire}, {"aire": t.second_aire}):
        aim(50, **where)
    for _ in range(2):  # the catalogue is kept from the first on
        with CaptureQueriesContext(connection) as asked:
            tables(["I13", "I27"], place_of(t.aire).kind, ids, [OCTOBER], "final")
    assert len(asked) == 4


@pytest.mark.parametrize(
    ("says", "name"),
    [
        ({"low": None}, "target_said"),
        ({"low": 50, "high": 40}, "target_ends"),
        ({"low": 50, "year": 1900}, "target_year"),
    ],
)
def test_what_the_database_refuses(cast: Cast, says: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        aim(**says)


def test_one_target_a_place_and_a_year(cast: Cast) -> None:
    t = cast.territory
    wheres: list[dict[str, Any]] = [{}, {"region": t.region}, {"district": t.district}, {"aire": t.aire}]
    for where in wheres:
        aim(50, **where)
        with pytest.raises(IntegrityError), transaction.atomic():
            aim(60, **where)
    with pytest.raises(IntegrityError, match="target_one_place"), transaction.atomic():
        aim(50, 2030, region=t.region, aire=t.aire)

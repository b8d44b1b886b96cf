"""What the twelve months before say, reckoned by hand."""

from collections.abc import Mapping

import pytest

from core.months import Month
from monitoring.enums import ReportState
from monitoring.form import Form, Value
from monitoring.models import MonthlyReport, Period
from monitoring.past import Past, load_past
from monitoring.periods import open_months
from tests.cast import Cast

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)


def declared(
    cast: Cast, values: Mapping[Month, Mapping[str, Value]], state: str = ReportState.VALIDATED
) -> None:
    open_months(values)
    for month, cells in values.items():
        period = Period.objects.get(year=month.year, month=month.number)
        MonthlyReport.objects.create(
            aire=cast.territory.aire,
            period=period,
            values=dict(cells),
            state=state,
            declared_at=f"{period.due_on}T10:00:00Z",
            validated_at=f"{period.due_on}T11:00:00Z",
        )


def past_of(cast: Cast, form: Form) -> Past:
    return load_past(cast.territory.aire.pk, OCTOBER, form)


def test_the_year_to_date_begins_in_january_and_stops_before_this_month(
    cast: Cast, form: Form, october: Period
) -> None:
    cells: dict[Month, dict[str, Value]] = {
        Month(2025, 9): {"CPN4": 1000},
        Month(2025, 10): {"CPN4": 40},
        Month(2025, 12): {"CPN4": 500},
        Month(2026, 1): {"CPN4": 7},
        Month(2026, 8): {"CPN4": "NA"},
        Month(2026, 9): {"CPN4": 11},
    }
    declared(cast, cells)
    past = past_of(cast, form)
    assert (past.year_to_date("CPN4"), past.last("CPN4"), past.year_ago("CPN4")) == (18, 11, 40)
    assert [value for _, value in past.series("CPN4")] == [40, None, 500, 7, *[None] * 6, "NA", 11]


def test_a_total_is_known_when_every_cell_of_it_is(cast: Cast, form: Form, october: Period) -> None:
    declared(cast, {Month(2026, 9): {"NV.M": 4, "NV.F": 6}, Month(2026, 8): {"NV.M": 3}})
    past = past_of(cast, form)
    assert (past.last("NV"), past.year_to_date("NV"), past.year_to_date("NV.M")) == (10, 10, 7)


def test_the_usual_range_is_the_mean_and_three_deviations(cast: Cast, form: Form, october: Period) -> None:
    numbers = [20, 24, 22, 18, 26, 22]  # mean 22, sum of squares 40, sample deviation √8
    declared(cast, {Month(2026, 4 + at): {"BCG.fixe": number} for at, number in enumerate(numbers)})
    spread = past_of(cast, form).spread("BCG.fixe")
    assert (spread.n, spread.mean, spread.deviation) == (6, 22.0, 2.83)
    assert spread.usual == (14, 30)
    assert past_of(cast, form).spread("BCG.avancee").usual is None


def test_what_was_not_declared_is_not_the_past(cast: Cast, form: Form, october: Period) -> None:
    declared(cast, {Month(2026, 9): {"CPN4": 9}}, ReportState.DRAFT)
    assert past_of(cast, form).facts(["CPN4"]) == {}


def test_facts_are_plain_numbers_for_the_device(cast: Cast, form: Form, october: Period) -> None:
    declared(cast, {Month(2025, 10): {"CPN4": 5}, Month(2026, 9): {"CPN4": 9}})
    assert past_of(cast, form).facts(["CPN4", "CPN3"]) == {"CPN4": (2, 7.0, 2.83, 9, 5, 9)}

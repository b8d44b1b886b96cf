"""Six validated reports of the first aire, from January to June 2026; the day is 20 July."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import pytest
import time_machine

from core.months import Month, Semester
from monitorage.models import Session
from monitorage.sessions import prepare
from monitoring.enums import ReportState
from monitoring.form import Value, load_form
from monitoring.models import MonthlyReport, Period
from monitoring.totals import rebuild
from tests.cast import Cast
from tests.reporting import good_values, make_period

NOW = "2026-07-20T10:00:00+00:00"
SEMESTER = Semester(2026, 1)
Changes = Mapping[int, Mapping[str, Value | None]]  # month → cells that differ; None: vide
Send = Callable[..., None]


@pytest.fixture(autouse=True)
def july() -> Iterator[time_machine.Traveller]:
    """Monday 20 July 2026."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def send(catalogue: None, everybody: Cast) -> Send:
    """``send({2: {"CPN4": 5}})``: every month as ``good_values``, all validated but for ``not_yet``."""

    def sent(changes: Changes | None = None, *, not_yet: tuple[int, ...] = ()) -> None:
        for month in SEMESTER.months:
            period = make_period(month.code)
            values = {**good_values(load_form(period.starts_on)), **(changes or {}).get(month.number, {})}
            _report(everybody, period, values, validated=month.number not in not_yet)
        rebuild()

    return sent


def _report(cast: Cast, period: Period, values: Mapping[str, Value | None], *, validated: bool) -> None:
    after: Month = period.calendar + 1
    at = datetime(after.year, after.number, 3, 9, tzinfo=UTC)
    MonthlyReport.objects.create(
        aire=cast.territory.aire,
        period=period,
        state=ReportState.VALIDATED if validated else ReportState.COMPLETE,
        values={key: value for key, value in values.items() if value is not None},
        first_declared_at=at,
        declared_at=at,
        validated_at=at if validated else None,
    )


@pytest.fixture
def session(send: Send, everybody: Cast) -> Session:
    """Prepared by Awa, from six validated months."""
    send()
    return prepare(everybody.territory.aire, SEMESTER, everybody.scope_of("awa"))

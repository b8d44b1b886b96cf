"""A small story for the pages of figures: three months due, one aire shared 60/40, sums done by hand.

On 20 October 2026, Penta 3 by aire and month (children of 0 to 11 months expected: 34 and 17 a month):

=============  =======  ==========  =========
               July     August      September
=============  =======  ==========  =========
first aire     30 (V)   33 (V)      nothing
second aire    18 (V)   25 (to be   17 (V)
                        validated)
=============  =======  ==========  =========
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from cscom.models import Aire
from monitoring.enums import ReportState
from monitoring.models import MonthlyReport, Period
from monitoring.totals import rebuild
from tests.cast import Cast
from tests.reporting import make_period
from tests.territory import SmallTerritory

NOW = "2026-10-20T10:00:00+00:00"
PENTA3 = "I27"
V, C, R = ReportState.VALIDATED, ReportState.COMPLETE, ReportState.RETURNED


@pytest.fixture
def mid_october() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def story(mid_october: None, catalogue: None, territory: SmallTerritory, everybody: Cast) -> Cast:
    months = {code: make_period(code) for code in ("2026-07", "2026-08", "2026-09", "2026-10")}
    send(territory.aire, months["2026-07"], 30, V)
    send(territory.aire, months["2026-08"], 33, V)
    send(territory.second_aire, months["2026-07"], 18, V, day=20)
    send(territory.second_aire, months["2026-08"], 25, C)
    send(territory.second_aire, months["2026-09"], 17, V)
    rebuild()
    return everybody


def send(aire: Aire, period: Period, penta3: int, state: ReportState, *, day: int = 3) -> MonthlyReport:
    """A report as it stands in the database; declared on ``day`` of the month after."""
    after = period.calendar + 1
    at = datetime(after.year, after.number, day, 9, tzinfo=UTC)
    return MonthlyReport.objects.create(
        aire=aire,
        period=period,
        state=state,
        values={"P3.fixe": penta3 - 5, "P3.avancee": 5},
        first_declared_at=at,
        declared_at=at,
        validated_at=at if state == V else None,
    )

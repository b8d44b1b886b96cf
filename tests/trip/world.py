"""Three aires in two communes, and what stood there before Kadia typed: every sum can be done by hand.

Third quarter of 2025, children who received Penta 3, of the children under one year expected in a month
(population × 0.04 / 12):

=================  ==========  ============  ========  =====================  ===================
aire               population  expected      July      September              shares
=================  ==========  ============  ========  =====================  ===================
Samakélé               10 000  400 / 12                20, typed in the test  Banamba 60,
                                                                              Ben Kadi 40
Banamba Central         5 000  200 / 12      15 (V)                           Banamba 100
Doubabougou             8 000  320 / 12      24 (V)                           Ben Kadi 100
=================  ==========  ============  ========  =====================  ===================
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from communes.models import Commune
from core.months import Quarter
from cscom.models import Aire, AirePopulation, CommuneShare, Cscom
from monitoring.enums import ReportState
from monitoring.form import Value, load_form
from monitoring.loading import load_catalogue
from monitoring.models import MonthlyReport, Period
from monitoring.totals import open_period, rebuild
from tests.cast import Cast, cast
from tests.reporting import good_values, make_period
from tests.territory import SINCE, SOURCE, small_territory
from tests.trip.browser import Browser

NOW = "2025-10-06T10:00:00+00:00"  # the day after September was due: pages speak of the whole quarter
QUARTER = Quarter(2025, 3)
PENTA3 = "I27"
# Receipts of one month: an amount that no other place may read.
AMOUNT_BANAMBA, AMOUNT_DOUBABOUGOU = 7_654_321, 9_876_543


@dataclass(frozen=True)
class World:
    """Who and where, and what was reported before."""

    cast: Cast
    third: Aire
    july: Period
    september: Period
    before: dict[int, dict[str, Value]]  # values by aire, July
    browsers: dict[str, Browser] = field(default_factory=dict)


def make_world() -> World:
    """Everything but the month that the test types; totals rebuilt."""
    load_catalogue()
    everybody = cast(small_territory())
    neighbour = everybody.territory.neighbour
    third = _aire("ML02-CSCOM-3", "Doubabougou", neighbour, 8_000)
    july, august, september = (make_period(month.code) for month in QUARTER.months)
    second = everybody.territory.second_aire
    good = good_values(load_form(july.starts_on))
    before = {
        second.pk: good | {"P3.fixe": 10, "P3.avancee": 5, "REC_ACT": AMOUNT_BANAMBA},
        third.pk: good | {"P1.fixe": 20, "P3.fixe": 14, "P3.avancee": 10, "REC_ACT": AMOUNT_DOUBABOUGOU},
    }
    for aire in (second, third):
        _validated(aire, july, before[aire.pk])
    for period in (july, august, september):
        open_period(period)
    rebuild()
    return World(everybody, third, july, september, before)


def _aire(code: str, name: str, commune: Commune, population: int) -> Aire:
    """An aire that lies wholly in its commune."""
    aire = Aire.objects.create(code=code, name=name, host_commune=commune, district=commune.district)
    Cscom.objects.create(code=code, name=name, aire=aire, latitude=13.7, longitude=-7.6, source=SOURCE)
    AirePopulation.objects.create(aire=aire, year=2025, total=population, source=SOURCE, estimated=True)
    CommuneShare.objects.create(aire=aire, commune=commune, share=10_000, starts_on=SINCE)
    return aire


def _validated(aire: Aire, period: Period, values: dict[str, Value]) -> None:
    """As the circuit leaves it."""
    at = datetime(2025, 8, 3, 9, tzinfo=UTC)
    MonthlyReport.objects.create(
        aire=aire,
        period=period,
        values=values,
        state=ReportState.VALIDATED,
        version=4,
        first_declared_at=at,
        declared_at=at,
        validated_at=at,
    )

"""What a new formula would give, before it is written: from the reports of one month, in one région."""

from dataclasses import dataclass

from communes.models import Region
from cscom.models import Aire
from monitoring.enums import COUNTED
from monitoring.form import load_form
from monitoring.indicators import Kind, LoadedIndicator, load_line
from monitoring.models import Indicator, MonthlyReport, Period
from monitoring.within import sums_of, targets_by_aire


@dataclass(frozen=True, slots=True)
class Effect:
    """``value`` None: nothing to divide by, or no report; ``n`` reports had all the figures it needs."""

    value: float | None
    n: int
    reports: int


def effect(row: Indicator, region: Region, period: Period) -> Effect | None:
    """The indicator over the reports declared in ``period``, provisional ones too (five queries).

    None for what counts reports, for a state of a day, and for the year so far: no month of reports tells it.
    """
    form = load_form(period.starts_on)
    indicator = load_line(row, form)
    if indicator is None or indicator.kind in (Kind.COUNTS, Kind.STATE) or indicator.since_january:
        return None
    reports = MonthlyReport.objects.filter(
        period=period, state__in=COUNTED, aire__host_commune__cercle__region=region
    ).values_list("aire", "values")
    people = _people(indicator, region, period)
    above, below, n, count = 0.0, 0.0, 0, 0
    for aire, values in reports:
        count += 1
        both = sums_of(indicator, form, values, period, people.get(aire, {}))
        if both is not None:
            above, below, n = above + both[0], below + both[1], n + 1
    if indicator.denominator is None:
        below = 1
    value = above / below * row.multiplier if n and below else None
    return Effect(value, n, count)


def _people(indicator: LoadedIndicator, region: Region, period: Period) -> dict[int, dict[str, float]]:
    if indicator.kind != Kind.POPULATION:
        return {}
    aires = Aire.objects.filter(host_commune__cercle__region=region)
    return {pk: dict(targets) for pk, targets in targets_by_aire(aires, period.year).items()}

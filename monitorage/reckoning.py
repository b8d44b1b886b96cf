"""What the totals, the villages say of each determinant of an aire over a semester: validated reports only.

A month whose report does not tell everything a formula needs leaves both sides; how many stayed is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from core.access import PlaceKind
from core.months import Month, Semester
from cscom.census import of_villages
from cscom.models import Aire, VillageAire
from monitorage.interventions import Intervention, Mode, Step
from monitoring import aggregates
from monitoring.aggregates import Expected, MonthCells, Place
from monitoring.recent import opened_among

PERCENT = 100.0
WHOLE = 6  # months of a semester
Reckoned = Mapping[tuple[str, str], "Share"]  # (intervention, determinant) → what was found


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; ``months``: how many it stands for (six for what does not come from reports)."""

    above: float
    below: float
    months: int

    @property
    def percent(self) -> float:
        return self.above / self.below * PERCENT


@dataclass(frozen=True, slots=True)
class Semestrial:
    """Everything the reckoning of one semester gave; ``months``: those whose report was validated."""

    shares: Reckoned
    months: int


def reckon(aire: Aire, semester: Semester, chains: Mapping[str, Intervention]) -> Semestrial:
    """Every computed determinant; what cannot be (nothing validated, nobody to count) is absent."""
    months, place = semester.months, Place(PlaceKind.AIRE, aire.pk)
    codes = {code for chain in chains.values() for step in chain.steps for code in step.codes}
    cells = aggregates.month_cells(place, months, "final", sorted(codes))
    days = {month: period.days for month, period in opened_among(months).items()}
    expected, people = Expected(aire.pk), _people_by_distance(aire, semester)
    found: dict[tuple[str, str], Share] = {}
    for chain in chains.values():
        for step in chain.steps:
            share: Share | None = None
            if step.mode == Mode.TOTALS:
                share = _of_totals(step, chain, cells, expected)
            elif step.mode == Mode.OUT_OF_STOCK:
                share = _of_days(step, cells, days)
            elif step.mode == Mode.DISTANCE:
                share = _of_distance(step, people)
            if share:
                found[chain.code, step.determinant] = share
    return Semestrial(found, sum(1 for cell in cells if cell.validated))


def _telling(step: Step, cells: Sequence[MonthCells]) -> list[MonthCells]:
    """The months that tell every code the step needs."""
    return [month for month in cells if all(code in month.cells for code in step.codes)]


def _of_totals(
    step: Step, chain: Intervention, cells: Sequence[MonthCells], expected: Expected
) -> Share | None:
    """Σ of the months that tell, over the target of the same months."""
    telling = _telling(step, cells)
    below = expected.over(chain.group, [month.month for month in telling])
    if not below:
        return None
    sums = {code: sum(month.cells[code][0] for month in telling) for code in step.codes}
    above = step.formula.value(sums, {})
    return None if above is None else Share(float(above), below, len(telling))


def _of_days(step: Step, cells: Sequence[MonthCells], days: Mapping[Month, int]) -> Share | None:
    """Days when nothing lacked: each month loses those of what lacked longest."""
    telling = [month for month in _telling(step, cells) if month.month in days]
    below = sum(days[month.month] for month in telling)
    if not below:
        return None
    lost = sum(min(max(month.cells[code][0] for code in step.codes), days[month.month]) for month in telling)
    return Share(float(below - lost), float(below), len(telling))


def _of_distance(step: Step, people: Sequence[tuple[float, int]]) -> Share | None:
    """Inhabitants of villages at so many kilometres or nearer, over those of villages of known distance."""
    below = sum(total for _, total in people)
    near = sum(total for kilometres, total in people if kilometres <= float(step.reckoning))
    return Share(float(near), float(below), WHOLE) if below else None


def _people_by_distance(aire: Aire, semester: Semester) -> list[tuple[float, int]]:
    """Kilometres to the CSCOM, inhabitants: of each village on the last day of the semester. Two queries."""
    day = semester.last_day
    links = list(
        VillageAire.objects.filter(aire=aire, distance_km__isnull=False, starts_on__lte=day)
        .filter(Q(ends_on=None) | Q(ends_on__gt=day))
        .select_related("village__commune__cercle")
    )
    people = of_villages([link.village for link in links], semester.year)
    found = [(link.distance_km or 0.0, people[link.village_id]) for link in links]
    return [(kilometres, inhabitants.total) for kilometres, inhabitants in found if inhabitants]

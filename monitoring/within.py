"""Indicators of one report, reckoned from its own figures as totals reckon them from many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core import formats
from core.access import PlaceKind
from core.memo import once
from cscom.models import Aire
from cscom.shares import aire_populations
from monitoring.form import Form, FormSection, Values, operands
from monitoring.formula import of_one_report
from monitoring.indicators import Kind, LoadedIndicator
from monitoring.measure import TargetGroups
from monitoring.models import Period
from monitoring.places import Place

MONTHS = 12
Targets = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """An indicator under its section. ``value`` None: a figure it needs is missing."""

    indicator: LoadedIndicator
    value: float | None

    @property
    def text(self) -> str:
        """« 87 % », « — »."""
        if self.value is None:
            return "—"
        row = self.indicator.row
        number = formats.number(self.value, row.decimals)
        return f"{number}{formats.HARD}{row.unit}" if row.unit else number


@once
def targets_of(aire: Aire, year: int) -> Targets:
    """Key → people of the target group in one year (POP: everybody); empty without a population."""
    return targets_by_aire([aire], year)[aire.pk]


def targets_by_aire(aires: Iterable[Aire], year: int) -> dict[int, Targets]:
    """The same for several aires, by their number (two queries)."""
    aires = list(aires)
    places = {aire.pk: Place(PlaceKind.AIRE, aire.pk) for aire in aires}
    groups = TargetGroups(list(places.values()))
    return {
        pk: {} if total is None else {k: total * share for k, share in groups.of(places[pk], year).items()}
        for pk, total in aire_populations(aires, year).items()
    }


def value_of(
    indicator: LoadedIndicator, form: Form, values: Values, period: Period, targets: Targets
) -> float | None:
    """The value for one month of one aire; None: a figure is missing, or there is nothing to divide by."""
    both = sums_of(indicator, form, values, period, targets)
    if both is None or not both[1]:
        return None
    return both[0] / both[1] * indicator.row.multiplier


def sums_of(
    indicator: LoadedIndicator, form: Form, values: Values, period: Period, targets: Targets
) -> tuple[float, float] | None:
    """What one report brings above and below; a target group counts for a twelfth. None: a figure is missing.

    Of an indicator without denominator, below is 1.
    """
    names = operands(form, values, indicator.numerator.uses)
    above = indicator.numerator.value(names, of_one_report(period.days, names))
    if above is None or indicator.kind == Kind.COUNTS:
        return None
    if indicator.denominator is None:
        return above, 1
    under = {**targets, **operands(form, values, indicator.denominator.uses)}
    below = indicator.denominator.value(under, of_one_report(period.days, under))
    if below is None:
        return None
    return above, below / MONTHS if indicator.kind == Kind.POPULATION else below


def section_of(indicator: LoadedIndicator, form: Form) -> str:
    """The section whose form shows it: the first one its numerator speaks of.

    "" for counts of reports, for the year so far, and for what the month does not ask whole.
    """
    if indicator.since_january:
        return ""
    elements = [form.elements.get(name.partition(".")[0]) for name in indicator.numerator.uses]
    if None in elements:
        return ""
    codes = {element.cells[0].section for element in elements if element}
    return next((section.code for section in form.sections if section.code in codes), "")


def reckoned(
    section: FormSection,
    form: Form,
    values: Values,
    period: Period,
    indicators: Iterable[LoadedIndicator],
    targets: Targets,
) -> list[Reckoned]:
    """What the form shows under one section."""
    mine = (i for i in indicators if section_of(i, form) == section.code)
    return [Reckoned(i, value_of(i, form, values, period, targets)) for i in mine]

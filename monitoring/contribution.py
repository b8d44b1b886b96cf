"""What one report brings to the totals of the places it belongs to."""

from collections.abc import Iterable

from monitoring.form import Form, Values, load_form, operands
from monitoring.formula import of_one_report
from monitoring.indicators import Kind, LoadedIndicator, indicators_on, stored_only
from monitoring.models import Period

Sums = dict[str, int]


class Recipe:
    """How the values of a report become sums, in one month: made once, used for every report of the month."""

    def __init__(self, form: Form, indicators: Iterable[LoadedIndicator], days: int) -> None:
        self.form = form
        self.days = days
        self.several = tuple(element for element in form.elements.values() if element.unsplit)
        self.composed = stored_only(indicators)
        formulas = [f for i in self.composed for f in (i.numerator, i.denominator) if f]
        self.prefixes = frozenset(name for f in formulas for name in f.uses if "." in name)

    @classmethod
    def of(cls, period: Period) -> "Recipe":
        """The recipe of a month, from the catalogue in force on its first day (two queries)."""
        day = period.starts_on
        return cls(load_form(day), indicators_on(day).values(), period.days)

    def sums(self, values: Values) -> Sums:
        """Cells, then elements with several cells, then indicators made of several elements."""
        found: Sums = {
            key: value for key, value in values.items() if isinstance(value, int) and key in self.form.cells
        }
        for element in self.several:
            total = element.total(values)
            if isinstance(total, int):
                found[element.code] = total
        # Totals are already there; what is left to add up are prefixes of cells.
        names = found | operands(self.form, values, self.prefixes)
        functions = of_one_report(self.days, names)
        for indicator in self.composed:
            above = indicator.numerator.value(names, functions)
            if above is None:
                continue
            if indicator.kind == Kind.REPORTS and indicator.denominator:
                below = indicator.denominator.value(names, functions)
                if below is None:
                    continue
                found[indicator.below] = int(below)
            found[indicator.key] = int(above)
        return found

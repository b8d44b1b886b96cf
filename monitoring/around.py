"""What a report is compared with beside itself: its aire's past, the people it serves, what was declared."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone

from monitoring.enums import Each, ValueType
from monitoring.form import Form, FormSection, Values, added, missing, operands
from monitoring.formula import Number, Told
from monitoring.indicators import LoadedIndicator
from monitoring.models import Period
from monitoring.past import Past
from monitoring.sheet import capital
from monitoring.within import Targets, value_of

TYPES = {Each.COUNT: ValueType.INTEGER, Each.AMOUNT: ValueType.MONEY}
DEATHS = "DM"  # the maternal deaths that a report counts
MEETINGS = "CG_TEN"  # the meetings of the comité de gestion that it counts


@dataclass(frozen=True)
class Around:
    """``past`` None: not looked at, the rules that need it say nothing. So for the others.

    ``targets`` is asked only when a coverage has a number; ``deaths``: declarations that stand; ``minuted``:
    meetings of the month that have their minutes.
    """

    past: Past | None = None
    coverages: Iterable[LoadedIndicator] = ()
    targets: Callable[[], Targets] = field(default=dict)
    deaths: int | None = None
    minuted: int | None = None
    today: date = field(default_factory=timezone.localdate)


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a rule is repeated over: its code, its name, what is told of it, the cells to look at.

    ``keys`` empty: the cells of ``uses``, else those that the rule names.
    """

    code: str
    name: str
    told: Mapping[str, Number | None]
    keys: tuple[str, ...] = ()
    uses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ground:
    """One report on which rules are tried."""

    form: Form
    values: Values
    period: Period
    around: Around

    def names(self, uses: Iterable[str]) -> dict[str, int]:
        """The codes that have a number here."""
        return operands(self.form, self.values, uses)

    @cached_property
    def functions(self) -> Mapping[str, Told]:
        """What formulas may ask of the report as a whole."""
        past, days = self.around.past, self.around.today - self.period.ends_on
        return {
            "mois": 1,
            "jours": self.period.days,
            "annee": past.year if past else None,
            "ou0": lambda code: self._number(code) or 0,
            "cumul": self._since_january,
            "precedent": lambda code: past.last(code) if past else None,
            "deces_declares": self.around.deaths,
            "jours_passes": days.days,
            "reunions_pv": self.around.minuted,
        }

    def subjects(self, each: Each) -> tuple[Subject, ...]:
        """All that a rule is repeated over, with a number."""
        if each not in self._subjects:
            self._subjects[each] = tuple(self._made(each))
        return self._subjects[each]

    @cached_property
    def _subjects(self) -> dict[Each, tuple[Subject, ...]]:
        return {}

    def _number(self, code: str) -> int | None:
        value = self.form.sum_of(code, self.values) if self.form.knows(code) else None
        return value if isinstance(value, int) else None

    def _since_january(self, code: str) -> int | None:
        number, past = self._number(code), self.around.past
        return None if number is None or past is None else number + past.year_to_date(code)

    @cached_property
    def _targets(self) -> Targets:
        return self.around.targets()

    def keys(self, uses: Iterable[str]) -> tuple[str, ...]:
        """The filled cells of what is named."""
        return self._filled(key for key in self.form.cells if begins(key, uses))

    def _made(self, each: Each) -> Iterator[Subject]:
        if each == Each.ONCE:
            return iter([Subject("", "", {})])
        if each in TYPES:
            return self._elements(TYPES[each])
        return self._sections() if each == Each.SECTION else self._coverages()

    def _elements(self, kind: ValueType) -> Iterator[Subject]:
        for element in self.form.elements.values():
            total = element.total(self.values) if element.type == kind else None
            if not isinstance(total, int):
                continue
            past = self.around.past
            n, mean, deviation, _, year_ago, _ = (past and past.fact(element.code)) or (None,) * 6
            detail = added(self.values, element.keys)
            told = {"nombre": n, "moyenne": mean, "ecart_type": deviation, "an_passe": year_ago}
            told |= {"x": total, "detail": detail if isinstance(detail, int) else None}
            yield Subject(element.code, capital(element.label), told, self._filled(element.keys))

    def _sections(self) -> Iterator[Subject]:
        for section in self.form.sections:
            total = self._sum(section)
            if total is not None:
                least = self.around.past.least(section) if self.around.past else None
                keys = self._filled(cell.key for cell in section.cells)
                told = {"x": total, "trois_mois": least}
                yield Subject(section.code, f"{section.order} {section.name}", told, keys)

    def _sum(self, section: FormSection) -> int | None:
        """Of all its numbers; None as long as a compulsory cell of it is empty."""
        numbers = [n for cell in section.cells if isinstance(n := self.values.get(cell.key), int)]
        return sum(numbers) if numbers and not missing(section, self.values) else None

    def _coverages(self) -> Iterator[Subject]:
        for one in self.around.coverages:
            uses = one.numerator.uses
            if len(self.names(uses)) < len(uses):
                continue
            value = value_of(one, self.form, self.values, self.period, self._targets)
            if value is not None:
                name = one.row.short or one.row.label
                yield Subject(one.code, name, {"x": value}, uses=uses)

    def _filled(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for key in keys if key in self.values)


def begins(key: str, names: Iterable[str]) -> bool:
    """Is this cell one of an element or of a prefix that is named?"""
    return any(key == name or key.startswith(f"{name}.") for name in names)

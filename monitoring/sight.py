"""A report as one reader may see it: the sections of their mandate, the figures they may know."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import Http404

from core.access import Action, Scope
from monitoring.entry import ENTER
from monitoring.enums import ReportState, SectionKind
from monitoring.form import Form, FormSection, Value, filled, load_form
from monitoring.models import MonthlyReport

SEE = {SectionKind.CLINICAL: Action.CLINICAL_SEE, SectionKind.MANAGEMENT: Action.MANAGEMENT_SEE}
SIGN = {SectionKind.CLINICAL: Action.CLINICAL_SIGN, SectionKind.MANAGEMENT: Action.MANAGEMENT_SIGN}


@dataclass(frozen=True)
class Sight:
    """What ``scope`` sees of ``report``. ``values`` holds nothing of the sections out of sight.

    Who may not know provisional figures gets the values once the report is validated; before, ``veiled``.
    """

    report: MonthlyReport
    scope: Scope
    form: Form  # the whole form
    sections: tuple[FormSection, ...]
    values: dict[str, Value]
    veiled: bool

    @property
    def seen_form(self) -> Form:
        """The form cut to the sections in sight."""
        return replace(self.form, sections=self.sections)

    @property
    def whole(self) -> bool:
        return len(self.sections) == len(self.form.sections)

    def section(self, code: str) -> FormSection:
        """A section in sight; raises 404."""
        found = next((s for s in self.sections if s.code == code), None)
        if found is None:
            raise Http404
        return found

    def after(self, section: FormSection) -> FormSection | None:
        """The next section of the paper."""
        place = self.sections.index(section) + 1
        return self.sections[place] if place < len(self.sections) else None

    def may_enter_somewhere(self) -> bool:
        where = self.report.where()
        return any(self.scope.may(action, where) for action in ENTER.values())

    def renewed(self, report: MonthlyReport) -> "Sight":
        """The same reader before the report as it now is: no query."""
        report.aire, report.period = self.report.aire, self.report.period
        return _cut(report, self.scope, self.form)

    def filled(self) -> tuple[int, int]:
        return filled(self.seen_form, self.values)


def sight_of(report: MonthlyReport, scope: Scope) -> Sight:
    """Cut the report to what this reader may see: two queries, the form’s."""
    return _cut(report, scope, load_form(report.period.starts_on))


def sights_of(reports: Iterable[MonthlyReport], scope: Scope, form: Form) -> list[Sight]:
    """The reports of one month, the form of which was read once: no query when they are located."""
    return [_cut(report, scope, form) for report in reports]


def _cut(report: MonthlyReport, scope: Scope, form: Form) -> Sight:
    where = report.where()
    sections = tuple(s for s in form.sections if scope.may(SEE[s.kind], where))
    veiled = report.state != ReportState.VALIDATED and not scope.may(Action.TOTALS_PROVISIONAL, where)
    seen = {s.code for s in sections}
    values = {
        key: value
        for key, value in report.values.items()
        if not veiled and key in form.cells and form.cells[key].section in seen
    }
    return Sight(report, scope, form, sections, values, veiled)

"""All the rules tried on a report, with what it is compared to: the same check for pages, acts, programs."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.db.models import Count

from cscom.models import Aire
from monitoring.around import DEATHS, MEETINGS, Around
from monitoring.enums import Each
from monitoring.form import Form, Values, load_form, operands
from monitoring.indicators import LoadedIndicator, indicators_on
from monitoring.minuted import Spot, minuted, spot_of
from monitoring.models import DeathDeclaration, MonthlyReport
from monitoring.past import load_past, load_pasts
from monitoring.rules import Finding, LoadedRule, check, load_rules
from monitoring.within import Targets, targets_by_aire, targets_of


def checked(report: MonthlyReport, form: Form, values: Values) -> list[Finding]:
    """What fails on ``values``, all of the report or what its reader sees of it (six queries at most)."""
    period = report.period
    rules = load_rules(period.starts_on)
    return check(form, values, period, rules, around(report, form, values, rules)) if values else []


def around(report: MonthlyReport, form: Form, values: Values, rules: Iterable[LoadedRule]) -> Around:
    """What one report is compared with."""
    period = report.period
    return Around(
        past=load_past(report.aire_id, period.calendar, form),
        coverages=_coverages(rules, period.starts_on),
        targets=lambda: targets_of(report.aire, period.year),
        deaths=declared_deaths([report]).get(report.pk, 0) if _counts(DEATHS, form, values) else 0,
        minuted=minuted([spot_of(report)])[spot_of(report)] if _counts(MEETINGS, form, values) else None,
    )


def _coverages(rules: Iterable[LoadedRule], day: date) -> tuple[LoadedIndicator, ...]:
    if all(rule.each != Each.COVERAGE for rule in rules):
        return ()
    return tuple(one for one in indicators_on(day).values() if one.row.is_coverage)


def _counts(code: str, form: Form, values: Values) -> bool:
    """Is there at least one of these on the report?"""
    return operands(form, values, [code]).get(code, 0) > 0


def declared_deaths(reports: Iterable[MonthlyReport]) -> dict[int, int]:
    """Report → maternal deaths declared for it, those withdrawn apart (one query)."""
    known = [report.pk for report in reports if report.pk]
    rows = DeathDeclaration.objects.filter(report__in=known, withdrawn_at=None).order_by()
    return dict(rows.values_list("report").annotate(count=Count("pk")))


class Bench:
    """Many reports checked with a handful of queries, whatever their number."""

    def __init__(self, reports: Iterable[MonthlyReport]) -> None:
        self.reports = list(reports)  # with aire, its commune's cercle, period
        spots = [(report.aire_id, report.period.calendar) for report in self.reports]
        days = {report.period.calendar: report.period.starts_on for report in self.reports}
        self.forms = {day: load_form(day) for day in set(days.values())}
        self.rules = {day: load_rules(day) for day in self.forms}
        self.coverages = {day: _coverages(self.rules[day], day) for day in self.forms}
        self.pasts = load_pasts(spots, lambda month: self.forms[days[month]])
        self.deaths = declared_deaths(self.reports)
        self.targets = self._targets()

    @cached_property
    def _minuted(self) -> dict[Spot, int | None]:
        """Asked once, when a report counts a meeting."""
        return minuted([spot_of(report) for report in self.reports])

    def _targets(self) -> dict[tuple[int, int], Targets]:
        """(aire, year) → its target groups: two queries a year."""
        aires = defaultdict[int, dict[int, Aire]](dict)
        for report in self.reports:
            aires[report.period.year][report.aire_id] = report.aire
        return {
            (pk, year): targets
            for year, mine in aires.items()
            for pk, targets in targets_by_aire(mine.values(), year).items()
        }

    def form_of(self, report: MonthlyReport) -> Form:
        return self.forms[report.period.starts_on]

    def findings(self, report: MonthlyReport, values: Values) -> list[Finding]:
        """What the controls say of one of the reports."""
        period = report.period
        day, form = period.starts_on, self.form_of(report)
        where = Around(
            past=self.pasts[report.aire_id, period.calendar],
            coverages=self.coverages[day],
            targets=lambda: self.targets[report.aire_id, period.year],
            deaths=self.deaths.get(report.pk, 0),
            minuted=self._minuted[spot_of(report)] if _counts(MEETINGS, form, values) else None,
        )
        return check(form, values, period, self.rules[day], where)

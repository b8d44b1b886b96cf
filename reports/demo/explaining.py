"""The words beside the unusual figures of the last months: a report is not declared without them."""

from collections.abc import Iterable

from core.access import Role
from mandates.models import Mandate
from monitoring.checking import Bench
from monitoring.enums import COUNTED
from monitoring.models import MonthlyReport, Period, RuleComment
from monitoring.rules import unexplained
from reports.demo import story
from reports.demo.dice import Dice
from reports.demo.writing import ORIGIN


def explain(periods: Iterable[Period]) -> int:
    """A comment of the CPM on each control that asks for one, in declared reports; how many."""
    mine = MonthlyReport.objects.filter(diffs__origin=ORIGIN, period__in=list(periods), state__in=COUNTED)
    reports = list(MonthlyReport.objects.located().filter(pk__in=mine.values("pk")))
    bench = Bench(reports)
    known = MonthlyReport.objects.filter(comments__isnull=False)
    told = set(known.values_list("pk", "comments__rule_code"))
    held = Mandate.objects.filter(role=Role.CPM).order_by("-starts_on", "-pk")
    officers = dict(held.values_list("aire_id", "person_id"))
    made = [
        RuleComment(
            report=report,
            rule_code=finding.rule_code,
            text=_words(report, finding.rule_code),
            person_id=officers.get(report.aire_id),
        )
        for report in reports
        for finding in unexplained(bench.findings(report, report.values), ())
        if (report.pk, finding.rule_code) not in told
    ]
    RuleComment.objects.bulk_create(made)
    # It takes the moment of the writing; the moment of the declaration is put in its place.
    for report in {one.report for one in made}:
        RuleComment.objects.filter(report=report).update(written_at=report.declared_at)
    return len(made)


def _words(report: MonthlyReport, code: str) -> str:
    dice = Dice("words", report.aire.code, report.period.code, code)
    return story.EXPLAINED[dice.whole(0, len(story.EXPLAINED) - 1)]

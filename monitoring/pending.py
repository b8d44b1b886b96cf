"""The queue of who validates: reports declared complete, oldest first, with what the controls find."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Person
from core import formats
from core.access import DTC, Action, Role, Scope
from mandates.models import Mandate
from monitoring.checking import Bench
from monitoring.enums import ReportState, SectionKind, Severity
from monitoring.form import Form
from monitoring.models import MonthlyReport, RuleComment, Stamp
from monitoring.rules import Finding, unexplained
from monitoring.todo import TodoLine


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One report to verify."""

    report: MonthlyReport
    days: int  # since it was declared
    blocking: int
    unexplained: int
    explained: int
    first: str  # the first sentence the controls say
    lacking: str  # « le visa du DTC », "" when all is stamped

    @property
    def month(self) -> str:
        return formats.month(self.report.period.year, self.report.period.month)


@dataclass(frozen=True, slots=True)
class LateLine:
    """An aire that owes one report or more, and who can be called."""

    name: str
    months: str
    days: int  # of the oldest
    president: Person | None


def to_verify(scope: Scope) -> list[MonthlyReport]:
    """Reports this reader may validate, oldest first, without their figures."""
    places = scope.reach(Action.REPORT_VALIDATE)
    complete = MonthlyReport.objects.filter(state=ReportState.COMPLETE).within(places)
    return list(
        complete.select_related("aire__host_commune__cercle", "period")
        .defer("values")
        .order_by("declared_at", "aire__name")
    )


def lines(reports: Sequence[MonthlyReport]) -> list[QueueLine]:
    """What the controls find on each: ten queries or so, whatever their number."""
    figures = dict(MonthlyReport.objects.filter(pk__in=[r.pk for r in reports]).values_list("pk", "values"))
    told: dict[int, list[RuleComment]] = {}
    for comment in RuleComment.objects.filter(report__in=reports):
        told.setdefault(comment.report_id, []).append(comment)
    stamped: dict[int, set[str]] = {}
    for report_id, code in Stamp.objects.filter(report__in=reports).values_list("report", "section__code"):
        stamped.setdefault(report_id, set()).add(code)
    bench = Bench(reports)
    return [
        _line(
            report,
            bench.form_of(report),
            bench.findings(report, figures[report.pk]),
            told.get(report.pk, []),
            stamped.get(report.pk, set()),
        )
        for report in reports
    ]


def _line(
    report: MonthlyReport,
    form: Form,
    findings: Sequence[Finding],
    told: Sequence[RuleComment],
    stamped: set[str],
) -> QueueLine:
    declared = timezone.localdate(report.declared_at) if report.declared_at else report.period.due_on
    asked = sum(f.severity == Severity.COMMENT for f in findings)
    silent = len(unexplained(findings, told))
    return QueueLine(
        report=report,
        days=(timezone.localdate() - declared).days,
        blocking=sum(f.severity == Severity.BLOCKING for f in findings),
        unexplained=silent,
        explained=asked - silent,
        first=findings[0].message if findings else "",
        lacking=_lacking(form, stamped),
    )


def _lacking(form: Form, stamped: set[str]) -> str:
    kinds = {SectionKind(s.kind) for s in form.sections if s.code not in stamped}
    words = {SectionKind.CLINICAL: f"le visa du {DTC}", SectionKind.MANAGEMENT: "la signature du président"}
    return formats.join_and([word for kind, word in words.items() if kind in kinds])


def late_lines(late: Iterable[TodoLine]) -> list[LateLine]:
    """Overdue reports by aire, with the president's telephone (one query)."""
    by_aire: dict[int, list[TodoLine]] = {}
    for line in late:
        by_aire.setdefault(line.aire.pk, []).append(line)
    mandates = (
        Mandate.objects.in_force().filter(role=Role.PRESIDENT, aire__in=by_aire).select_related("person")
    )
    presidents = {mandate.aire_id: mandate.person for mandate in mandates}
    found = [
        LateLine(
            name=owed[0].aire.name,
            months=formats.join_and(
                [formats.month(o.period.year, o.period.month) for o in sorted(owed, key=lambda o: -o.days)]
            ),
            days=max(o.days for o in owed),
            president=presidents.get(aire),
        )
        for aire, owed in by_aire.items()
    ]
    return sorted(found, key=lambda line: (-line.days, line.name))

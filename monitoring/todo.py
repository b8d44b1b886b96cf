"""What awaits a person about monthly reports: to type, to correct, to stamp, to validate; what is late."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from core.access import Action, PlaceKind, Scope
from cscom.models import Aire
from monitoring.enums import COUNTED, ReportState, SectionKind
from monitoring.form import load_form
from monitoring.models import MonthlyReport, Period, Stamp, Total
from monitoring.models.report import declare_by
from monitoring.recent import begun

SHOWN = 50
MONTHS = 12  # how far back what was never sent is still asked for
ENTER = (Action.CLINICAL_ENTER, Action.MANAGEMENT_ENTER)
STAMPED = (Action.CLINICAL_SIGN, Action.MANAGEMENT_SIGN, Action.REPORT_VALIDATE)
WATCH = (*ENTER, Action.COMPLETENESS_SEE, Action.REPORT_VALIDATE)


@dataclass(frozen=True, slots=True)
class TodoLine:
    """One report. ``days``: since it was due (negative: still to come) or since it was declared."""

    aire: Aire
    period: Period
    report: MonthlyReport | None
    days: int
    note: str = ""

    @property
    def url(self) -> str:
        """The page of this report."""
        return reverse("report_show", args=[self.aire.code, self.period.code])


@dataclass(frozen=True, slots=True)
class TodoList:
    """The oldest ``SHOWN`` lines, and how many there are."""

    lines: tuple[TodoLine, ...] = ()
    count: int = 0

    def __bool__(self) -> bool:
        return self.count > 0


@dataclass(frozen=True, slots=True)
class Todo:
    """``validate`` notes what is missing (« visa attendu »); ``late`` is all that is overdue in reach."""

    enter: TodoList
    returned: TodoList
    visa: TodoList
    sign: TodoList
    validate: TodoList
    late: TodoList


def waiting_for(scope: Scope, today: date | None = None) -> Todo:
    """What awaits this person today: a dozen queries, whatever the number of reports."""
    today = today or timezone.localdate()
    periods = _begun(today)
    sections = _sections(today) if scope.reach(*STAMPED) else Counter()
    return Todo(
        enter=_to_enter(scope, periods, today),
        returned=_returned(scope, today),
        visa=_to_stamp(scope, Action.CLINICAL_SIGN, SectionKind.CLINICAL, sections, today),
        sign=_to_stamp(scope, Action.MANAGEMENT_SIGN, SectionKind.MANAGEMENT, sections, today),
        validate=_to_validate(scope, sections, today),
        late=_late(scope, periods, today),
    )


def late_for(scope: Scope, today: date | None = None) -> TodoList:
    """What is overdue in reach, alone: four queries at most."""
    today = today or timezone.localdate()
    return _late(scope, _begun(today), today)


def _begun(today: date) -> list[Period]:
    return begun(today, MONTHS)


def _list(lines: Iterable[TodoLine]) -> TodoList:
    found = sorted(lines, key=lambda line: (-line.days, line.aire.name))
    return TodoList(tuple(found[:SHOWN]), len(found))


def _missing(aires: Iterable[Aire], periods: Sequence[Period], today: date) -> list[TodoLine]:
    """Months over, or begun and next to come due, for which an aire declared nothing."""
    aires = list(aires)
    if not aires or not periods:
        return []
    reports = {
        (r.aire_id, r.period_id): r
        for r in MonthlyReport.objects.filter(aire__in=aires, period__in=periods).defer("values")
    }
    lines = []
    for aire in aires:
        for period in periods:
            report = reports.get((aire.pk, period.pk))
            if (report is None or report.state == ReportState.DRAFT) and _was_open(aire, period.ends_on):
                days = (today - period.due_on).days
                lines.append(TodoLine(aire, period, report, days, "commencé" if report else "pas commencé"))
    return lines


def _was_open(aire: Aire, day: date) -> bool:
    return (aire.opened_on is None or aire.opened_on <= day) and (
        aire.closed_on is None or aire.closed_on > day
    )


def _to_enter(scope: Scope, periods: Sequence[Period], today: date) -> TodoList:
    places = scope.reach(*ENTER)
    if not places:
        return TodoList()
    return _list(_missing(Aire.objects.within(places).order_by("name"), periods, today))


def _lines(reports: Iterable[MonthlyReport], today: date) -> list[TodoLine]:
    return [TodoLine(r.aire, r.period, r, _age(r, today)) for r in reports]


def _age(report: MonthlyReport, today: date) -> int:
    since = timezone.localdate(report.declared_at) if report.declared_at else report.period.due_on
    return (today - since).days


def _returned(scope: Scope, today: date) -> TodoList:
    places = scope.reach(*ENTER)
    if not places:
        return TodoList()
    found = MonthlyReport.objects.filter(state=ReportState.RETURNED).within(places)
    return _list(_lines(found.select_related("aire", "period"), today))


def _stamped(scope: Scope, action: Action) -> list[tuple[MonthlyReport, dict[str, int]]]:
    """Complete reports in reach, each with how many stamps it has of each kind (two queries)."""
    places = scope.reach(action)
    if not places:
        return []
    complete = MonthlyReport.objects.filter(state=ReportState.COMPLETE).within(places)
    reports = list(complete.select_related("aire", "period").defer("values"))
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    stamps = Stamp.objects.filter(report__in=reports).values_list("report", "section__kind")
    for report, kind, given in stamps.annotate(given=Count("pk")):
        counts[report][kind] = given
    return [(report, counts[report.pk]) for report in reports]


def _to_stamp(
    scope: Scope, action: Action, kind: SectionKind, wanted: Mapping[str, int], today: date
) -> TodoList:
    found = (report for report, given in _stamped(scope, action) if given[kind] < wanted[kind])
    return _list(_lines(found, today))


def _to_validate(scope: Scope, wanted: Mapping[str, int], today: date) -> TodoList:
    lacks = {SectionKind.CLINICAL: "visa attendu", SectionKind.MANAGEMENT: "signature attendue"}
    lines = []
    for report, given in _stamped(scope, Action.REPORT_VALIDATE):
        lacking = [word for kind, word in lacks.items() if given[kind] < wanted[kind]]
        note = ", ".join(lacking) or "prêt à valider"
        lines.append(TodoLine(report.aire, report.period, report, _age(report, today), note))
    return _list(lines)


def _sections(today: date) -> Counter[str]:
    """How many sections of each kind the form has today (the guards of the acts look at each month's own)."""
    return Counter(section.kind for section in load_form(today).sections)


def _late(scope: Scope, periods: Sequence[Period], today: date) -> TodoList:
    """Expected, past due, not received: from the totals of aires, so that who sent nothing counts too."""
    places = scope.reach(*WATCH)
    if not places:
        return TodoList()
    overdue = {period.pk: period for period in periods if period.due_on < today}
    aires = Aire.objects.within(places)
    rows = Total.objects.filter(
        place_kind=PlaceKind.AIRE,
        period__in=overdue,
        place_id__in=aires.values("pk"),
        expected_count__gt=0,
        received_count=0,
    ).values_list("place_id", "period")
    late = list(rows)
    names = {aire.pk: aire for aire in aires.filter(pk__in={aire for aire, _ in late})}
    reports = {
        (r.aire_id, r.period_id): r
        for r in MonthlyReport.objects.filter(aire__in=names, period__in=overdue)
        .exclude(state__in=COUNTED)
        .defer("values")
    }
    lines = (
        _overdue(names[aire], overdue[period], reports.get((aire, period)), today) for aire, period in late
    )
    return _list(line for line in lines if line.days > 0)


def _overdue(aire: Aire, period: Period, report: MonthlyReport | None, today: date) -> TodoLine:
    """Late since the deposit was due; one that was sent back, since its correction was."""
    due = declare_by(report, period)
    return TodoLine(
        aire,
        period,
        report,
        (today - due).days,
        ReportState(report.state).label if report else "rien reçu",
    )

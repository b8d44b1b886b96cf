"""What awaits a person about monthly reports: to type, to correct, to stamp, to validate; what is late."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from core.access import Action, PlaceKind, Scope
from core.formats import day
from core.prepared import prepared
from cscom.models import Aire, AireQuerySet
from monitoring.enums import COUNTED, ReportState, SectionKind
from monitoring.models import MonthlyReport, Period, Stamp, Total
from monitoring.models.report import declare_by
from monitoring.recent import begun
from monitoring.stamping import lacking, wanted_on

SHOWN = 50
MONTHS = 12  # how far back what was never sent is still asked for
ENTER = (Action.CLINICAL_ENTER, Action.MANAGEMENT_ENTER)
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


def waiting_for(scope: Scope, today: date | None = None, known: Sequence[Aire] | None = None) -> Todo:
    """What awaits this person today: a dozen queries, whatever the number of reports.

    ``known``: all the aires of this scope, fetched through ``located()``.
    """
    today = today or timezone.localdate()
    periods = _begun(today)
    return Todo(
        enter=_to_enter(scope, periods, today),
        returned=_returned(scope, today),
        visa=_to_stamp(scope, Action.CLINICAL_SIGN, SectionKind.CLINICAL, today),
        sign=_to_stamp(scope, Action.MANAGEMENT_SIGN, SectionKind.MANAGEMENT, today),
        validate=_to_validate(scope, today),
        late=_late(scope, periods, today, known),
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


def _was_open(aire: Aire, on: date) -> bool:
    return (aire.opened_on is None or aire.opened_on <= on) and (
        aire.closed_on is None or aire.closed_on > on
    )


def _to_enter(scope: Scope, periods: Sequence[Period], today: date) -> TodoList:
    places = scope.reach(*ENTER)
    if not places:
        return TodoList()
    return _list(_missing(Aire.objects.within(places).order_by("name"), periods, today))


def _age(report: MonthlyReport, today: date) -> int:
    since = timezone.localdate(report.declared_at) if report.declared_at else report.period.due_on
    return (today - since).days


def _returned(scope: Scope, today: date) -> TodoList:
    places = scope.reach(*ENTER)
    if not places:
        return TodoList()
    found = MonthlyReport.objects.filter(state=ReportState.RETURNED).within(places)
    return _list(
        TodoLine(r.aire, r.period, r, _age(r, today), _reopening(r, today))
        for r in found.select_related("aire", "period")
    )


def _reopening(report: MonthlyReport, today: date) -> str:
    """Until when a report that came back is open."""
    until = report.reopened_until
    if until and until < today:
        return f"réouverture finie le {day(until)}"
    if until:
        return f"rouvert jusqu’au {day(until)}"
    if report.period.shut(today):
        return "mois clos"
    return f"à corriger avant le {day(declare_by(report, report.period))} au soir"


def _unstamped(scope: Scope, action: Action) -> list[tuple[MonthlyReport, frozenset[SectionKind]]]:
    """Complete reports in reach, with the kinds whose stamps lack in their month's form (three queries)."""
    places = scope.reach(action)
    if not places:
        return []
    complete = MonthlyReport.objects.filter(state=ReportState.COMPLETE).within(places)
    reports = list(complete.select_related("aire", "period").defer("values"))
    if not reports:
        return []
    given: dict[int, set[str]] = defaultdict(set)
    for report, code in Stamp.objects.filter(report__in=reports).values_list("report", "section__code"):
        given[report].add(code)
    wanted = wanted_on(report.period.starts_on for report in reports)
    return [(report, lacking(wanted[report.period.starts_on], given[report.pk])) for report in reports]


def _to_stamp(scope: Scope, action: Action, kind: SectionKind, today: date) -> TodoList:
    return _list(
        TodoLine(report.aire, report.period, report, _age(report, today), _by(report.period, today))
        for report, kinds in _unstamped(scope, action)
        if kind in kinds
    )


def _by(period: Period, today: date) -> str:
    """Until when the circuit of the month is to be over."""
    due = period.validation_due_on
    if due < today:
        return f"en retard depuis le {day(due)}"
    return f"avant le {day(due)} au soir"


def _to_validate(scope: Scope, today: date) -> TodoList:
    lacks = {SectionKind.CLINICAL: "visa attendu", SectionKind.MANAGEMENT: "signature attendue"}
    lines = []
    for report, kinds in _unstamped(scope, Action.REPORT_VALIDATE):
        lacking_words = [word for kind, word in lacks.items() if kind in kinds]
        note = ", ".join(lacking_words) or "prêt à valider"
        if report.period.validation_due_on < today:
            note += f", {_by(report.period, today)}"
        lines.append(TodoLine(report.aire, report.period, report, _age(report, today), note))
    return _list(lines)


def _late(
    scope: Scope, periods: Sequence[Period], today: date, known: Sequence[Aire] | None = None
) -> TodoList:
    """Expected, past due, not received: from the totals of aires, so that who sent nothing counts too."""
    places = scope.reach(*WATCH)
    if not places:
        return TodoList()
    aires = Aire.objects.within(places) if known is None else [a for a in known if places.holds(a.where())]
    return _list(late_lines(aires, periods, today))


def late_lines(
    aires: AireQuerySet | Sequence[Aire], periods: Sequence[Period], today: date
) -> list[TodoLine]:
    """Every report of ``aires`` that is late today: one query, and one for those that owe any unless they
    were read already. Of a report that was begun, its state is known, until when it was reopened.
    """
    overdue = {period.pk: period for period in periods if period.due_on < today}
    if isinstance(aires, QuerySet):
        late = list(_owed.build(aires=aires.values("pk"), months=list(overdue)))
        owing: Iterable[Aire] = aires.filter(pk__in={aire for aire, *_ in late})
    else:
        late = _owed(aires=[aire.pk for aire in aires], months=list(overdue))
        owing = aires
    names = {aire.pk: aire for aire in owing}
    lines = (
        _overdue(names[aire], overdue[period], _begun_one(report), today) for aire, period, report in late
    )
    return [line for line in lines if line.days > 0]


@prepared(aires=BigIntegerField(), months=BigIntegerField())
def _owed(aires: Any, months: Sequence[int]) -> QuerySet[Total, Any]:
    """(aire, month, what was begun) of the reports of these aires that did not come for these months."""
    report = MonthlyReport.objects.filter(aire=OuterRef("place_id"), period=OuterRef("period"))
    said = JSONObject(pk="pk", state="state", until="reopened_until")
    rows = Total.objects.filter(place_kind=PlaceKind.AIRE, place_id__in=aires, period__pk__in=months)
    return rows.filter(expected_count__gt=0, received_count=0).values_list(
        "place_id", "period", Subquery(report.exclude(state__in=COUNTED).values(said=said))
    )


def _begun_one(said: Mapping[str, Any] | None) -> MonthlyReport | None:
    """The report of a late month: it is never complete, hence not counted; no other column is read."""
    if said is None:
        return None
    until = date.fromisoformat(said["until"]) if said["until"] else None
    return MonthlyReport.from_db(None, ["id", "state", "reopened_until"], [said["pk"], said["state"], until])


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

"""Where the lines of a timeline come from: one source a kind, each within the reach of its own right."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from asaco.models import Crisis
from concertation.enums import TOOK_PLACE
from concertation.models import Meeting
from conventions.acts import DONE as CAM_WORDS
from conventions.effects import KIND as CAM
from conventions.models import Cam
from conventions.words import title_of
from core.access import Action, Role
from core.formats import HARD, de
from core.models import ActLog
from cscom.models import AirePast
from followup.models import Followup
from monitorage.models import Session
from monitoring.acts import DONE as REPORT_WORDS
from monitoring.loaders import SEEN_BY
from monitoring.models import MonthlyReport
from monitoring.news import KIND as REPORT
from monitoring.news import subject_of as report_words
from planning.acts import DONE as PLAN_WORDS
from planning.effects import page_of
from planning.models import Plan
from planning.news import subject_of as plan_words
from planning.workflow import KIND as PLAN
from reports.models import Document
from reports.timeline.event import Asking, Event, EventKind

Source = Callable[[Asking], list[Event]]


def reports(asked: Asking) -> list[Event]:
    """The acts on the monthly reports of the aires; no figure, no reason. Two queries."""
    seen = MonthlyReport.objects.within(asked.scope.reach(*SEEN_BY)).filter(aire__in=asked.aires)
    logs = _acts(REPORT, seen, asked.year)
    found = seen.filter(pk__in={int(log.object_id) for log in logs}).select_related("aire", "period")
    by_pk = {report.pk: report for report in found.defer("values")}
    return [
        _of_act(log, EventKind.REPORTS, f"{report_words(report.aire, report.period)}{HARD}: {words}", url)
        for log in logs
        if (report := by_pk.get(int(log.object_id))) and (words := REPORT_WORDS.get(log.act))
        for url in [report.get_absolute_url()]
    ]


def plans(asked: Asking) -> list[Event]:
    """The acts on the plans of the aires. Two queries."""
    seen = Plan.objects.visible_to(asked.scope).filter(aire__in=asked.aires)
    logs = _acts(PLAN, seen, asked.year)
    found = seen.filter(pk__in={int(log.object_id) for log in logs}).select_related("aire")
    by_pk = {plan.pk: plan for plan in found}
    return [
        _of_act(log, EventKind.PLANS, f"{plan_words(plan)}{HARD}: {words[:1].lower()}{words[1:]}", url)
        for log in logs
        if (plan := by_pk.get(int(log.object_id))) and (words := PLAN_WORDS.get(log.act))
        for url in [page_of(plan)]
    ]


def conventions(asked: Asking) -> list[Event]:
    """The acts on the conventions of the commune, of the aire. Two queries."""
    seen = Cam.objects.visible_to(asked.scope)
    seen = seen.filter(commune=asked.commune) if asked.commune else seen.filter(aire__in=asked.aires)
    logs = _acts(CAM, seen, asked.year)
    found = seen.filter(pk__in={int(log.object_id) for log in logs}).select_related("aire", "commune")
    by_pk = {cam.pk: cam for cam in found}
    return [
        _of_act(log, EventKind.CONVENTIONS, f"{title_of(cam)}{HARD}: {words[:1].lower()}{words[1:]}", url)
        for log in logs
        if (cam := by_pk.get(int(log.object_id))) and (words := CAM_WORDS.get(log.act))
        for url in [cam.get_absolute_url()]
    ]


def crises(asked: Asking) -> list[Event]:
    """Acts taken against the organs of the aires, or that lift them; not those annulled. One query."""
    seen = Crisis.objects.within(asked.scope.reach(Action.ORGAN_SEE))
    rows = seen.filter(aire__in=asked.aires, acted_on__year=asked.year, annulled_on=None)
    return [
        Event(
            row.acted_on,
            EventKind.CRISES,
            f"{row.organ}{HARD}: {row.get_kind_display()}",
            row.author_words or row.get_author_display(),
            row.get_absolute_url(),
            row.pk,
        )
        for row in rows.select_related("organ__kind", "organ__aire", "aire")
    ]


def _acts(kind: str, things: QuerySet[Any], year: int) -> list[ActLog]:
    ids = things.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
    return list(ActLog.objects.filter(kind=kind, object_id__in=ids, done_at__year=year))


def _of_act(log: ActLog, kind: EventKind, what: str, url: str) -> Event:
    function = f", {Role(log.role).label}" if log.role else ""
    paper = " (sur papier)" if "paper" in log.details else ""
    day = timezone.localdate(log.done_at)
    return Event(day, kind, f"{what}{paper}", f"{log.person_name}{function}", url, log.pk)


def meetings(asked: Asking) -> list[Event]:
    """Meetings held, minutes approved, of the organs of the place, of its aires. One query."""
    held, approved = Q(held_on__year=asked.year), Q(approved_on__year=asked.year)
    rows = Meeting.objects.visible_to(asked.scope).filter(
        held | approved, _of_organs("organ", asked), state__in=TOOK_PLACE
    )
    found = []
    for row in rows.select_related("organ", "organ__commune", "organ__aire"):
        said = ((row.held_on, "réunion tenue"), (row.approved_on, "PV approuvé"))
        found += [
            Event(day, EventKind.MEETINGS, f"{row.organ}{HARD}: {words}", "", row.get_absolute_url(), row.pk)
            for day, words in said
            if day and day.year == asked.year
        ]
    return found


def _of_organs(path: str, asked: Asking) -> Q:
    return Q(**{f"{path}__commune": asked.commune}) | Q(**{f"{path}__aire__in": asked.aires})


def promises(asked: Asking) -> list[Event]:
    """What was decided or promised, what was done or dropped. One query."""
    lines = Followup.objects.visible_to(asked.scope).at(asked.kind, asked.place.pk)
    rows = lines.filter(Q(taken_on__year=asked.year) | Q(settled_on__year=asked.year))
    found = []
    for row in rows.select_related("owner", "aire", "commune"):
        said = ((row.taken_on, row.origin_label), (row.settled_on, row.get_state_display()))
        found += [
            Event(day, EventKind.PROMISES, f"{_promised(row)} ({words})", row.owner_name, _line(row), row.pk)
            for day, words in said
            if day and day.year == asked.year
        ]
    return found


def _promised(row: Followup) -> str:
    return f"{row.place.name}{HARD}: {row.text}"


def _line(row: Followup) -> str:
    return reverse("followup_show", args=[row.pk])


def papers(asked: Asking) -> list[Event]:
    """What was issued: of the commune, of its aires' plans, of the meetings of either. One query."""
    of_aires = Q(plan__aire__in=asked.aires) | Q(cam__aire__in=asked.aires)
    about = Q(commune=asked.commune) | of_aires | _of_organs("meeting__organ", asked)
    rows = Document.objects.visible_to(asked.scope).filter(about, issued_at__year=asked.year).placed()
    return [
        Event(
            timezone.localdate(row.issued_at),
            EventKind.PAPERS,
            f"{row.get_kind_display()}, {row.period_words}, {row.place_words}",
            "",
            reverse("document_show", args=[row.number]),
            row.pk,
        )
        for row in rows
    ]


def sessions(asked: Asking) -> list[Event]:
    """Monitorage sessions held. One query."""
    seen = Session.objects.within(asked.scope.reach(Action.MONITORAGE_SEE)).select_related("aire")
    return [
        Event(
            row.held_on,
            EventKind.MONITORAGE,
            f"Session de monitorage, {row.semester.words}, {row.aire.name}",
            "",
            reverse("monitorage_show", args=[row.aire.code, row.semester.code]),
            row.pk,
        )
        for row in seen.filter(aire__in=asked.aires, held_on__year=asked.year)
        if row.held_on
    ]


def boundaries(asked: Asking) -> list[Event]:
    """The days an aire moved, with where it stood until then: the territory is everybody's. One query."""
    rows = AirePast.objects.filter(aire__in=asked.aires, ends_on__year=asked.year, ends_on__lte=_today())
    return [
        Event(
            row.ends_on,
            EventKind.BOUNDARIES,
            f"Découpage changé, aire {de(row.aire.name)}. Jusque-là{HARD}: "
            f"commune {de(row.host_commune.name)}, district {de(row.district.name)}",
            "",
            reverse("aire_show", args=[row.aire.code]),
            row.pk,
        )
        for row in rows.select_related("aire", "host_commune", "district")
    ]


def _today() -> date:
    return timezone.localdate()


SOURCES: Final[Mapping[EventKind, Source]] = {
    EventKind.MEETINGS: meetings,
    EventKind.PROMISES: promises,
    EventKind.REPORTS: reports,
    EventKind.PLANS: plans,
    EventKind.CONVENTIONS: conventions,
    EventKind.CRISES: crises,
    EventKind.MONITORAGE: sessions,
    EventKind.PAPERS: papers,
    EventKind.BOUNDARIES: boundaries,
}

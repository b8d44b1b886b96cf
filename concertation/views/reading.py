"""Pages that read meetings: mine, the calendar of organs, one organ, one meeting, its paper."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from concertation.effects import approved_words
from concertation.enums import COMING, UNFINISHED, MeetingState
from concertation.figures import statistics_of
from concertation.listing import calendar_of
from concertation.loaders import meeting_at, organ_met
from concertation.models import Meeting, organs_kept
from concertation.reading import (
    agenda_of,
    attendance_of,
    corrections_of,
    earlier_decisions,
    history_of,
    interests_of,
)
from concertation.restituting import told_of
from concertation.views.frame import meeting_crumbs, organ_crumbs
from concertation.workflow import CIRCUIT
from core.access import Action, Request, Scope, requires
from core.http import reading
from core.months import year_of
from files.models import StoredFile
from mandates.organs.loaders import Kept
from mandates.organs.reading import organ_on, sessions_words

PAGE = 30


@reading
@requires(Action.SELF)
def meeting_list(request: Request) -> HttpResponse:
    """What is to come, what waits for its minutes, what was held."""
    seen = Meeting.objects.visible_to(request.scope).located()
    coming = seen.filter(state__in=COMING).order_by("planned_on", "pk")
    held = seen.exclude(state__in=COMING)
    page = Paginator(held, PAGE).get_page(request.GET.get("page"))
    context = {
        "coming": coming[:PAGE],
        "unfinished": seen.filter(state__in=UNFINISHED).order_by("held_on", "pk")[:PAGE],
        "page": page,
        "organs": organs_kept(request.scope).open_on().located()[:PAGE],
        "today": timezone.localdate(),
    }
    return render(request, "concertation/meeting_list.html", context)


@reading
@requires(Action.SELF)
def meeting_calendar(request: Request) -> HttpResponse:
    """Organ by organ, the meetings of a year: due, held, missing."""
    today = timezone.localdate()
    year = year_of(request.GET.get("annee", ""), today)
    page, rows = calendar_of(request.scope, year, today, request.GET.get("page"))
    context = {
        "crumbs": organ_crumbs_of_list("Calendrier"),
        "page": page,
        "rows": rows,
        "year": year,
        "years": range(today.year - 2, today.year + 2),
    }
    return render(request, "concertation/meeting_calendar.html", context)


def organ_crumbs_of_list(word: str) -> list[tuple[str, str]]:
    """Réunions › page."""
    return [("Réunions", reverse("meeting_list")), (word, "")]


@reading
@requires(Action.SELF, organ_met)
def meeting_organ(request: Request, kept: Kept) -> HttpResponse:
    """The meetings of one organ, what they are worth over twelve months."""
    organ, today = kept.organ, timezone.localdate()
    meetings = Meeting.objects.filter(organ=organ).order_by("-planned_on", "-pk")
    for_page = Paginator(meetings, PAGE).get_page(request.GET.get("page"))
    for meeting in for_page:
        meeting.organ = organ
    context = {
        "crumbs": organ_crumbs(organ),
        "organ": organ,
        "page": for_page,
        "often": sessions_words(organ),
        "stats": statistics_of(organ, today, request.scope),
        "keeps": request.scope.may(Action.MEETING_KEEP, organ.kept_where()),
        "stands": organ.stands_on(today),
    }
    return render(request, "concertation/meeting_organ.html", context)


@reading
@requires(Action.SELF, meeting_at)
def meeting_show(request: Request, meeting: Meeting) -> HttpResponse:
    """One meeting, whole: convocation, agenda, attendance, decisions, minutes."""
    scope = request.scope
    acts = {move.act for move in CIRCUIT.open_to(meeting, scope)}
    told = told_of(meeting, timezone.localdate()) if meeting.took_place else None
    rows = told.rows if told else ()
    context = _whole(meeting, scope) | {
        "crumbs": meeting_crumbs(meeting),
        "acts": acts,
        "keeps": scope.may(Action.MEETING_KEEP, meeting.where()),
        "history": [(log, CIRCUIT.by_act[log.act].label) for log in history_of(meeting)],
        "opened": _opened([meeting.scan, meeting.attendance_scan, *(row.paper for row in rows)], scope),
        "told": told,
        "to_approve": Meeting.objects.filter(
            organ=meeting.organ_id, state=MeetingState.HELD, items__about=meeting
        ).first(),
    }
    return render(request, "concertation/meeting_show.html", context)


def _opened(papers: Iterable[StoredFile | None], scope: Scope) -> set[uuid.UUID]:
    """Those that this reader opens: by function, a seat is no right. No query."""
    return {one.pk for one in papers if one and scope.may(Action(one.action), one.where())}


@reading
@requires(Action.SELF, meeting_at)
def meeting_print(request: Request, meeting: Meeting) -> HttpResponse:
    """The same on paper: convocation, agenda, open decisions, attendance to sign, minutes."""
    context = _whole(meeting, request.scope) | {
        "crumbs": meeting_crumbs(meeting, "À imprimer"),
        "lines": [] if meeting.held_on else organ_on(meeting.organ, meeting.planned_on).lines,
        "blank": range(6),
    }
    return render(request, "concertation/meeting_print.html", context)


def _whole(meeting: Meeting, scope: Scope) -> dict[str, object]:
    points = agenda_of(meeting, scope)
    earlier = earlier_decisions(meeting, scope)
    shown = {point.item.pk for point in points if not point.hidden}
    decisions = [one for point in points if not point.hidden for one in point.decisions]
    return {
        "meeting": meeting,
        "organ": meeting.organ,
        "points": points,
        "decisions": decisions,
        "interests": interests_of(decisions),
        "earlier": [{**row, "day": date.fromisoformat(row["due_on"])} for row in earlier],
        "sheet": attendance_of(meeting),
        "corrections": [
            one for one in corrections_of(meeting)
            if (one.item_id or (one.decision and one.decision.item_id)) in shown
        ],
        "minutes_words": approved_words(meeting),
        "chair": meeting.chaired_by,
    }  # fmt: skip

"""The planning calendar: who is late at which step; its days, set by the DRS."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from communes.models import Region
from core.access import Action, Request, Scope, requires
from core.http import reading, writing
from core.workflow import Refusal
from cscom.models import Aire
from planning.models.plan import FIRST_YEAR, LAST_YEAR
from planning.timetable import Days, board, days_of, set_days, year_in_hand
from planning.timetable_forms import CalendarForm

PAGE = 50


def region_at(scope: Scope, code: str) -> Region:
    """A région whose calendar this reader sets."""
    region = get_object_or_404(Region, code=code)
    if not scope.may(Action.PLAN_CALENDAR, region.where()):
        raise Http404
    return region


def regions_of(scope: Scope) -> list[Region]:
    """The régions of the aires whose plans this reader sees (one query)."""
    aires = Aire.objects.within(scope.reach(Action.PLAN_SEE))
    return list(Region.objects.filter(pk__in=aires.values("host_commune__cercle__region")).order_by("name"))


@reading
@requires(Action.PLAN_SEE)
def plan_calendar(request: Request) -> HttpResponse:
    """Each step with its day, how many aires passed it; the aires that are late."""
    regions = regions_of(request.scope)
    if not regions:
        raise Http404
    region = next((one for one in regions if one.code == request.GET.get("region")), regions[0])
    days, confirmed = days_of(region)
    year = _year(request, days)
    found = board(region, days, year, request.scope, confirmed=confirmed)
    context = {
        "regions": regions,
        "region": region,
        "board": found,
        "page": Paginator(found.late, PAGE).get_page(request.GET.get("page")),
        "years": (year - 1, year, year + 1),
        "sets": request.scope.may(Action.PLAN_CALENDAR, region.where()),
        "crumbs": [("Plans", reverse("plan_list")), ("Calendrier", "")],
    }
    return render(request, "planning/plan_calendar.html", context)


@writing
@requires(Action.PLAN_CALENDAR, region_at)
def plan_calendar_edit(request: Request, region: Region) -> HttpResponse:
    """The days of a région."""
    days, confirmed = days_of(region)
    form = CalendarForm(request.POST if request.method == "POST" else None, days=days)
    if form.is_bound and form.is_valid():
        try:
            set_days(region, form.days(), request.scope)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le calendrier des plans est enregistré.")
            return redirect("plan_calendar")
    context: dict[str, Any] = {"region": region, "form": form, "confirmed": confirmed}
    context["crumbs"] = [("Calendrier des plans", reverse("plan_calendar")), ("Modifier", "")]
    return render(request, "planning/plan_calendar_edit.html", context, status=422 if form.errors else 200)


def _year(request: Request, days: Days) -> int:
    """The year asked for when it is one; else the year in hand."""
    typed = request.GET.get("annee", "")
    if typed.isascii() and typed.isdigit() and FIRST_YEAR + 3 <= int(typed[:4]) <= LAST_YEAR:
        return int(typed[:4])
    return year_in_hand(days, timezone.localdate())

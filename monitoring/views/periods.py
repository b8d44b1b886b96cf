"""The calendar of reporting months: what is open, what is next, the dates of a month, its reopening."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core import formats
from core.access import Action, Request, requires
from core.http import reading, writing
from core.months import Month
from monitoring.calendar_forms import DatesForm, OpenForm, ReopenMonthForm, initial_of
from monitoring.calendar_words import changed_words, history_lines, month_rows
from monitoring.loaders import period_at
from monitoring.models import Period
from monitoring.timetable import (
    Changed,
    Dates,
    Untimely,
    change,
    following,
    next_to_open,
    open_month,
    proposed,
    reopen,
)

LISTED = 12


@reading
@requires(Action.PERIOD_SET)
def period_list(request: Request) -> HttpResponse:
    """The last months opened, with their dates."""
    page = Paginator(Period.objects.order_by("-year", "-month"), LISTED).get_page(request.GET.get("page"))
    following_month = next_to_open()
    context = {
        "page": page,
        "rows": month_rows(list(page), request.scope.reach(Action.PERIOD_SET), timezone.localdate()),
        "next": formats.month(following_month.year, following_month.number),
    }
    return render(request, "monitoring/period_list.html", context)


@writing
@requires(Action.PERIOD_SET)
def period_open(request: Request) -> HttpResponse:
    """Open the next month, on the days of the one before unless others are written."""
    calendar = next_to_open()
    form = OpenForm(request.POST or None, initial=initial_of(proposed(calendar)))
    if request.method == "POST" and form.is_valid():
        try:
            made = _open(calendar, form.dates(), int(form.cleaned_data["others"]))
        except Untimely as untimely:
            form.refuse(untimely)
        else:
            last = made[-1].period
            until = f" Jusqu’à {formats.month(last.year, last.month)}." if len(made) > 1 else ""
            messages.success(request, changed_words(made[0], "ouvert") + until)
            return redirect("period_list")
    return _page(request, "monitoring/period_open.html", calendar, form)


@transaction.atomic
def _open(calendar: Month, dates: Dates, others: int) -> list[Changed]:
    """All of them or none."""
    made = [open_month(calendar, dates)]
    for _ in range(others):
        last = made[-1].period
        made.append(open_month(last.calendar + 1, following(last)))
    return made


@writing
@requires(Action.PERIOD_SET)
def period_change(request: Request, month: str) -> HttpResponse:
    """The dates of a month, to be changed as long as it is not closed; its history."""
    period = period_at(month)
    form = DatesForm(request.POST or None, initial=initial_of(Dates.of(period)))
    if request.method == "POST" and form.is_valid():
        try:
            done = change(period, form.dates())
        except Untimely as untimely:
            form.refuse(untimely)
        else:
            messages.success(request, changed_words(done, "changé"))
            return redirect("period_change", period.code)
    return _page(request, "monitoring/period_change.html", period.calendar, form, period)


@writing
@requires(Action.PERIOD_SET)
def period_reopen(request: Request, month: str) -> HttpResponse:
    """Let everybody type again in a closed month, until a day, for a reason."""
    period = period_at(month)
    form = ReopenMonthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = reopen(period, form.cleaned_data["closes_on"], form.cleaned_data["reason"])
        except Untimely as untimely:
            form.refuse(untimely)
        else:
            messages.success(request, changed_words(done, "rouvert"))
            return redirect("period_change", period.code)
    return _page(request, "monitoring/period_reopen.html", period.calendar, form, period)


def _page(
    request: Request, template: str, calendar: Month, form: Any, period: Period | None = None
) -> HttpResponse:
    words = formats.month(calendar.year, calendar.number)
    context = {
        "crumbs": [("Calendrier", reverse("period_list")), (words, "")],
        "month": words,
        "form": form,
        "period": period,
        "shut": period is not None and period.shut(timezone.localdate()),
        "history": history_lines(period) if period else [],
    }
    return render(request, template, context, status=422 if form.errors else 200)

"""The plans that wait: for me, for others beyond the agreed delay."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.access import Action, Request, requires
from core.http import reading
from planning.awaiting import DELAY
from planning.queue import mine, overdue, waiting

PAGE = 25


@reading
@requires(Action.PLAN_SEE)
def plan_queue(request: Request) -> HttpResponse:
    """My queue, the oldest first; who holds the plans that wait too long."""
    scope = request.scope
    page = Paginator(mine(scope).located(), PAGE).get_page(request.GET.get("page"))
    late = overdue(scope)
    context = {
        "page": page,
        "rows": waiting(list(page.object_list), scope),
        "late": waiting(list(late.located()[:PAGE]), scope, named=True),
        "count": late.count(),
        "delay": DELAY.days,
        "crumbs": [("Plans", reverse("plan_list")), ("À traiter", "")],
    }
    return render(request, "planning/plan_queue.html", context)

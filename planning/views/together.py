"""Reading plans together: side by side on a page, the same rows as a file."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.access import Action, Request, requires
from core.formats import day
from core.http import reading
from core.tabular import TYPES, table_response
from followup.table import Spot
from planning.exports import rows
from planning.models import Plan
from planning.together import Asked, Together, chosen, spots_of, together, years_of

PAGE = 50


@reading
@requires(Action.PLAN_APPROVED_SEE)
def plan_together(request: Request) -> HttpResponse:
    """The plans of a place for a year, their sums, what is done of them."""
    asked, found, spots, years = _found(request)
    context = {
        "asked": asked,
        "spots": spots,
        "years": years if asked.year in years else [asked.year, *years],
        "found": found,
        "figures": found.figures,
        "page": Paginator(found.sides, PAGE).get_page(request.GET.get("page")),
        "crumbs": [("Plans", reverse("plan_list")), ("Côte à côte", "")],
    }
    return render(request, "planning/plan_together.html", context)


@reading
@requires(Action.PLAN_APPROVED_SEE)
def plan_together_file(request: Request, ending: str) -> HttpResponse:
    """One row a plan, every column."""
    if ending not in TYPES:
        raise Http404
    asked, found, *_ = _found(request)
    today = timezone.localdate()
    where = f"{asked.spot.kind.label} {asked.spot.name}" if asked.spot else "tous mes lieux"
    above = [f"Plans opérationnels {asked.year}, {where}, au {day(today)}. Montants en FCFA."]
    return table_response(ending, f"plans-{asked.year}-{today.isoformat()}", above, rows(found))


def _found(request: Request) -> tuple[Asked, Together, list[Spot], list[int]]:
    visible = Plan.objects.visible_to(request.scope)
    spots, years = spots_of(visible), years_of(visible)
    asked = Asked.read(request.GET, years, spots)
    return asked, together(chosen(visible, asked)), spots, years

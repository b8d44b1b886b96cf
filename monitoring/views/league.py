"""The région's page of figures: districts, then communes, against one another."""

from django.http import HttpResponse
from django.shortcuts import render

from communes.models import Region
from core.access import Action, Request, requires
from core.http import reading
from monitoring.board import board
from monitoring.league import KEY_FIGURES, PARAMETER, RECEIVED, league
from monitoring.reach import region_at
from monitoring.units import communes_of, districts_of


@reading
@requires(Action.TOTALS_SEE, region_at)
def figures_region(request: Request, region: Region) -> HttpResponse:
    """The table of the région: the least complete district first, then as the reader sorts."""
    page = board(request, region)
    order = request.GET.get(PARAMETER, RECEIVED)
    codes = (*KEY_FIGURES, RECEIVED)
    districts, communes = districts_of(region, request.scope), communes_of(region, request.scope)
    context = page.context() | page.figures()
    context["districts"] = league(page, districts, codes, order=order, anchor="#districts")
    context["communes"] = league(page, communes, codes, order=order, anchor="#communes")
    context["may_watch"] = request.scope.may(Action.COMPLETENESS_SEE, region.where())
    return render(request, "monitoring/figures_region.html", context)

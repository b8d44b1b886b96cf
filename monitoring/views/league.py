"""The région's page of figures: its districts against one another, or its communes when asked."""

from django.http import HttpResponse
from django.shortcuts import render

from communes.models import Region
from core.access import Action, Request, requires
from core.http import reading
from monitoring.board import board
from monitoring.league import PARAMETER, ten_and_inside
from monitoring.reach import region_at
from monitoring.views.tables import places_links

DISTRICTS, COMMUNES = "districts", "communes"  # what the address says after « par= »


@reading
@requires(Action.TOTALS_SEE, region_at)
def figures_region(request: Request, region: Region) -> HttpResponse:
    """The table of the région: the least complete district (or commune) first, then as the reader sorts.

    Ten districts are read at a glance; a hundred communes cost eight times as much, for who asks.
    """
    page = board(request, region)
    by_commune = request.GET.get("par") == COMMUNES
    inside = COMMUNES if by_commune else DISTRICTS
    ten, table = ten_and_inside(page, inside, request.GET.get(PARAMETER))
    context = page.context() | page.figures(ten) | {"league": table, "by_commune": by_commune}
    context["league_files"] = places_links(request, page.place.kind, region.code, inside)
    context["may_watch"] = request.scope.may(Action.COMPLETENESS_SEE, region.where())
    return render(request, "monitoring/figures_region.html", context)

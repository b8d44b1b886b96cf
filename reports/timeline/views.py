"""The timeline of a commune, of an aire: a year of it, whole or of one kind."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communes.models import Commune
from core.access import Action, PlaceKind, PlaceSet, Request, requires
from core.http import reading
from core.months import year_of
from cscom import trail
from cscom.models import Aire
from cscom.places import aire_within, commune_within
from reports.timeline.event import Asking, EventKind
from reports.timeline.sources import SOURCES

PAGE, YEARS = 40, 6


@reading
@requires(Action.TERRITORY_SEE, commune_within)
def timeline_commune(request: Request, commune: Commune) -> HttpResponse:
    """What happened in a commune, in the aires touching it."""
    aires = Aire.objects.within(PlaceSet.of(PlaceKind.COMMUNE, commune.pk)).values_list("pk", flat=True)
    back = ("Commune en une page", reverse("fiche_commune", args=[commune.code]))
    return _page(request, commune, list(aires), trail.to_commune(commune), back)


@reading
@requires(Action.TERRITORY_SEE, aire_within)
def timeline_aire(request: Request, aire: Aire) -> HttpResponse:
    """What happened in an aire, in its ASACO."""
    back = ("CSCOM en une page", reverse("fiche_aire", args=[aire.code]))
    return _page(request, aire, [aire.pk], trail.to_aire(aire), back)


def _page(
    request: Request, place: Commune | Aire, aires: list[int], path: trail.Trail, back: tuple[str, str]
) -> HttpResponse:
    today, wanted = timezone.localdate(), request.GET.get("nature", "")
    year = year_of(request.GET.get("annee", ""), today)
    asked = Asking(request.scope, place, aires, year)
    kinds = [kind for kind in EventKind if wanted in ("", kind.value)] or list(EventKind)
    found = [event for kind in kinds for event in SOURCES[kind](asked)]
    found.sort(key=lambda event: event.rank, reverse=True)
    context = {
        "crumbs": [*path, ("Chronologie", "")],
        "over": path[-1][0],
        "place": place,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "kinds": EventKind.choices,
        "kind": kinds[0].value if len(kinds) == 1 else "",
        "year": year,
        "years": sorted({year, *range(today.year - YEARS + 1, today.year + 1)}, reverse=True),
        "back": back,
    }
    return render(request, "reports/timeline.html", context)

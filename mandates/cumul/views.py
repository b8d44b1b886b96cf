"""The page of those who hold functions of several parties."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.access import Action, Request, requires
from core.http import reading
from mandates.cumul.declared import declared
from mandates.cumul.reading import cumuls
from mandates.organs.listing import list_url, spot_of

PAGE = 25


@reading
@requires(Action.CUMUL_SEE)
def cumul_list(request: Request) -> HttpResponse:
    """Those of one's places, or of one place, with what each holds."""
    spot = spot_of(request.GET)
    found = cumuls(request.scope, spot, timezone.localdate())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    said = declared([held.person.pk for held in page], request.scope)
    context = {
        "page": page,
        "rows": [(held, said[held.person.pk]) for held in page],
        "both": sum(held.both for held in found),
        "spot": spot,
        "crumbs": [("Organes", list_url(spot)), ("Fonctions tenues ensemble", "")],
        "all_url": reverse("cumul_list"),
    }
    return render(request, "mandates/cumul_list.html", context)

"""The directory of the federations of ASACO, on a page or as a file."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from asaco.federations import federations, federations_seen, rows
from core.access import Action, Request, requires
from core.http import reading
from core.tabular import links, table_response

PAGE = 10


@reading
@requires(Action.ORGAN_SEE)
def federation_list(request: Request) -> HttpResponse:
    """FENASCOM, FERASCOM, FELASCOM within reach: who sits, whom they gather."""
    today, scope = timezone.localdate(), request.scope
    page = Paginator(federations_seen(scope, today), PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": [("Organes", reverse("organ_list")), ("Fédérations d’ASACO", "")],
        "page": page,
        "federations": federations(page, scope, today),
        "files": links("federation_file"),
    }
    return render(request, "asaco/federation_list.html", context)


@reading
@requires(Action.ORGAN_SEE)
def federation_file(request: Request, ending: str) -> HttpResponse:
    """The same, one line a seat."""
    today, scope = timezone.localdate(), request.scope
    found = federations(federations_seen(scope, today), scope, today)
    return table_response(ending, f"federations-{today.isoformat()}", [], rows(found))

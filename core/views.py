"""Pages open to everybody: the help, the glossary, a sign of life."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from core.access import Action, Request, requires
from core.glossary import terms
from core.http import reading


@reading
@requires(Action.ANYONE)
def help_show(request: Request) -> HttpResponse:
    """Who does what each month, what to do when…"""
    return render(request, "core/help_show.html")


@reading
@requires(Action.ANYONE)
def glossary_show(request: Request) -> HttpResponse:
    """Every acronym with its words."""
    return render(request, "core/glossary_show.html", {"terms": terms().values()})


@reading
@requires(Action.ANYONE)
def healthz(_request: Request) -> HttpResponse:
    """The process answers. Nothing is asked of the database: no restart of the web would mend it."""
    response = JsonResponse({"vivant": True})
    response.headers["Cache-Control"] = "no-store"
    return response

"""Pages open to everybody: the help, the glossary."""

from django.http import HttpResponse
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

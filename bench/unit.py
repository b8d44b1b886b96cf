"""The unit of all pages: the house's frame around one query; beside it, the country's own figures.

An urlconf of the measures alone: the addresses of the site, and these.
"""

import json

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import path

from communes.models import Region
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as of_the_site
from core.access import Action, Request, Where, requires
from core.http import acting, reading
from monitoring import aggregates
from monitoring.board import Board
from monitoring.league import KEY_FIGURES, RECEIVED, ten_and_league
from monitoring.spans import last_due
from monitoring.units import unit_of

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
TABLE = "bench_row"
UPSERT = (
    f"INSERT INTO {TABLE} (id, content) VALUES (%s, %s) "  # noqa: S608 - a name of ours
    "ON CONFLICT (id) DO UPDATE SET content = excluded.content"
)
PAGE = """{% extends "base.html" %}{% block content %}<h1>Unité</h1><ul>
{% for region in regions %}<li>{{ region.name }}</li>{% endfor %}</ul>{% endblock %}"""
LEAST = engines["django"].from_string(PAGE)


def _unit(request: Request) -> HttpResponse:
    return HttpResponse(LEAST.render({"regions": list(Region.objects.all())}, request))


@reading
@requires(Action.SELF)
def unit_signed_in(request: Request) -> HttpResponse:
    """One query for somebody signed in."""
    return _unit(request)


@reading
@requires(Action.ANYONE)
def unit_anonymous(request: Request) -> HttpResponse:
    """One query for nobody in particular."""
    return _unit(request)


class Country:
    """The country where a page of figures wants a place."""

    name, code, pk = "Mali", "ML", 0

    def where(self) -> Where:
        return Where()


class CountryBoard(Board):
    """The board of the country: the same figures, from the row of the country."""

    @property
    def place(self) -> aggregates.Place:
        return aggregates.COUNTRY

    def link(self, code: str) -> str:
        return f"?chiffre={code}"


@reading
@requires(Action.TOTALS_SEE)
def nation(request: Request) -> HttpResponse:
    """What the page of the région would be for the country, its régions in the place of districts."""
    page = CountryBoard(Country(), request.scope, last_due(), "")  # type: ignore[arg-type]
    units = [unit_of(region) for region in Region.objects.filter(code__startswith="R").order_by("name")]
    ten, table = ten_and_league(page, units, (*KEY_FIGURES, RECEIVED), order=RECEIVED)
    frame = {"title": "Mali", "place": page.thing, "span": page.span, "provisional": False}
    context = frame | {"guarded": False} | page.figures(ten) | {"league": table, "by_commune": False}
    return render(request, "monitoring/figures_region.html", context)


@acting
@requires(Action.SELF)
def row(request: Request) -> HttpResponse:
    """The least a form can do: one row written over itself, then a redirection."""
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, (1, json.dumps(request.POST)))
    return redirect("unit_signed_in")


urlpatterns = [
    path("banc/unite/", unit_signed_in, name="unit_signed_in"),
    path("banc/unite-anonyme/", unit_anonymous, name="unit_anonymous"),
    path("banc/ligne/", row, name="row"),
    path("banc/pays/", nation, name="nation"),
    *of_the_site,
]

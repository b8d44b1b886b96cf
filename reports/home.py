"""The home page of each role: the three lines, then the work of the role."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.access import Action, Holding, PlaceKind, Request, Role, Scope, requires
from core.formats import de
from core.http import reading
from mandates.models import Mandate
from mandates.policy import scope_of
from monitoring import aggregates
from monitoring.aggregates import Figure
from monitoring.awaiting import Line, home_lines
from monitoring.models import Period
from monitoring.recent import latest
from monitoring.spans import Span, last_due, spans
from monitoring.todo import Todo, waiting_for
from reports import home_parts as parts
from reports.home_parts import Part
from reports.narrative.home import quarter_part
from reports.papers import papers_of

TITLES = {
    PlaceKind.AIRE: "Aire de santé",
    PlaceKind.COMMUNE: "Commune",
    PlaceKind.DISTRICT: "District sanitaire",
    PlaceKind.CERCLE: "Cercle",
    PlaceKind.REGION: "Région",
}


@dataclass(frozen=True, slots=True)
class Home:
    """What one mandate's home shows, from top to bottom."""

    title: str
    lead: str
    lines: Sequence[Line] = ()
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What every role's pieces are made from, read once."""

    scope: Scope
    place: Any  # the mandate's Region, Cercle, District, Commune or Aire
    todo: Todo
    periods: Sequence[Period]
    span: Span
    figures: Sequence[Figure]


def chosen(scope: Scope, wanted: str) -> Holding:
    """The mandate of ``?mandat=``, when it is one's own; the first one otherwise."""
    return next((h for h in scope.holdings if str(h.mandate_id) == wanted), scope.holdings[0])


@reading
@requires(Action.SELF)
def home(request: Request) -> HttpResponse:
    """The page one lands on, for one of one's mandates."""
    scope = request.scope
    holding = chosen(scope, request.GET.get("mandat", ""))
    alone = scope_of(scope.person_id or 0, scope.person_name, [holding])
    context = {"home": compose(alone, holding), "holding": holding, "holdings": scope.holdings}
    return render(request, "reports/home.html", context)


@reading
@requires(Action.TOTALS_SEE)
def figures_start(request: Request) -> HttpResponse:
    """« Chiffres » in the menu leads to the figures of one's own place."""
    holding = next(h for h in request.scope.holdings if h.place_kind in TITLES)
    place = _place(holding)
    return redirect(figures_url(holding.place_kind, place.code))


def figures_url(kind: PlaceKind, code: str) -> str:
    """The page of figures of a place."""
    return reverse(f"figures_{kind.value}", args=[code])


def compose(scope: Scope, holding: Holding) -> Home:
    """The home of one mandate, whatever the person's others."""
    if holding.role == Role.ADMINISTRATEUR:
        return Home(
            "Données de référence", "Vous tenez les lieux, les personnes, les mandats.", (), [parts.links()]
        )
    desk = read(scope, holding)
    title = f"{TITLES[holding.place_kind]} {de(holding.place_name)}"
    lead = f"{scope.person_name}, {holding.role.label}."
    url = figures_url(holding.place_kind, desk.place.code)
    lines = home_lines(scope, desk.todo, desk.figures, url, papers_of(scope).besides())
    pieces = [*quarter_part(scope, holding), *PIECES[holding.place_kind](desk, holding)]
    return Home(title, lead, lines, pieces)


def read(scope: Scope, holding: Holding) -> Desk:
    """Everything a home needs, once."""
    place = _place(holding)
    span = spans(last_due())[0]
    on_what = aggregates.on_what(scope, place.where())
    figures = aggregates.figures(
        aggregates.place_of(place),
        span.months,
        on_what,
        mayor=True,
        link=partial(_indicator_url, holding, place),
    )
    return Desk(scope, place, waiting_for(scope), latest(), span, figures)


def _indicator_url(holding: Holding, place: Any, code: str) -> str:
    """The page of one figure at this place."""
    return reverse(f"indicator_{holding.place_kind.value}", args=[place.code, code])


def _place(holding: Holding) -> Any:
    return Mandate.objects.with_places().select_related("commune__cercle").get(pk=holding.mandate_id).place


def _of_aire(desk: Desk, holding: Holding) -> list[Part]:
    found = []
    if holding.role == Role.CPM:
        found.append(
            parts.todo_list("Sections à viser", desk.todo.visa, "Aucune section n’attend votre visa.")
        )
    if holding.role == Role.PRESIDENT:
        found.append(
            parts.todo_list("Sections à signer", desk.todo.sign, "Aucune section n’attend votre signature.")
        )
    papers = parts.documents(desk.scope)
    return [*found, parts.reports(desk.place, desk.periods), *parts.meetings(desk.scope), papers]


def _of_commune(desk: Desk, _holding: Holding) -> list[Part]:
    asks = desk.scope.may(Action.DOCUMENT_ISSUE)
    url = reverse("report_ask", args=[desk.place.code]) if asks else ""
    return [
        parts.figures(f"Commune {de(desk.place.name)}", desk.figures, desk.span),
        *parts.meetings(desk.scope),
        parts.documents(desk.scope, ask_url=url),
    ]


def _of_district(desk: Desk, holding: Holding) -> list[Part]:
    found = []
    if holding.role == Role.CHARGE_SIS:
        queue = reverse("review_queue")
        found.append(
            parts.todo_list("Rapports à vérifier", desk.todo.validate, "La file est vide.", all_url=queue)
        )
    late = parts.todo_list(
        "Rapports en retard",
        desk.todo.late,
        "Aucun rapport n’est en retard.",
        all_url=reverse("completeness"),
    )
    return [*found, late, *parts.meetings(desk.scope), parts.documents(desk.scope)]


def _of_region(desk: Desk, holding: Holding) -> list[Part]:
    if holding.role == Role.PTF:
        return _of_reader(desk, holding)
    url = reverse("report_batch") if desk.scope.may(Action.DOCUMENT_BATCH) else ""
    papers = parts.documents(desk.scope, ask_url=url, ask="Établir les rapports d’un trimestre")
    return [
        *parts.unopened(desk.scope, desk.periods),
        parts.districts(desk.place, desk.scope, desk.span),
        parts.plans(desk.place, desk.scope),
        *parts.meetings(desk.scope),
        papers,
    ]


def _of_reader(desk: Desk, _holding: Holding) -> list[Part]:
    return [*parts.meetings(desk.scope), parts.documents(desk.scope), parts.communes(desk.scope)]


PIECES = {
    PlaceKind.AIRE: _of_aire,
    PlaceKind.COMMUNE: _of_commune,
    PlaceKind.DISTRICT: _of_district,
    PlaceKind.CERCLE: _of_reader,
    PlaceKind.REGION: _of_region,
}

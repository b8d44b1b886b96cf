"""The page of one indicator at one place, whatever the kind of place; what is said of it there."""

from collections.abc import Sequence
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from communes.models import Cercle, Commune, District, Region
from core.access import Action, Request, requires
from core.http import writing
from core.keeping import keeping
from core.tabular import links
from core.workflow import Refusal
from cscom.models import Aire
from monitoring import aggregates, interpreting
from monitoring.board import Board, board
from monitoring.interpretation_form import InterpretationForm
from monitoring.measure import known_indicators
from monitoring.profile import compared, explored, making, two_years
from monitoring.reach import aire_at, cercle_at, commune_at, district_at, region_at
from monitoring.units import Thing, Unit, aires_of_commune, aires_of_district, communes_of, districts_of

BY_AIRE, BY_COMMUNE, BY_DISTRICT = "par aire de santé", "par commune", "par district"
Below = Sequence[tuple[str, Sequence[Unit]]]


@keeping
@writing
@requires(Action.TOTALS_SEE, commune_at)
def indicator_commune(request: Request, commune: Commune, indicator: str) -> HttpResponse:
    return _page(request, commune, indicator, [(BY_AIRE, aires_of_commune(commune, request.scope))])


@keeping
@writing
@requires(Action.TOTALS_SEE, aire_at)
def indicator_aire(request: Request, aire: Aire, indicator: str) -> HttpResponse:
    return _page(request, aire, indicator, [])


@keeping
@writing
@requires(Action.TOTALS_SEE, district_at)
def indicator_district(request: Request, district: District, indicator: str) -> HttpResponse:
    scope = request.scope
    below = [(BY_COMMUNE, communes_of(district, scope)), (BY_AIRE, aires_of_district(district, scope))]
    return _page(request, district, indicator, below)


@keeping
@writing
@requires(Action.TOTALS_SEE, cercle_at)
def indicator_cercle(request: Request, cercle: Cercle, indicator: str) -> HttpResponse:
    return _page(request, cercle, indicator, [(BY_COMMUNE, communes_of(cercle, request.scope))])


@keeping
@writing
@requires(Action.TOTALS_SEE, region_at)
def indicator_region(request: Request, region: Region, indicator: str) -> HttpResponse:
    return _page(request, region, indicator, [(BY_DISTRICT, districts_of(region, request.scope))])


def _page(request: Request, thing: Thing, code: str, below: Below) -> HttpResponse:
    """Show the figure; receive a comment, take one back."""
    page = board(request, thing)
    form = InterpretationForm(initial={"operation": uuid4(), "periode_lue": interpreting.mark_of(page.span)})
    if request.method == "POST":
        if code not in known_indicators(page.span.months):
            raise Http404
        form = InterpretationForm(request.POST)
        if done := _posted(request, page, code, form):
            return done
    return _shown(request, page, code, below, form)


def _posted(request: Request, page: Board, code: str, form: InterpretationForm) -> HttpResponse | None:
    """The way back to the page; None: the form says why nothing was kept."""
    where, back = page.thing.where(), f"{page.link(code)}#dire"
    if not request.scope.may(Action.INTERPRET, where):
        raise PermissionDenied(Action.INTERPRET)
    if "retirer" in request.POST:
        try:
            interpreting.withdraw(page.place, where, code, request.POST["retirer"], request.scope)
            messages.success(request, "Commentaire retiré.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(back)
    if form.is_valid():
        try:
            interpreting.write(page.place, where, code, page.span, form.said(), request.scope)
            messages.success(request, "Commentaire signé.")
            return redirect(back)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    # The months on the page now, a number that never served: what comes back is sent anew.
    fresh = {"operation": str(uuid4()), "periode_lue": interpreting.mark_of(page.span)}
    form.data = request.POST.dict() | fresh
    return None


def _shown(request: Request, page: Board, code: str, below: Below, form: InterpretationForm) -> HttpResponse:
    try:
        figure = aggregates.figure(code, page.place, page.span.months, page.what)
    except KeyError as error:
        raise Http404 from error
    chart = two_years(figure)
    context = page.context(figure.label) | {
        "figure": figure,
        "figures": [figure],
        "chart": chart,
        "explored": explored(figure, chart),
        "files": links(f"indicator_file_{page.place.kind}", page.thing.code, code, query=page.span.query),
        "making": making(page, figure),
        "below": [found for title, units in below if (found := compared(page, code, title, units))],
        "said": interpreting.comments(page.place, page.thing.where(), [code], page.span, request.scope),
        "form": form,
        "writes": request.scope.may(Action.INTERPRET, page.thing.where()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "monitoring/indicator_show.html", context, status=status)

"""Figures of a place for a program: totals of cells, indicators, their curves, the places inside."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, PlaceKind, Scope, View, requires
from core.api import api_reading, scope_in
from core.api_lists import MonthField, asked, wrong
from core.api_schema import answers
from monitoring import aggregates
from monitoring.api.figure_shapes import CurveOut, FiguresOut, TableOut, TotalsOut, spoken, told
from monitoring.api.spans import SpanIn, months_of
from monitoring.form import Form, load_form
from monitoring.measure import catalogue_day, known_indicators
from monitoring.reach import PLACE_AT
from monitoring.sight import SEE
from monitoring.units import (
    Thing,
    Unit,
    aires_of_commune,
    aires_of_district,
    communes_of,
    districts_of,
    shared_sight,
)

TAGS = ["Chiffres"]
Below = Callable[[Any, Scope], Sequence[Unit]]
# The places inside, the usual ones first.
BELOW: Mapping[PlaceKind, Mapping[PlaceKind, Below]] = {
    PlaceKind.COMMUNE: {PlaceKind.AIRE: aires_of_commune},
    PlaceKind.DISTRICT: {PlaceKind.COMMUNE: communes_of, PlaceKind.AIRE: aires_of_district},
    PlaceKind.CERCLE: {PlaceKind.COMMUNE: communes_of},
    PlaceKind.REGION: {PlaceKind.DISTRICT: districts_of, PlaceKind.COMMUNE: communes_of},
}
WORDS = {
    PlaceKind.AIRE: "d’une aire de santé",
    PlaceKind.COMMUNE: "d’une commune",
    PlaceKind.DISTRICT: "d’un district sanitaire",
    PlaceKind.CERCLE: "d’un cercle",
    PlaceKind.REGION: "d’une région",
}


class TotalsIn(SpanIn):
    """Which cells, of which months."""

    depuis = MonthField(required=False, help_text="Premier mois\u00a0; le dernier, seul, d’ordinaire.")
    cle = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        max_length=50,
        help_text="Clé d’une case ou code d’un élément\u00a0; se répète\u00a0; tous d’ordinaire.",
    )


class FiguresIn(SpanIn):
    """Which indicators, of which months."""

    indicateur = serializers.ListField(
        child=serializers.CharField(max_length=10),
        required=False,
        max_length=50,
        help_text="Code d’un indicateur\u00a0; se répète\u00a0; tous d’ordinaire.",
    )


def _totals(kind: PlaceKind) -> View:
    @extend_schema(
        operation_id=f"totaux_{kind}",
        tags=TAGS,
        summary=f"Les totaux {WORDS[kind]}, mois par mois",
        parameters=[TotalsIn],
        responses=answers(TotalsOut),
    )
    @api_reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def api_totals(request: ApiRequest, thing: Thing) -> Response:
        chosen, scope = asked(request, TotalsIn), scope_in(request)
        months = months_of(chosen, usual=1)
        keys = _keys(load_form(catalogue_day(months)), thing, kind, scope)
        for key in chosen.get("cle", ()):
            if key not in keys:
                raise wrong("cle", f"«\u00a0{key}\u00a0» n’existe pas, ou vous ne pouvez pas le voir ici.")
        on = aggregates.on_what(scope, thing.where())
        found = aggregates.month_cells(aggregates.place_of(thing), months, on, chosen.get("cle") or keys)
        return Response(
            TotalsOut(spoken(thing, kind, months, on) | {"mois": [_month(m) for m in found]}).data
        )

    return api_totals


def _keys(form: Form, thing: Thing, kind: PlaceKind, scope: Scope) -> list[str]:
    """The cells and elements this reader may know there.

    The totals of one aire are its report: they show the sections that its reader sees on the report.
    """
    where = thing.where()
    shown = [s for s in form.sections if kind != PlaceKind.AIRE or scope.may(SEE[s.kind], where)]
    elements = [element for section in shown for element in section.elements]
    codes = {element.code for element in elements}
    cells = [key for key, cell in form.cells.items() if cell.element in codes]
    return list(dict.fromkeys([*codes, *cells]))


def _month(one: aggregates.MonthCells) -> dict[str, Any]:
    told: dict[str, dict[str, Any]] = {k: {"somme": total, "n": n} for k, (total, n) in one.cells.items()}
    kept = {key: {"somme": None, "n": n, "supprime": True} for key, (_, n) in one.kept.items()}
    return {
        "mois": one.month.code,
        "attendus": one.expected,
        "recus": one.received,
        "valides": one.validated,
        "a_temps": one.timely,
        "totaux": dict(sorted((told | kept).items())),
    }


def _figures(kind: PlaceKind) -> View:
    @extend_schema(
        operation_id=f"indicateurs_{kind}",
        tags=TAGS,
        summary=f"Les indicateurs {WORDS[kind]}",
        parameters=[FiguresIn],
        responses=answers(FiguresOut),
    )
    @api_reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def api_figures(request: ApiRequest, thing: Thing) -> Response:
        chosen, scope = asked(request, FiguresIn), scope_in(request)
        months = months_of(chosen)
        known = known_indicators(months)
        codes = chosen.get("indicateur") or list(known)
        if unknown := [code for code in codes if code not in known]:
            raise wrong("indicateur", f"«\u00a0{unknown[0]}\u00a0» n’est pas un indicateur de ces mois.")
        on = aggregates.on_what(scope, thing.where())
        found = aggregates.figures(aggregates.place_of(thing), months, on, codes=codes)
        head = spoken(thing, kind, months, on)
        return Response(FiguresOut(head | {"indicateurs": [told(figure) for figure in found]}).data)

    return api_figures


def _curve(kind: PlaceKind) -> View:
    @extend_schema(
        operation_id=f"courbe_{kind}",
        tags=TAGS,
        summary=f"Un indicateur {WORDS[kind]}, sa courbe",
        parameters=[SpanIn],
        responses=answers(CurveOut),
    )
    @api_reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def api_curve(request: ApiRequest, thing: Thing, indicator: str) -> Response:
        months = months_of(asked(request, SpanIn))
        on = aggregates.on_what(scope_in(request), thing.where())
        try:
            figure = aggregates.figure(indicator, aggregates.place_of(thing), months, on)
        except KeyError as error:
            raise Http404 from error
        points = [
            {
                "mois": p.month.code,
                "valeur": p.value,
                "supprime": bool(p.kept),
                "n": p.n,
                "attendus": p.expected,
                "provisoire": p.provisional,
            }
            for p in figure.history
        ]
        head = spoken(thing, kind, months, on)
        return Response(CurveOut(head | {"indicateur": told(figure), "courbe": points}).data)

    return api_curve


def _table(kind: PlaceKind) -> View:
    choices = list(BELOW[kind])

    class TableIn(SpanIn):
        """By which places."""

        par = serializers.ChoiceField([str(c) for c in choices], default=str(choices[0]))

    @extend_schema(
        operation_id=f"comparaison_{kind}",
        tags=TAGS,
        summary=f"Un indicateur {WORDS[kind]}, lieu par lieu",
        parameters=[TableIn],
        responses=answers(TableOut),
    )
    @api_reading
    @requires(Action.TOTALS_SEE, PLACE_AT[kind])
    def api_table(request: ApiRequest, thing: Thing, indicator: str) -> Response:
        chosen, scope = asked(request, TableIn), scope_in(request)
        months = months_of(chosen)
        par = PlaceKind(chosen["par"])
        units = BELOW[kind][par](thing, scope)
        on = shared_sight(units, scope)
        try:
            found = aggregates.table(indicator, par, [unit.place.id for unit in units], months, on)
        except KeyError as error:
            raise Http404 from error
        places = [told(found[unit.place.id]) | {"code": unit.code, "nom": unit.name} for unit in units]
        return Response(TableOut(spoken(thing, kind, months, on) | {"par": par.value, "lieux": places}).data)

    return api_table


TOTALS: Mapping[PlaceKind, View] = {kind: _totals(kind) for kind in PLACE_AT}
FIGURES: Mapping[PlaceKind, View] = {kind: _figures(kind) for kind in PLACE_AT}
CURVES: Mapping[PlaceKind, View] = {kind: _curve(kind) for kind in PLACE_AT}
TABLES: Mapping[PlaceKind, View] = {kind: _table(kind) for kind in BELOW}

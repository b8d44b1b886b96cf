"""The catalogue for a program: the form of a day, its rules, its indicators, the reporting months."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, requires
from core.api import api_reading
from core.api_lists import MonthField, PageIn, asked, page, paged
from core.api_schema import answers
from monitoring.dictionary import indicator_lines, rule_lines
from monitoring.enums import Each, Readers, Runs
from monitoring.form import Form, FormElement, load_form
from monitoring.indicators import indicators_on
from monitoring.loaders import period_at
from monitoring.models import Period
from monitoring.rules import load_rules

TAGS = ["Catalogue"]
ON = "Ce qui était en vigueur ce jour-là\u00a0; aujourd’hui d’ordinaire."


class OnIn(serializers.Serializer[Any]):
    """On which day."""

    le = serializers.DateField(required=False, help_text=ON)


class OnPageIn(PageIn, OnIn):
    """On which day, which page."""


class ModalityOut(serializers.Serializer[Any]):
    """One value of an axis."""

    code = serializers.CharField()
    libelle = serializers.CharField(source="label")


class CellOut(serializers.Serializer[Any]):
    """One box of the paper."""

    cle = serializers.CharField(source="key")
    libelle = serializers.CharField(source="label")
    obligatoire = serializers.BooleanField(source="required")


class ElementOut(serializers.Serializer[Any]):
    """One line of the form."""

    code = serializers.CharField()
    libelle = serializers.CharField(source="label")
    type = serializers.ChoiceField(
        ["N", "M", "B", "D"], help_text="Nombre, montant en FCFA, oui ou non, jours."
    )
    proprietaire = serializers.ChoiceField(
        ["C", "A", "G"], source="owner", help_text="Directeur technique du centre, ASACO, gérant du dépôt."
    )
    facultatif = serializers.BooleanField(source="optional")
    axes = serializers.ListField(child=ModalityOut(many=True), help_text="Ses modalités, axe par axe.")
    cases = CellOut(source="cells", many=True)
    non_detaillee = serializers.CharField(
        allow_null=True,
        help_text="Clé d’une valeur venue sans son détail\u00a0; null quand il n’y a pas d’axe.",
    )
    definition = serializers.CharField()
    source_du_texte = serializers.CharField()
    confirme = serializers.BooleanField(source="confirmed")


class SectionOut(serializers.Serializer[Any]):
    """One section."""

    code = serializers.CharField()
    nom = serializers.CharField(source="name")
    nature = serializers.ChoiceField(["clinique", "gestion"], source="kind")
    elements = ElementOut(many=True)


class FormOut(serializers.Serializer[Any]):
    """All that was to be filled on one day."""

    le = serializers.DateField()
    sections = SectionOut(many=True)


class RuleOut(serializers.Serializer[Any]):
    """One rule of control."""

    code = serializers.CharField()
    gravite = serializers.ChoiceField(["bloquant", "commentaire", "information"])
    message = serializers.CharField(help_text="Ce que dit le contrôle quand il échoue.")
    formule = serializers.CharField(help_text="Ce qui doit être vrai, en codes.")
    formule_en_mots = serializers.CharField()
    ou = serializers.ChoiceField(
        Runs.values,
        help_text="Sur l’appareil, d’après le rapport seul ou d’après le passé aussi ; sur le serveur.",
    )
    chaque = serializers.ChoiceField(
        Each.values, help_text="Sur quoi elle est répétée ; vide : une fois par rapport."
    )


class IndicatorOut(serializers.Serializer[Any]):
    """One indicator."""

    code = serializers.CharField()
    libelle = serializers.CharField()
    libelle_court = serializers.CharField()
    definition = serializers.CharField()
    formule_en_mots = serializers.CharField()
    numerateur = serializers.CharField()
    denominateur = serializers.CharField(help_text="Vide\u00a0: un simple nombre.")
    multiplicateur = serializers.IntegerField()
    unite = serializers.CharField()
    decimales = serializers.IntegerField()
    sens = serializers.ChoiceField(["hausse", "baisse", "bande"])
    cible = serializers.FloatField(allow_null=True)
    cible_haute = serializers.FloatField(allow_null=True)
    seuil_proche = serializers.IntegerField(help_text="« Proche »\u00a0: pourcentage de la cible.")
    lecteurs = serializers.ListField(child=serializers.ChoiceField(Readers.choices))
    source_du_texte = serializers.CharField()
    confirme = serializers.BooleanField()


class PeriodOut(serializers.Serializer[Any]):
    """One reporting month."""

    mois = serializers.CharField(source="code")
    premier_jour = serializers.DateField(source="starts_on")
    dernier_jour = serializers.DateField(source="ends_on")
    a_deposer_le = serializers.DateField(source="due_on", help_text="Au plus tard.")
    a_valider_le = serializers.DateField(source="validation_due_on", help_text="Au plus tard.")
    saisie_jusqu_au = serializers.DateField(
        source="closes_on", allow_null=True, help_text="Dernier jour de saisie\u00a0; null\u00a0: sans fin."
    )


class PeriodsIn(PageIn):
    """Which months."""

    depuis = MonthField(required=False, help_text="Premier mois, «\u00a02026-01\u00a0».")
    jusqu_a = MonthField(required=False, help_text="Dernier mois, compris.")


def _day(chosen: Mapping[str, Any]) -> date:
    day: date = chosen.get("le") or timezone.localdate()
    return day


@extend_schema(
    operation_id="formulaire",
    tags=TAGS,
    summary="Le rapport mensuel\u00a0: sections, éléments, cases",
    parameters=[OnIn],
    responses=answers(FormOut),
)
@api_reading
@requires(Action.CATALOGUE_SEE)
def api_form(request: ApiRequest) -> Response:
    """The form in force on a day: three queries."""
    day = _day(asked(request, OnIn))
    form = load_form(day)
    sections = [
        {"code": s.code, "name": s.name, "kind": s.kind, "elements": [_element(e) for e in s.elements]}
        for s in form.sections
    ]
    return Response(FormOut({"le": day, "sections": sections}).data)


def _element(one: FormElement) -> dict[str, Any]:
    names = ("code", "label", "type", "owner", "optional", "axes", "cells", "definition", "confirmed")
    return {name: getattr(one, name) for name in names} | {
        "non_detaillee": one.unsplit.key if one.unsplit else None,
        "source_du_texte": one.source,
    }


@extend_schema(
    operation_id="regles",
    tags=TAGS,
    summary="Les règles de contrôle",
    parameters=[OnPageIn],
    responses=answers(paged(RuleOut)),
)
@api_reading
@requires(Action.CATALOGUE_SEE)
def api_rule_list(request: ApiRequest) -> Response:
    """The rules in force on a day."""
    chosen = asked(request, OnPageIn)
    day = _day(chosen)
    loaded = {rule.code: rule for rule in load_rules(day)}
    rows = [
        {
            "code": line.code,
            "gravite": loaded[line.code].severity,
            "message": line.message,
            "formule": loaded[line.code].formula.text,
            "formule_en_mots": line.formula,
            "ou": loaded[line.code].runs,
            "chaque": loaded[line.code].each,
        }
        for line in rule_lines(load_form(day), day)
    ]
    return page(request, rows, chosen, lambda found: RuleOut(found, many=True).data)


@extend_schema(
    operation_id="definitions",
    tags=TAGS,
    summary="Les indicateurs, leurs définitions",
    parameters=[OnPageIn],
    responses=answers(paged(IndicatorOut)),
)
@api_reading
@requires(Action.CATALOGUE_SEE)
def api_indicator_list(request: ApiRequest) -> Response:
    """The indicators in force on a day."""
    chosen = asked(request, OnPageIn)
    day = _day(chosen)
    rows = _indicators(load_form(day), day)
    return page(request, rows, chosen, lambda found: IndicatorOut(found, many=True).data)


def _indicators(form: Form, day: date) -> list[dict[str, Any]]:
    words = {line.code: line.formula for line in indicator_lines(form, day)}
    return [
        {
            "code": one.code,
            "libelle": one.row.label,
            "libelle_court": one.row.short,
            "definition": one.row.definition,
            "formule_en_mots": words[one.code],
            "numerateur": one.row.numerator,
            "denominateur": one.row.denominator,
            "multiplicateur": one.row.multiplier,
            "unite": one.row.unit,
            "decimales": one.row.decimals,
            "sens": one.row.direction,
            "cible": one.target,
            "cible_haute": one.target_high,
            "seuil_proche": one.row.near_percent,
            "lecteurs": list(one.row.readers),
            "source_du_texte": one.row.source,
            "confirme": one.row.confirmed,
        }
        for one in indicators_on(day).values()
    ]


@extend_schema(
    operation_id="mois",
    tags=TAGS,
    summary="Les mois de rapport, leurs dates",
    parameters=[PeriodsIn],
    responses=answers(paged(PeriodOut)),
)
@api_reading
@requires(Action.CATALOGUE_SEE)
def api_period_list(request: ApiRequest) -> Response:
    """Latest first."""
    chosen = asked(request, PeriodsIn)
    first, last = chosen.get("depuis"), chosen.get("jusqu_a")
    rows = [
        period
        for period in Period.objects.all()
        if (first is None or period.calendar >= first) and (last is None or period.calendar <= last)
    ]
    return page(request, rows, chosen, lambda found: PeriodOut(found, many=True).data)


@extend_schema(operation_id="un_mois", tags=TAGS, summary="Un mois de rapport", responses=answers(PeriodOut))
@api_reading
@requires(Action.CATALOGUE_SEE)
def api_period_show(request: ApiRequest, month: str) -> Response:
    """By its code."""
    asked(request)
    return Response(PeriodOut(period_at(month)).data)

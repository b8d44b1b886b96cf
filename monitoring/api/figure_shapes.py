"""Totals, indicators, completeness as the API tells them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.access import PlaceKind
from monitoring.figures import FAR, NEAR, OK, Figure
from monitoring.measure import OnWhat
from monitoring.series import SLOT_WORDS

FINAL, PROVISIONAL, GUARDED = "definitifs", "provisoires", "proteges"
REPORTS, AIRES = "rapports", "aires"
READ = {"final": FINAL, "provisional": PROVISIONAL, "guarded": GUARDED}
STATUS = {OK: "atteint", NEAR: "proche", FAR: "loin", "": "sans_cible"}
SUMS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "properties": {
            "somme": {"type": ["number", "null"]},
            "n": {"type": "integer"},
            "supprime": {"type": "boolean", "enum": [True]},
        },
        "required": ["somme", "n"],
        "additionalProperties": False,
    },
}


@extend_schema_field(SUMS)
class SumsField(serializers.DictField):
    """Key of a cell → sum, number of reports with a number there."""


class SpokenOut(serializers.Serializer[Any]):
    """Of which place, of which months, of which figures."""

    niveau = serializers.ChoiceField(PlaceKind.values)
    code = serializers.CharField()
    nom = serializers.CharField()
    depuis = serializers.CharField()
    jusqu_a = serializers.CharField()
    chiffres = serializers.ChoiceField(
        [FINAL, PROVISIONAL, GUARDED],
        help_text="Provisoires\u00a0: les rapports déclarés comptent\u202f; définitifs\u00a0: les validés. "
        "Protégés (partenaires)\u00a0: petits nombres supprimés, les autres arrondis.",
    )


class MonthTotalOut(serializers.Serializer[Any]):
    """One month."""

    mois = serializers.CharField()
    attendus = serializers.IntegerField(help_text="Rapports attendus.")
    recus = serializers.IntegerField()
    valides = serializers.IntegerField()
    a_temps = serializers.IntegerField()
    totaux = SumsField(
        help_text="Clé → somme et «\u00a0n\u00a0», nombre de rapports où c’est un nombre (ni vide ni NA). "
        "Une clé absente\u00a0: personne n’a donné de nombre. "
        "«\u00a0supprime\u00a0»\u00a0: petit nombre, non montré."
    )


class TotalsOut(SpokenOut):
    """The sums of a place, month by month."""

    mois = MonthTotalOut(many=True)


class FigureOut(serializers.Serializer[Any]):
    """One indicator at one place over some months."""

    indicateur = serializers.CharField()
    libelle = serializers.CharField()
    valeur = serializers.FloatField(
        allow_null=True,
        help_text="null\u00a0: rien de reçu, rien à diviser, ou petit nombre («\u00a0supprime\u00a0»).",
    )
    supprime = serializers.BooleanField(help_text="Petit nombre, non montré à ce lecteur.")
    valeur_en_mots = serializers.CharField()
    unite = serializers.CharField()
    numerateur = serializers.FloatField(allow_null=True)
    denominateur = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField(help_text="Rapports, ou aires, qui comptent dans ce chiffre.")
    attendus = serializers.IntegerField()
    comptes = serializers.ChoiceField(
        [REPORTS, AIRES],
        help_text="Ce que comptent «\u00a0n\u00a0» et «\u00a0attendus\u00a0»\u00a0: des rapports\u202f; "
        "pour un état à la fin du dernier mois (adhésion, organes), les aires connues et toutes les aires.",
    )
    provisoire = serializers.BooleanField()
    cible = serializers.FloatField(allow_null=True)
    cible_de = serializers.CharField(help_text="«\u00a0du district\u00a0»… Vide\u00a0: celle du catalogue.")
    jugement = serializers.ChoiceField(list(STATUS.values()))
    valeur_un_an_avant = serializers.FloatField(allow_null=True)
    a_verifier = serializers.CharField(help_text="Ce qui étonne dans ce chiffre\u00a0; vide d’ordinaire.")


class FiguresOut(SpokenOut):
    """The indicators of a place."""

    indicateurs = FigureOut(many=True)


class PointOut(serializers.Serializer[Any]):
    """One month of a curve."""

    mois = serializers.CharField()
    valeur = serializers.FloatField(allow_null=True)
    supprime = serializers.BooleanField(help_text="Petit nombre, non montré à ce lecteur.")
    n = serializers.IntegerField()
    attendus = serializers.IntegerField()
    provisoire = serializers.BooleanField()


class CurveOut(SpokenOut):
    """One indicator with the twenty-four months up to the last."""

    indicateur = FigureOut()
    courbe = PointOut(many=True)


class BelowOut(FigureOut):
    """The same indicator at a place inside."""

    code = serializers.CharField()
    nom = serializers.CharField()


class TableOut(SpokenOut):
    """One indicator, place by place."""

    par = serializers.ChoiceField(PlaceKind.values)
    lieux = BelowOut(many=True)


class SlotOut(serializers.Serializer[Any]):
    """One report that was expected, or will be."""

    mois = serializers.CharField()
    etat = serializers.ChoiceField(list(SLOT_WORDS))
    a_temps = serializers.BooleanField(allow_null=True, help_text="null\u00a0: pas reçu, ou jour inconnu.")
    jours_de_retard = serializers.IntegerField()


class CompletenessOut(serializers.Serializer[Any]):
    """One aire, month by month."""

    aire = serializers.CharField()
    nom = serializers.CharField()
    mois = SlotOut(many=True)


def told(figure: Figure) -> dict[str, Any]:
    """A figure as ``FigureOut`` reads it."""
    return {
        "indicateur": figure.code,
        "libelle": figure.label,
        "valeur": figure.value,
        "supprime": bool(figure.kept),
        "valeur_en_mots": figure.value_text,
        "unite": figure.unit_text,
        "numerateur": figure.above,
        "denominateur": figure.below,
        "n": figure.n,
        "attendus": figure.expected,
        "comptes": AIRES if figure.of_day else REPORTS,
        "provisoire": figure.provisional,
        "cible": figure.target,
        "cible_de": figure.target_whose,
        "jugement": STATUS[figure.status],
        "valeur_un_an_avant": figure.last_year_value,
        "a_verifier": figure.check,
    }


def spoken(thing: Any, kind: PlaceKind, months: list[Any], on: OnWhat) -> dict[str, Any]:
    """The head of every answer."""
    return {
        "niveau": kind.value,
        "code": thing.code,
        "nom": thing.name,
        "depuis": months[0].code,
        "jusqu_a": months[-1].code,
        "chiffres": READ[on],
    }

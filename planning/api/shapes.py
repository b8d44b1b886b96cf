"""How plans, their lines, acts, execution read in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.models import ActLog
from planning.enums import PAYERS, PlanState, Source
from planning.executing import Standing, odd
from planning.models import Activity, Plan

# The keys of JSON, by the column of the amount.
SOURCE_KEYS = {
    Source.STATE: "etat",
    Source.COMMUNE: "commune",
    Source.CERCLE: "cercle",
    Source.REGION: "region",
    Source.ASACO: "asaco",
    Source.PEOPLE: "communaute",
    Source.ANICT: "anict",
    Source.PARTNER: "ptf",
    Source.SOUGHT: "a_rechercher",
}
AMOUNTS = {"type": "object", "additionalProperties": {"type": "integer"}}


class PlanOut(serializers.Serializer[Any]):
    """One plan, without its lines."""

    numero = serializers.CharField(source="number", help_text="«\u00a0PO-2027-ML0202\u00a0».")
    aire = serializers.CharField(source="aire.code")
    annee = serializers.IntegerField(source="year")
    edition = serializers.IntegerField()
    etat = serializers.ChoiceField(PlanState.choices, source="state")
    version = serializers.IntegerField(help_text="À redonner pour agir.")
    dans_cet_etat_depuis = serializers.DateTimeField(source="moved_at")
    a_refaire_depuis = serializers.CharField(source="redo_from", help_text="D’un plan renvoyé\u00a0: l’acte.")
    bilan = serializers.CharField(source="closing_words")


class LineOut(serializers.Serializer[Any]):
    """One line of a plan."""

    cle = serializers.UUIDField(source="key", help_text="La même d’une édition à l’autre.")
    rang = serializers.IntegerField(source="rank")
    version = serializers.IntegerField()
    objectif = serializers.CharField(source="objective")
    resultat = serializers.CharField(source="result")
    activite = serializers.CharField(source="text")
    taches = serializers.CharField(source="tasks")
    indicateur = serializers.CharField(source="indicator")
    autre_indicateur = serializers.CharField(source="indicator_words")
    base = serializers.DecimalField(12, 2, source="baseline", allow_null=True, coerce_to_string=False)
    cible = serializers.DecimalField(12, 2, source="target", allow_null=True, coerce_to_string=False)
    mois = serializers.SerializerMethodField(help_text="De 1 à 12.")
    responsable = serializers.CharField(source="responsible")
    appui = serializers.CharField(source="support")
    lieu = serializers.CharField(source="place")
    composante = serializers.CharField(source="component")
    groupes = serializers.ListField(child=serializers.CharField(), source="groups")
    unite = serializers.CharField(source="unit")
    quantite = serializers.IntegerField(source="quantity")
    cout_unitaire = serializers.IntegerField(source="unit_cost")
    cout = serializers.IntegerField(source="cost", help_text="En FCFA\u00a0; la somme des sources.")
    sources = serializers.SerializerMethodField()
    nom_du_ptf = serializers.CharField(source="partner")

    @extend_schema_field({"type": "array", "items": {"type": "integer"}})
    def get_mois(self, line: Activity) -> list[int]:
        """The months of the mask."""
        return [bit + 1 for bit in range(12) if line.months >> bit & 1]

    @extend_schema_field(AMOUNTS)
    def get_sources(self, line: Activity) -> dict[str, int]:
        """FCFA by who pays."""
        return {key: getattr(line, source.value) for source, key in SOURCE_KEYS.items()}


class WholePlanOut(PlanOut):
    """One plan with its lines."""

    lignes = LineOut(source="lines", many=True)


class PlanActOut(serializers.Serializer[Any]):
    """An act that stands in the log."""

    acte = serializers.CharField(source="act")
    version = serializers.IntegerField(help_text="Version du plan après l’acte.")
    etat_avant = serializers.CharField(source="from_state")
    etat_apres = serializers.CharField(source="to_state")
    fait_le = serializers.DateTimeField(source="done_at")
    par = serializers.CharField(source="person_name")
    fonction = serializers.CharField(source="role")
    commentaire = serializers.CharField(source="comment")
    sur_papier = serializers.SerializerMethodField()

    def get_sur_papier(self, log: ActLog) -> bool:
        """Was it first taken by hand?"""
        return "paper" in log.details


class ExecutionOut(serializers.Serializer[Any]):
    """What was said of one line at the end of a quarter."""

    cle = serializers.UUIDField(source="activity.key")
    version = serializers.IntegerField(source="now.version", help_text="0\u00a0: rien n’a encore été dit.")
    realise = serializers.IntegerField(source="now.physical", allow_null=True, help_text="En %, cumulé")
    engage = serializers.IntegerField(source="now.engaged", help_text="Ce trimestre, en FCFA.")
    paye = serializers.SerializerMethodField()
    cause = serializers.CharField(source="now.gap")
    engage_depuis_janvier = serializers.IntegerField(source="engaged")
    paye_depuis_janvier = serializers.IntegerField(source="paid")
    a_verifier = serializers.SerializerMethodField()

    @extend_schema_field(AMOUNTS)
    def get_paye(self, there: Standing) -> dict[str, int]:
        """FCFA of the quarter by who paid."""
        return {SOURCE_KEYS[payer]: getattr(there.now, payer.value) for payer in PAYERS}

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_a_verifier(self, there: Standing) -> list[str]:
        """What may be true, and is odd."""
        return odd(there)


def whole(plan: Plan, lines: list[Activity]) -> dict[str, Any]:
    """The plan with its lines, as JSON."""
    return {**PlanOut(plan).data, "lignes": LineOut(lines, many=True).data}

"""A monthly report as the API tells it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.models import ActLog
from monitoring.enums import NA, ReportState, Severity
from monitoring.paper_words import paper_words

CELLS = {
    "type": "object",
    "additionalProperties": {"oneOf": [{"type": "integer"}, {"type": "string", "enum": [NA]}]},
}


@extend_schema_field(CELLS)
class CellsOut(serializers.DictField):
    """Key of a cell → number or "NA"; a cell that is not there is vide."""


class ReportLineOut(serializers.Serializer[Any]):
    """One report of the list."""

    aire = serializers.CharField(source="aire.code")
    mois = serializers.CharField(source="period.code")
    etat = serializers.ChoiceField(ReportState.values, source="state")
    version = serializers.IntegerField()
    premiere_declaration_le = serializers.DateTimeField(source="first_declared_at", allow_null=True)
    declare_le = serializers.DateTimeField(source="declared_at", allow_null=True)
    valide_le = serializers.DateTimeField(source="validated_at", allow_null=True)
    modifie_le = serializers.DateTimeField(
        source="touched_at", help_text="Dernière saisie, dernier commentaire ou dernier acte."
    )


class StampOut(serializers.Serializer[Any]):
    """A visa or a signature."""

    par = serializers.CharField()
    le = serializers.DateTimeField()


class SectionStateOut(serializers.Serializer[Any]):
    """Where one section stands."""

    code = serializers.CharField()
    remplies = serializers.IntegerField(help_text="Cases obligatoires remplies.")
    attendues = serializers.IntegerField(help_text="Cases obligatoires.")
    saisie_permise = serializers.BooleanField(help_text="À vous, maintenant.")
    visa = StampOut(allow_null=True, help_text="Visa ou signature\u00a0; null tant qu’il manque.")


class CommentOut(serializers.Serializer[Any]):
    """Why an unusual figure is right."""

    texte = serializers.CharField()
    par = serializers.CharField()
    le = serializers.DateTimeField()


class FailedRuleOut(serializers.Serializer[Any]):
    """A rule that fails on what one sees."""

    regle = serializers.CharField()
    gravite = serializers.ChoiceField(Severity.values)
    message = serializers.CharField()
    cases = serializers.ListField(child=serializers.CharField())
    commentaire = CommentOut(allow_null=True)


class AllowedOut(serializers.Serializer[Any]):
    """An act of one's function in this state."""

    acte = serializers.CharField(help_text="La fin de l’adresse où il se fait.")
    libelle = serializers.CharField()
    empechement = serializers.CharField(
        help_text="La phrase qui le refuserait maintenant\u00a0; vide\u00a0: rien."
    )


class PastActOut(serializers.Serializer[Any]):
    """One act of the log."""

    acte = serializers.CharField(source="act")
    etat_avant = serializers.CharField(source="from_state")
    etat_apres = serializers.CharField(source="to_state")
    version = serializers.IntegerField(help_text="Celle que l’acte a donnée.")
    motif = serializers.CharField(source="comment")
    par = serializers.CharField(source="person_name")
    fonction = serializers.CharField(source="role")
    lieu = serializers.CharField(source="place_name")
    le = serializers.DateTimeField(source="done_at")
    papier = serializers.SerializerMethodField(
        help_text="Pour un acte pris sur papier\u00a0: sa date, et qui l’a enregistré. Vide\u00a0: fait ici."
    )

    def get_papier(self, act: ActLog) -> str:
        return paper_words(act.details["paper"]) if "paper" in act.details else ""


class ReportOut(serializers.Serializer[Any]):
    """One report, cut to what its reader may see."""

    aire = serializers.CharField()
    nom_de_l_aire = serializers.CharField()
    mois = serializers.CharField()
    etat = serializers.ChoiceField(ReportState.values)
    version = serializers.IntegerField(help_text="À rendre avec toute écriture.")
    a_declarer_le = serializers.DateField(help_text="Au plus tard.")
    premiere_declaration_le = serializers.DateTimeField(allow_null=True)
    declare_le = serializers.DateTimeField(allow_null=True)
    valide_le = serializers.DateTimeField(allow_null=True)
    modifie_le = serializers.DateTimeField(allow_null=True)
    sections_rouvertes = serializers.ListField(
        child=serializers.CharField(), help_text="Aucune\u00a0: toutes, quand le rapport est renvoyé."
    )
    rouvert_jusqu_au = serializers.DateField(allow_null=True)
    voile = serializers.BooleanField(help_text="Vos chiffres ne se lisent qu’après la validation.")
    saisie_fermee = serializers.CharField(
        help_text="Pourquoi personne ne peut saisir\u00a0; vide\u00a0: ouverte."
    )
    valeurs = CellsOut(
        help_text="Clé de la case → nombre ou «\u00a0NA\u00a0»\u00a0; une case absente est vide."
    )
    sections = SectionStateOut(many=True)
    controles = FailedRuleOut(many=True)
    actes_permis = AllowedOut(many=True)
    actes = PastActOut(many=True)

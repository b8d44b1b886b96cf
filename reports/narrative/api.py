"""What the parties of a quarterly report said, for a program."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, requires
from core.api import api_reading
from core.api_lists import asked
from core.api_schema import answers
from reports.narrative.parties import Texts, load_texts
from reports.narrative.reading import voices_of
from reports.voices import PartyKind


class DivergenceOut(serializers.Serializer[Any]):
    """A divergent note: it changes nothing of what it answers."""

    de = serializers.CharField(
        source="of", help_text="Au nom de qui\u00a0: «\u00a0la commune de Boron\u00a0»."
    )
    texte = serializers.CharField(source="text")
    signe = serializers.CharField(source="signed", help_text="Nom, fonction, jour.")
    version_anterieure = serializers.BooleanField(source="older", help_text="Le texte a changé depuis.")


class VoiceOut(serializers.Serializer[Any]):
    """What one party said; empty answers and version 0 when it said nothing."""

    partie = serializers.ChoiceField(PartyKind.choices, source="party.kind")
    aire = serializers.CharField(source="party.aire.code", default=None, allow_null=True)
    nom = serializers.CharField(source="party.words")
    avance = serializers.CharField(source="row.progress", default="", help_text="Ce qui a avancé.")
    difficultes = serializers.CharField(source="row.difficulties", default="")
    demandes = serializers.CharField(source="row.requests", default="", help_text="Ce qui est demandé.")
    version = serializers.IntegerField(source="row.version", default=0)
    signe = serializers.CharField(source="signed", help_text="Nom, fonction, jour\u202f; vide sans texte.")
    avis_divergents = DivergenceOut(source="notes", many=True)


class VoicesOut(serializers.Serializer[Any]):
    """What was said of one quarter of a commune."""

    parties = VoiceOut(many=True)
    sur_les_chiffres = DivergenceOut(source="notes", many=True, help_text="Avis sur les chiffres du rapport.")


@extend_schema(
    operation_id="textes_du_trimestre",
    tags=["Documents"],
    summary="Ce que disent les parties d’un rapport trimestriel",
    responses=answers(VoicesOut),
)
@api_reading
@requires(Action.DOCUMENT_SEE, load_texts)
def api_narrative_show(request: ApiRequest, texts: Texts) -> Response:
    """As they stand now; the paper keeps those of its day."""
    asked(request)
    return Response(VoicesOut(voices_of(texts.commune, texts.quarter)).data)

"""Who one is, for a program: one's mandates, what each action reaches."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, requires
from core.api import api_reading, scope_in
from core.api_lists import asked
from core.api_schema import answers
from mandates.models import Mandate


class MandateOut(serializers.Serializer[Mandate]):
    """One mandate in force."""

    fonction = serializers.CharField(
        source="role", help_text="Code de la fonction\u00a0: «\u00a0secretaire\u00a0», «\u00a0maire\u00a0»…"
    )
    libelle = serializers.CharField(source="get_role_display")
    niveau = serializers.CharField(
        source="place_kind", help_text="aire, commune, district, cercle, region, pays"
    )
    lieu = serializers.SerializerMethodField(help_text="Code du lieu\u202f; vide pour le pays.")
    nom_du_lieu = serializers.CharField(source="place_name")
    depuis_le = serializers.DateField(source="starts_on")
    dernier_jour = serializers.DateField(source="last_day", allow_null=True)

    def get_lieu(self, mandate: Mandate) -> str:
        """The code of the place."""
        return mandate.place.code if mandate.place else ""


class MeOut(serializers.Serializer[dict[str, object]]):
    """The person behind the token or the session."""

    nom = serializers.CharField()
    mandats = MandateOut(many=True)
    actions = serializers.ListField(
        child=serializers.CharField(), help_text="Ce que ces mandats permettent quelque part."
    )


@extend_schema(
    operation_id="moi", tags=["Accès"], responses=answers(MeOut), summary="Qui suis-je, que puis-je"
)
@api_reading
@requires(Action.SELF)
def api_me(request: ApiRequest) -> Response:
    """The mandates that count for this request: of a token, those it was issued for."""
    asked(request)
    scope = scope_in(request)
    held = [holding.mandate_id for holding in scope.holdings]
    mandates = Mandate.objects.in_force(timezone.localdate()).with_places().filter(pk__in=held)
    actions = sorted(str(action) for action in scope.places)
    return Response(MeOut({"nom": scope.person_name, "mandats": mandates, "actions": actions}).data)

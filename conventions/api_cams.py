"""Conventions for a program: those one reads, one with its lines, the acts of its circuit. Reading only."""

from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from conventions.acts import ActView, act_views
from conventions.api import FIRST_YEAR, LAST_YEAR, TAGS, PairIn, of_pair
from conventions.awaiting import wait_of
from conventions.enums import ONCE_IN_FORCE, CamKind, CamParty, CamState, Frequency, Opinion
from conventions.loaders import cam_at
from conventions.models import Cam
from conventions.reading import sides
from conventions.words import state_of
from conventions.workflow import CIRCUIT
from core.access import Action, requires
from core.api import api_reading, scope_in
from core.api_lists import asked, page, paged
from core.api_schema import answers
from mandates.acted import behind_of


class CamOut(serializers.Serializer[Any]):
    """One edition of a convention, without its lines."""

    numero = serializers.CharField(source="number")
    aire = serializers.CharField(source="aire.code")
    commune = serializers.CharField(source="commune.code")
    edition = serializers.IntegerField()
    nature = serializers.ChoiceField(CamKind.choices, source="kind")
    motif = serializers.CharField(source="reason", help_text="D’un avenant.")
    etat = serializers.ChoiceField(CamState.choices, source="state")
    etat_en_mots = serializers.SerializerMethodField(help_text="Une convention échue le dit ici.")
    version = serializers.IntegerField()
    dans_cet_etat_depuis = serializers.DateTimeField(source="moved_at")
    duree_mois = serializers.IntegerField(source="months")
    preavis_mois = serializers.IntegerField(source="notice_months")
    date_d_effet = serializers.DateField(
        source="starts_on", allow_null=True, help_text="Souhaitée, tant qu’elle n’est pas en vigueur."
    )
    dernier_jour = serializers.DateField(source="ends_on", allow_null=True)
    avis_du_csref_le = serializers.DateField(source="advised_on", allow_null=True)
    deliberation = serializers.CharField()
    deliberation_du = serializers.DateField(source="deliberated_on", allow_null=True)
    signataire_commune = serializers.SerializerMethodField()
    signee_commune_le = serializers.DateField(source="commune_signed_on", allow_null=True)
    signataire_asaco = serializers.SerializerMethodField()
    signee_asaco_le = serializers.DateField(source="asaco_signed_on", allow_null=True)
    visa_du = serializers.DateField(source="vised_on", allow_null=True)
    denoncee_par = serializers.CharField(source="denounced_by", help_text="Vide\u00a0: par aucune.")

    def get_etat_en_mots(self, cam: Cam) -> str:
        """As the page says it today."""
        return state_of(cam, timezone.localdate())

    def get_signataire_commune(self, cam: Cam) -> str | None:
        """Nobody yet: null."""
        return str(cam.commune_signer) if cam.commune_signer else None

    def get_signataire_asaco(self, cam: Cam) -> str | None:
        """Nobody yet: null."""
        return str(cam.asaco_signer) if cam.asaco_signer else None


class CommitmentOut(serializers.Serializer[Any]):
    """What one party promises."""

    numero = serializers.CharField(
        source="number", help_text="«\u00a0C3\u00a0»\u00a0: le rang dans sa partie."
    )
    cle = serializers.UUIDField(source="line.key", help_text="La même d’une édition à l’autre.")
    partie = serializers.ChoiceField(CamParty.choices, source="line.party", help_text="Qui s’engage.")
    engagement = serializers.CharField(source="line.text")
    montant = serializers.IntegerField(
        source="line.amount", allow_null=True, help_text="En FCFA\u202f; null\u00a0: aucun n’est promis."
    )
    frequence = serializers.ChoiceField(Frequency.choices, source="line.frequency")
    echeance = serializers.DateField(
        source="line.due_on", allow_null=True, help_text="De ce qui se fait une fois."
    )
    mois = serializers.IntegerField(source="line.due_month", help_text="De ce qui revient\u00a0: sa fin.")
    quand = serializers.CharField(source="when")
    preuve_attendue = serializers.CharField(source="line.evidence")
    origine = serializers.CharField(source="line.source", help_text="D’où vient la ligne.")


class CamActOut(serializers.Serializer[Any]):
    """One act, as its receipt tells it."""

    numero = serializers.CharField(source="number")
    acte = serializers.CharField(source="log.act")
    en_mots = serializers.CharField(source="words")
    par = serializers.CharField(source="who", help_text="Qui, dans quelle fonction.")
    fait_le = serializers.DateTimeField(source="log.done_at")
    date_du_papier = serializers.SerializerMethodField(help_text="D’un acte pris sur papier.")
    avis = serializers.SerializerMethodField(help_text="Du CSRéf\u00a0: favorable, reserves, defavorable.")
    commentaire = serializers.CharField(source="log.comment")
    precisions = serializers.ListField(child=serializers.CharField(), source="notes")
    etat_apres = serializers.ChoiceField(CamState.choices, source="log.to_state")
    version = serializers.IntegerField(source="log.version")

    def get_date_du_papier(self, view: ActView) -> str | None:
        """An act done here: null."""
        paper = view.log.details.get("paper")
        return str(paper["on"]) if paper else None

    def get_avis(self, view: ActView) -> str | None:
        """Any other act: null."""
        return str(Opinion(view.log.details["kind"])) if view.log.act == "avis" else None


class WaitOut(serializers.Serializer[Any]):
    """What comes next."""

    actes = serializers.ListField(child=serializers.CharField(), source="acts")
    de = serializers.CharField(source="who", help_text="Par quelle fonction.")
    depuis_le = serializers.DateField(source="since")


class SubstituteOut(serializers.Serializer[Any]):
    """Who signs in another's stead."""

    partie = serializers.ChoiceField(CamParty.choices, source="party")
    personne = serializers.CharField(source="person")
    a_la_place_de = serializers.CharField(source="replaced")
    decision = serializers.CharField()
    decidee_le = serializers.DateField(source="decided_on")
    pourquoi = serializers.CharField(source="why")


class WholeCamOut(CamOut):
    """One edition with its lines, its acts."""

    preambule = serializers.CharField(source="preamble")
    attendu = serializers.SerializerMethodField(help_text="Rien n’est attendu\u00a0: null.")
    remplacants = serializers.SerializerMethodField()
    engagements = serializers.SerializerMethodField(help_text="Partie par partie.")
    actes = serializers.SerializerMethodField(help_text="Le plus ancien d’abord.")

    @extend_schema_field(WaitOut(allow_null=True))
    def get_attendu(self, cam: Cam) -> Any:
        """The acts that may come now."""
        wait = wait_of(cam)
        return WaitOut(wait).data if wait else None

    @extend_schema_field(SubstituteOut(many=True))
    def get_remplacants(self, cam: Cam) -> Any:
        """Those designated."""
        return SubstituteOut(cam.substitutes.select_related("person", "replaced"), many=True).data

    @extend_schema_field(CommitmentOut(many=True))
    def get_engagements(self, cam: Cam) -> Any:
        """In the order of the page."""
        lines = [line for side in sides(cam.commitments.all()) for line in side.lines]
        return CommitmentOut(lines, many=True).data

    @extend_schema_field(CamActOut(many=True))
    def get_actes(self, cam: Cam) -> Any:
        """As the page tells them, without their files."""
        logs = list(CIRCUIT.history(cam))
        return CamActOut(act_views(cam, logs, behind_of(logs), {}, {}), many=True).data


class CamsIn(PairIn):
    """Which ones."""

    annee = serializers.IntegerField(
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="En vigueur un jour de cette année.",
    )
    etat = serializers.ChoiceField(CamState.choices, required=False)


@extend_schema(
    operation_id="conventions", tags=TAGS, summary="Les conventions d’assistance mutuelle",
    parameters=[CamsIn], responses=answers(paged(CamOut)),
)  # fmt: skip
@api_reading
@requires(Action.CAM_SEE)
def api_cam_list(request: ApiRequest) -> Response:
    """Aire by aire, the latest edition first; a draft is met by those who write it or help."""
    chosen, scope = asked(request, CamsIn), scope_in(request)
    cams = of_pair(Cam.objects.visible_to(scope), "", scope, chosen)
    if year := chosen.get("annee"):
        first, last = date(year, 1, 1), date(year, 12, 31)
        cams = cams.filter(state__in=ONCE_IN_FORCE, starts_on__lte=last, ends_on__gte=first)
    if state := chosen.get("etat"):
        cams = cams.filter(state=state)
    found = cams.select_related("aire", "commune", "commune_signer", "asaco_signer")
    ordered = found.order_by("aire__code", "commune__code", "-edition")
    return page(request, ordered, chosen, lambda rows: CamOut(rows, many=True).data)


@extend_schema(
    operation_id="convention", tags=TAGS, summary="Une convention, ses engagements, ses actes",
    responses=answers(WholeCamOut),
)  # fmt: skip
@api_reading
@requires(Action.CAM_SEE, cam_at)
def api_cam_show(request: ApiRequest, cam: Cam) -> Response:
    """One edition as it stands."""
    asked(request)
    return Response(WholeCamOut(cam).data)

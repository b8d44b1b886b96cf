"""Acts against organs of ASACO, for a program: those of one's places, one with all under it. Reading only."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from asaco.api import TAGS
from asaco.api_budgets import PlacedIn, of_place
from asaco.crisis_reading import UNDER, CrisisOn, crises_on
from asaco.loaders import load_crisis
from asaco.models import Author, Crisis, CrisisKind, Outcome
from core.access import Action, Role, requires
from core.api import api_reading, scope_in
from core.api_lists import asked, page, paged
from core.api_schema import answers

OPEN, EVERY = "en_cours", "tous"


class CrisisOut(serializers.Serializer[Any]):
    """One act, as it stands today."""

    id = serializers.IntegerField(source="crisis.pk")
    aire = serializers.CharField(source="crisis.aire.code")
    organe = serializers.IntegerField(source="crisis.organ_id")
    nom_de_l_organe = serializers.CharField(source="crisis.organ.name")
    acte = serializers.ChoiceField(CrisisKind.choices, source="crisis.kind")
    date_de_l_acte = serializers.DateField(source="crisis.acted_on")
    dernier_jour = serializers.DateField(
        source="crisis.last_day", allow_null=True, help_text="D’une suspension\u202f; null\u00a0: non fixé."
    )
    pris_par = serializers.ChoiceField(Author.choices, source="crisis.author")
    en_cours = serializers.BooleanField(source="open", help_text="Tient-il aujourd’hui\u00a0?")
    etat_en_mots = serializers.SerializerMethodField()
    met_fin_a = serializers.IntegerField(
        source="crisis.lifts_id", allow_null=True, help_text="D’une levée\u00a0: l’acte."
    )
    organe_transitoire = serializers.IntegerField(source="crisis.transitional_id", allow_null=True)
    annule_le = serializers.DateField(
        source="crisis.annulled_on", allow_null=True, help_text="Écrit par erreur\u00a0: il ne compte pas."
    )
    avis_divergents = serializers.SerializerMethodField(help_text="Combien.")
    recours = serializers.SerializerMethodField(help_text="Combien.")

    def get_etat_en_mots(self, on: CrisisOn) -> str:
        """As the page says it."""
        return on.state[1]

    def get_avis_divergents(self, on: CrisisOn) -> int:
        """Those joined."""
        return len(on.dissents)

    def get_recours(self, on: CrisisOn) -> int:
        """Those written, annulled ones too."""
        return len(on.appeals)


class SignedOut(serializers.Serializer[Any]):
    """Who wrote it down, in which function, as it was that day."""

    par = serializers.CharField(source="person")
    fonction = serializers.ChoiceField(Role.choices, source="role")
    lieu = serializers.CharField(source="place_name")
    ecrit_le = serializers.DateField(source="recorded_on")


class CrisisDissentOut(SignedOut):
    """What a party says against the act."""

    texte = serializers.CharField(source="text")


class AppealOut(SignedOut):
    """An appeal, its outcome."""

    de = serializers.CharField(source="whose")
    devant = serializers.CharField(source="before")
    depose_le = serializers.DateField(source="filed_on")
    motifs = serializers.CharField(source="grounds")
    issue = serializers.ChoiceField([("", "attendue"), *Outcome.choices], source="outcome")
    issue_le = serializers.DateField(source="outcome_on", allow_null=True)
    issue_en_mots = serializers.CharField(source="outcome_words")
    annule_le = serializers.DateField(source="annulled_on", allow_null=True)
    annule_par = serializers.CharField(source="annulled_by", allow_null=True)
    motif_de_l_annulation = serializers.CharField(source="annulled_reason")


class WholeCrisisOut(CrisisOut):
    """One act, its basis, who differs, the appeals."""

    auteur = serializers.CharField(source="crisis.author_words", help_text="Nom et fonction.")
    base_legale = serializers.CharField(source="crisis.legal_basis")
    motifs = serializers.CharField(source="crisis.reasons")
    enregistre = SignedOut(source="crisis")
    annule_par = serializers.CharField(source="crisis.annulled_by", allow_null=True)
    motif_de_l_annulation = serializers.CharField(source="crisis.annulled_reason")
    leve_par = serializers.IntegerField(
        source="lifted_by.pk", allow_null=True, default=None, help_text="La levée qui y met fin."
    )
    textes_des_avis = CrisisDissentOut(source="dissents", many=True)
    textes_des_recours = AppealOut(source="appeals", many=True)


class CrisesIn(PlacedIn):
    """Which ones: those that hold today, or all."""

    etat = serializers.ChoiceField(
        [(OPEN, "qui tiennent aujourd’hui"), (EVERY, "tous, levés, finis, annulés aussi")], default=OPEN
    )


@extend_schema(
    operation_id="crises", tags=TAGS, summary="Les crises des ASACO\u00a0: dissolutions, suspensions, levées",
    parameters=[CrisesIn], responses=answers(paged(CrisisOut)),
)  # fmt: skip
@api_reading
@requires(Action.ORGAN_SEE)
def api_crisis_list(request: ApiRequest) -> Response:
    """Of one's places, the latest first."""
    chosen, today = asked(request, CrisesIn), timezone.localdate()
    places = scope_in(request).reach(Action.ORGAN_SEE)
    crises = of_place(Crisis.objects.within(places), "aire", places, chosen)
    if year := chosen.get("annee"):
        crises = crises.filter(acted_on__year=year)
    if chosen["etat"] == OPEN:
        crises = crises.open_on(today)
    found = crises.select_related("aire", "organ").prefetch_related(*UNDER)
    return page(request, found, chosen, lambda rows: CrisisOut(crises_on(rows, today), many=True).data)


@extend_schema(
    operation_id="crise", tags=TAGS, summary="Une crise, ses avis divergents, ses recours",
    responses=answers(WholeCrisisOut),
)  # fmt: skip
@api_reading
@requires(Action.ORGAN_SEE, load_crisis)
def api_crisis_show(request: ApiRequest, crisis: Crisis) -> Response:
    """One act with all that stands under it."""
    asked(request)
    return Response(WholeCrisisOut(crises_on([crisis], timezone.localdate())[0]).data)

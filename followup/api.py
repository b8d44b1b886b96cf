"""The follow-up for a program: the lines, one of them, what becomes of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from communes.models import Commune, District
from core.access import Action, PlaceKind, requires
from core.api import api_acting, api_reading, scope_in
from core.api_bodies import Text, VersionIn, WholeNumber, body_of
from core.api_lists import MomentField, PageIn, asked, named, page, paged
from core.api_schema import ACTING, answers
from core.problems import Fault, Invalid
from cscom.models import Aire
from followup.loaders import followup_seen
from followup.models import Followup, FollowupQuerySet, State
from followup.reading import with_postponements
from followup.updating import Said, faults, may_update, update

TAGS = ["Suivi"]
NAMES = {"state": "/etat", "due_on": "/echeance", "word": "/mot", "progress": "/avancement"}
PLACES: tuple[tuple[str, PlaceKind, Any], ...] = (
    ("aire", PlaceKind.AIRE, Aire),
    ("commune", PlaceKind.COMMUNE, Commune),
    ("district", PlaceKind.DISTRICT, District),
)


class FollowupOut(serializers.Serializer[Any]):
    """One line."""

    id = serializers.IntegerField(source="pk")
    numero = serializers.CharField(source="number", help_text="«\u00a0S-2026-17\u00a0».")
    niveau = serializers.CharField(source="place_kind", help_text="aire, commune, district")
    lieu = serializers.CharField(source="place.code")
    engagement = serializers.CharField(source="text")
    responsable = serializers.CharField(source="owner_name")
    fonction = serializers.CharField(source="owner_words")
    pris_le = serializers.DateField(source="taken_on")
    echeance = serializers.DateField(source="due_on")
    jours_de_retard = serializers.SerializerMethodField(
        help_text="Aujourd’hui\u00a0; 0 pour ce qui est réglé."
    )
    reports = serializers.IntegerField(source="postponed", help_text="Combien de fois l’échéance a changé.")
    etat = serializers.ChoiceField(State.choices, source="state")
    avancement = serializers.IntegerField(source="progress", allow_null=True, help_text="En pour cent.")
    mot = serializers.CharField(source="word")
    regle_le = serializers.DateField(source="settled_on", allow_null=True)
    preuve_attendue = serializers.CharField(source="proof_wanted")
    preuve_jointe = serializers.SerializerMethodField()
    origine = serializers.CharField(source="origin_label")
    page_d_origine = serializers.CharField(source="origin_url")
    version = serializers.IntegerField()
    modifie_le = serializers.DateTimeField(source="updated_at")

    def get_jours_de_retard(self, line: Followup) -> int:
        """As the page shows it."""
        return line.days_late(timezone.localdate())

    def get_preuve_jointe(self, line: Followup) -> bool:
        """Is there one?"""
        return line.proof_id is not None


class FollowupsIn(PageIn):
    """Which ones."""

    etat = serializers.ChoiceField(State.choices, required=False)
    en_retard = serializers.BooleanField(
        required=False, help_text="Seulement ce qui est en retard aujourd’hui."
    )
    a_moi = serializers.BooleanField(required=False, help_text="Seulement ce dont je suis responsable.")
    aire = serializers.CharField(required=False, max_length=20, help_text="Code d’une aire.")
    commune = serializers.CharField(
        required=False,
        max_length=20,
        help_text="Code d’une commune\u00a0: elle, et les aires qui la touchent.",
    )
    district = serializers.CharField(
        required=False, max_length=20, help_text="Code d’un district\u00a0: lui, ses aires, ses communes."
    )
    modifie_depuis = MomentField(required=False)


class ProgressIn(VersionIn):
    """What becomes of a line; what is absent stays as it was."""

    etat = serializers.ChoiceField(State.choices, required=False)
    echeance = serializers.DateField(required=False, help_text="Une nouvelle échéance demande un mot.")
    mot = Text(required=False, max_length=200, allow_blank=True)
    avancement = WholeNumber(required=False, min_value=0, max_value=100, allow_null=True)


@extend_schema(
    operation_id="suivi", tags=TAGS, summary="Les lignes suivies", parameters=[FollowupsIn],
    responses=answers(paged(FollowupOut)),
)  # fmt: skip
@api_reading
@requires(Action.SELF)
def api_followup_list(request: ApiRequest) -> Response:
    """By due date."""
    chosen, scope = asked(request, FollowupsIn), scope_in(request)
    rows = Followup.objects.visible_to(scope)
    for parameter, kind, model in PLACES:
        if code := chosen.get(parameter):
            rows = rows.at(kind, named(model.objects.all(), parameter, code).pk)
    if chosen.get("a_moi"):
        rows = rows.filter(owner=scope.person_id)
    rows = _in_state(rows, chosen)
    found = with_postponements(rows.located()).order_by("due_on", "pk")
    return page(request, found, chosen, lambda lines: FollowupOut(lines, many=True).data)


def _in_state(rows: FollowupQuerySet, chosen: dict[str, Any]) -> FollowupQuerySet:
    if state := chosen.get("etat"):
        rows = rows.filter(state=state)
    if chosen.get("en_retard"):
        rows = rows.late(timezone.localdate())
    if since := chosen.get("modifie_depuis"):
        rows = rows.filter(updated_at__gte=since)
    return rows


@extend_schema(
    operation_id="suivi_ligne", tags=TAGS, summary="Une ligne suivie", responses=answers(FollowupOut)
)
@api_reading
@requires(Action.SELF, followup_seen)
def api_followup_show(request: ApiRequest, line: Followup) -> Response:
    """One line, as it is now."""
    asked(request)
    return Response(FollowupOut(line).data)


@extend_schema(
    operation_id="suivi_avancement",
    tags=TAGS,
    summary="Dire ce que devient une ligne",
    description="L’annuler, ou changer son échéance, demande un mot. Ligne changée entre-temps\u00a0: 409.",
    request=ProgressIn,
    responses=answers(FollowupOut, ACTING),
)
@api_acting
@requires(Action.SELF, followup_seen)
def api_followup_update(request: ApiRequest, line: Followup) -> Response:
    """The same rules as the page's."""
    scope = scope_in(request)
    if not may_update(scope, line):
        raise PermissionDenied(Action.FOLLOWUP_EDIT)
    sent = body_of(request, ProgressIn)
    said = Said(
        sent.get("etat", line.state),
        sent.get("echeance", line.due_on),
        sent.get("mot", ""),
        sent.get("avancement", line.progress),
    )
    if sent["version"] == line.version and (wrong := faults(line, said)):
        raise Invalid([Fault(NAMES[name], sentence) for name, sentence in wrong.items()])
    update(line, said, scope, version=sent["version"])
    return Response(FollowupOut(followup_seen(scope, line.pk)).data)

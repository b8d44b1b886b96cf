"""Meetings for a program: those within reach, one of them with its agenda, who came, what it decided."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from concertation.enums import Attendance, MeetingState, Outcome, Part
from concertation.loaders import meeting_at
from concertation.models import Decision, Meeting
from concertation.reading import Point, Sheet, agenda_of, attendance_of
from core.access import Action, requires
from core.api import api_reading, scope_in
from core.api_lists import PageIn, asked, page, paged
from core.api_schema import answers

TAGS = ["Réunions"]


class MeetingOut(serializers.Serializer[Any]):
    """One meeting."""

    id = serializers.IntegerField(source="pk")
    organe = serializers.IntegerField(source="organ_id")
    nom_organe = serializers.CharField(source="organ.name")
    niveau = serializers.CharField(source="organ.place_kind")
    lieu = serializers.SerializerMethodField(help_text="Code du lieu de l’organe\u202f; vide pour le pays.")
    session = serializers.CharField(source="sitting", help_text="ordinaire, extraordinaire")
    etat = serializers.ChoiceField(MeetingState.choices, source="state")
    prevue_le = serializers.DateField(source="planned_on")
    convoquee_le = serializers.DateField(source="convened_on", allow_null=True)
    tenue_le = serializers.DateField(source="held_on", allow_null=True)
    sieges = serializers.IntegerField(source="seats", allow_null=True, help_text="Ouverts ce jour-là.")
    quorum = serializers.IntegerField(allow_null=True, help_text="Combien devaient être là.")
    seconde_convocation = serializers.BooleanField(source="second_call")
    pv_envoye_le = serializers.DateField(source="sent_on", allow_null=True)
    pv_approuve_le = serializers.DateField(source="approved_on", allow_null=True)
    version = serializers.IntegerField()

    def get_lieu(self, meeting: Meeting) -> str:
        """The code of the organ's place."""
        return meeting.organ.place.code if meeting.organ.place else ""


class DissentOut(serializers.Serializer[Any]):
    """A divergent opinion."""

    de = serializers.CharField(source="whose", help_text="Siège ou partie.")
    avis = serializers.CharField(source="text")


class StandOut(serializers.Serializer[Any]):
    """How the members stood on an item or on one of its decisions."""

    sur = serializers.CharField(source="about", help_text="«\u00a0point\u00a0», «\u00a0D3\u00a0».")
    pour = serializers.IntegerField(source="ballot.ayes", default=None, allow_null=True)
    contre = serializers.IntegerField(source="ballot.noes", default=None, allow_null=True)
    abstentions = serializers.IntegerField(source="ballot.abstentions", default=None, allow_null=True)
    avis_divergents = DissentOut(source="dissents", many=True)


class ItemOut(serializers.Serializer[Any]):
    """One item of the agenda; an internal one shows its number alone to who does not sit."""

    numero = serializers.IntegerField(source="item.rank")
    point = serializers.CharField(source="title")
    nature = serializers.CharField(source="item.kind", help_text="pv, suivi, point")
    ouverture = serializers.CharField(source="item.openness", help_text="commun, interne")
    duree_minutes = serializers.IntegerField(source="item.duration", allow_null=True)
    suite = serializers.ChoiceField(Outcome.choices, source="item.outcome", allow_blank=True)
    motif = serializers.SerializerMethodField()
    votes = StandOut(source="stands", many=True, help_text="Votes comptés, avis divergents.")

    def get_motif(self, point: Point) -> str:
        """Why it was put off or withdrawn."""
        return "" if point.hidden else point.item.reason


class PresenceOut(serializers.Serializer[Any]):
    """How one seat attended."""

    fonction = serializers.CharField(source="function")
    nom = serializers.CharField(source="name", help_text="Vide\u00a0: siège vacant.")
    presence = serializers.ChoiceField(Attendance.choices, source="status")
    represente_par = serializers.CharField(source="proxy")


class InterestOut(serializers.Serializer[Any]):
    """An interest that somebody declared in a decision."""

    nom = serializers.CharField(source="name")
    fonction = serializers.CharField(source="function", help_text="Ce jour-là.")
    interet = serializers.CharField(source="text")
    vote = serializers.ChoiceField(Part.choices, source="part", help_text="vote\u00a0: y a pris part.")


class DecisionOut(serializers.Serializer[Any]):
    """One decision; once the meeting is closed it is a line of the follow-up."""

    numero = serializers.CharField(source="code", help_text="«\u00a0D3\u00a0».")
    decision = serializers.CharField(source="text")
    responsable = serializers.CharField(source="owner_name")
    echeance = serializers.DateField(source="due_on")
    preuve_attendue = serializers.CharField(source="proof_wanted")
    indicateur = serializers.CharField(source="indicator")
    interets_declares = InterestOut(source="interests.all", many=True)
    suivi = serializers.SerializerMethodField(help_text="Numéro de la ligne du suivi.")

    def get_suivi(self, decision: Decision) -> str | None:
        """Before the close: null."""
        return decision.followup.number if decision.followup else None


class WholeMeetingOut(serializers.Serializer[Any]):
    """One meeting, whole."""

    reunion = MeetingOut()
    ordre_du_jour = ItemOut(many=True)
    presents_ou_representes = serializers.IntegerField()
    presences = PresenceOut(many=True)
    decisions = DecisionOut(many=True)
    compte_rendu = serializers.CharField()


class MeetingsIn(PageIn):
    """Which ones."""

    etat = serializers.ChoiceField(MeetingState.choices, required=False)
    organe = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    depuis = serializers.DateField(required=False, help_text="Prévues ce jour-là, ou après.")


@extend_schema(
    operation_id="reunions", tags=TAGS, summary="Les réunions", parameters=[MeetingsIn],
    responses=answers(paged(MeetingOut)),
)  # fmt: skip
@api_reading
@requires(Action.SELF)
def api_meeting_list(request: ApiRequest) -> Response:
    """The latest first."""
    chosen = asked(request, MeetingsIn)
    rows = Meeting.objects.visible_to(scope_in(request)).located().order_by("-planned_on", "-pk")
    if state := chosen.get("etat"):
        rows = rows.filter(state=state)
    if organ := chosen.get("organe"):
        rows = rows.filter(organ=organ)
    if since := chosen.get("depuis"):
        rows = rows.filter(planned_on__gte=since)
    return page(request, rows, chosen, lambda found: MeetingOut(found, many=True).data)


@extend_schema(
    operation_id="reunion", tags=TAGS, summary="Une réunion, entière", responses=answers(WholeMeetingOut)
)
@api_reading
@requires(Action.SELF, meeting_at)
def api_meeting_show(request: ApiRequest, meeting: Meeting) -> Response:
    """Its agenda, who came, what it decided, its minutes."""
    asked(request)
    points = agenda_of(meeting, scope_in(request))
    sheet: Sheet = attendance_of(meeting)
    whole = {
        "reunion": meeting,
        "ordre_du_jour": points,
        "presents_ou_representes": sheet.there,
        "presences": sheet.rows,
        "decisions": [one for point in points if not point.hidden for one in point.decisions],
        "compte_rendu": meeting.minutes,
    }
    return Response(WholeMeetingOut(whole).data)

"""Organs for a program: those within reach, one of them with its seats, the seats to fill. Reading only."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, requires
from core.api import api_reading, scope_in
from core.api_lists import PageIn, asked, named, page, paged
from core.api_schema import answers
from mandates.models import Group, Organ
from mandates.organs.lines import SeatLine, lines_of_seats
from mandates.organs.listing import LEVELS, Spot, organs_seen, seats_to_fill
from mandates.organs.loaders import organ_seen
from mandates.organs.reading import OrganOn, organ_on, organs_on

TAGS = ["Organes"]
EMPTY, SOON = "vides", "bientot"


class SeatOut(serializers.Serializer[Any]):
    """One seat, today."""

    id = serializers.IntegerField(source="seat.pk")
    organe = serializers.IntegerField(source="seat.organ_id")
    fonction = serializers.CharField(source="seat.words")
    represente = serializers.ChoiceField(Group.choices, source="seat.group")
    preside = serializers.BooleanField(source="seat.chair")
    prevu_par_les_textes = serializers.BooleanField(source="seat.statutory")
    etat = serializers.CharField(source="state.word", help_text="pourvu, finit bientôt, mandat échu, vacant.")
    etat_en_mots = serializers.CharField(source="words")
    titulaire = serializers.SerializerMethodField(help_text="Qui le tient aujourd’hui.")
    sexe = serializers.SerializerMethodField(help_text="F ou M, de qui le tient.")
    acte = serializers.SerializerMethodField()
    depuis_le = serializers.SerializerMethodField()
    dernier_jour = serializers.SerializerMethodField()

    def get_titulaire(self, line: SeatLine) -> str | None:
        """Nobody: null."""
        return str(line.hold.person) if line.hold else None

    def get_sexe(self, line: SeatLine) -> str | None:
        """Of the holder."""
        return line.hold.person.sex if line.hold else None

    def get_acte(self, line: SeatLine) -> str | None:
        """By what it is held."""
        return line.hold.act if line.hold else None

    def get_depuis_le(self, line: SeatLine) -> str | None:
        """The first day of the mandate."""
        return line.hold.starts_on.isoformat() if line.hold else None

    def get_dernier_jour(self, line: SeatLine) -> str | None:
        """None too when no end is written."""
        return line.hold.last_day.isoformat() if line.hold and line.hold.last_day else None


class OrganOut(serializers.Serializer[Any]):
    """One organ, today."""

    id = serializers.IntegerField(source="organ.pk")
    type = serializers.CharField(source="organ.kind.code")
    nom = serializers.CharField(source="organ.name")
    niveau = serializers.CharField(
        source="organ.place_kind", help_text="aire, commune, district, cercle, region, pays"
    )
    lieu = serializers.SerializerMethodField(help_text="Code du lieu\u202f; vide pour le pays.")
    transitoire = serializers.BooleanField(source="organ.transitional")
    depuis_le = serializers.DateField(source="organ.opened_on")
    dernier_jour = serializers.DateField(source="organ.last_day", allow_null=True)
    reunions_par_an = serializers.IntegerField(source="organ.sessions_a_year", allow_null=True)
    mandat_mois = serializers.IntegerField(source="organ.mandate_months", allow_null=True)
    quorum = serializers.IntegerField(help_text="Combien doivent être là, aujourd’hui.")
    textes = serializers.CharField(source="organ.source", help_text="D’où viennent ces règles.")
    a_confirmer = serializers.BooleanField(source="organ.estimated")
    preside = serializers.SerializerMethodField(help_text="Qui préside aujourd’hui.")
    sieges = serializers.SerializerMethodField(help_text="Sièges ouverts.")
    pourvus = serializers.SerializerMethodField()
    femmes = serializers.IntegerField(source="women", help_text="Parmi les sièges pourvus.")
    vacants = serializers.IntegerField(source="vacant")
    echus = serializers.IntegerField(source="expired")
    finissent_bientot = serializers.IntegerField(source="ending", help_text="Dans les 180 jours.")

    def get_lieu(self, on: OrganOn) -> str:
        """The code of the place."""
        return on.organ.place.code if on.organ.place else ""

    def get_preside(self, on: OrganOn) -> str | None:
        """Nobody: null."""
        return str(on.presiding) if on.presiding else None

    def get_sieges(self, on: OrganOn) -> int:
        """How many are open."""
        return len(on.lines)

    def get_pourvus(self, on: OrganOn) -> int:
        """How many are held."""
        return len(on.seated)


@dataclass(frozen=True, slots=True)
class _Whole:
    """An organ, its seats."""

    on: OrganOn
    missing: list[Group]


class OrganWithSeatsOut(serializers.Serializer[_Whole]):
    """One organ, its seats, the groups for which somebody sits or nobody does."""

    organe = OrganOut(source="on")
    sieges = SeatOut(source="on.lines", many=True)
    groupes_representes = serializers.ListField(child=serializers.CharField(), source="on.represented")
    groupes_absents = serializers.ListField(child=serializers.CharField(), source="missing")


class PlacedIn(PageIn):
    """Of which place: it, and what it holds."""

    aire = serializers.CharField(required=False, max_length=20, help_text="Code d’une aire.")
    commune = serializers.CharField(
        required=False, max_length=20, help_text="Code\u00a0: la commune, les aires qui la touchent."
    )
    district = serializers.CharField(required=False, max_length=20, help_text="Code d’un district.")
    cercle = serializers.CharField(required=False, max_length=20, help_text="Code d’un cercle.")
    region = serializers.CharField(required=False, max_length=20, help_text="Code d’une région.")


class OrgansIn(PlacedIn):
    """Which organs."""

    passes = serializers.BooleanField(required=False, help_text="Ceux qui ne sont plus en place.")


class SeatsIn(PlacedIn):
    """Which seats."""

    etat = serializers.ChoiceField(
        [(EMPTY, "que personne ne tient"), (SOON, "qui finissent dans les 180 jours")], default=EMPTY
    )


@extend_schema(
    operation_id="organes", tags=TAGS, summary="Les organes", parameters=[OrgansIn],
    responses=answers(paged(OrganOut)),
)  # fmt: skip
@api_reading
@requires(Action.SELF)
def api_organ_list(request: ApiRequest) -> Response:
    """In the order of the page: those of one's places, those where one sits."""
    chosen, today = asked(request, OrgansIn), timezone.localdate()
    organs = organs_seen(scope_in(request), _spot(chosen), "", today, past=bool(chosen.get("passes")))
    return page(request, organs, chosen, lambda rows: OrganOut(organs_on(list(rows), today), many=True).data)


@extend_schema(
    operation_id="organe", tags=TAGS, summary="Un organe et ses sièges",
    responses=answers(OrganWithSeatsOut),
)  # fmt: skip
@api_reading
@requires(Action.SELF, organ_seen)
def api_organ_show(request: ApiRequest, organ: Organ) -> Response:
    """As it is today."""
    asked(request)
    on = organ_on(organ, max(timezone.localdate(), organ.opened_on))
    expected = set(organ.kind.lines.values_list("group", flat=True))
    return Response(OrganWithSeatsOut(_Whole(on, on.missing(expected))).data)


@extend_schema(
    operation_id="sieges_a_pourvoir", tags=TAGS, summary="Les sièges à pourvoir", parameters=[SeatsIn],
    responses=answers(paged(SeatOut)),
)  # fmt: skip
@api_reading
@requires(Action.SELF)
def api_seat_list(request: ApiRequest) -> Response:
    """Those that nobody holds, or those that end soon without a relay."""
    chosen, today = asked(request, SeatsIn), timezone.localdate()
    empty, ending = seats_to_fill(scope_in(request), _spot(chosen), today)
    seats = ending if chosen["etat"] == SOON else empty
    return page(
        request, seats, chosen, lambda rows: SeatOut(lines_of_seats(list(rows), today), many=True).data
    )


def _spot(chosen: dict[str, Any]) -> Spot | None:
    for kind, model in LEVELS.items():
        if code := chosen.get(kind.value):
            return Spot(kind, named(model.objects.all(), kind.value, code))
    return None

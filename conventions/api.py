"""Commitments of conventions, year by year, for a program: amounts, what each party says. Reading only."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from communes.models import Commune
from conventions.enums import CamParty, Frequency, Mark
from conventions.late import days_late
from conventions.models import Cam, Due, Score
from core.access import Action, Scope, requires
from core.api import api_reading, scope_in
from core.api_lists import PageIn, asked, named, page, paged
from core.api_schema import answers
from cscom.models import Aire

FIRST_YEAR, LAST_YEAR = 2000, 2100
TAGS = ["Conventions"]
Rows = TypeVar("Rows", bound=QuerySet[Any])


class SaidOut(serializers.Serializer[Any]):
    """What one party says of a commitment in a year."""

    partie = serializers.ChoiceField(CamParty.choices, source="party")
    etat = serializers.ChoiceField(Mark.choices, source="mark")
    precision = serializers.CharField(source="words")
    dit_le = serializers.DateTimeField(source="at")


class DueOut(serializers.Serializer[Any]):
    """One commitment in one year; an amount that is null was not said, which is not zero."""

    convention = serializers.CharField(source="commitment.cam.number")
    aire = serializers.CharField(source="commitment.cam.aire.code")
    commune = serializers.CharField(source="commitment.cam.commune.code")
    cle = serializers.UUIDField(source="commitment.key", help_text="La même d’une édition à l’autre.")
    partie = serializers.ChoiceField(CamParty.choices, source="commitment.party", help_text="Qui s’engage.")
    engagement = serializers.CharField(source="commitment.text")
    frequence = serializers.ChoiceField(Frequency.choices, source="commitment.frequency")
    montant_promis = serializers.IntegerField(source="commitment.amount", allow_null=True)
    preuve_attendue = serializers.CharField(source="commitment.evidence")
    annee = serializers.IntegerField(source="year")
    echeance = serializers.DateField(source="due_on")
    annonce = serializers.IntegerField(source="announced", allow_null=True)
    appele = serializers.IntegerField(source="called", allow_null=True)
    paye = serializers.IntegerField(source="paid", allow_null=True)
    motif_du_trop_percu = serializers.CharField(source="reason")
    jours_de_retard = serializers.SerializerMethodField(help_text="0\u00a0: tenu, sans objet ou pas échu.")
    paroles = SaidOut(source="scores.all", many=True, help_text="Une par partie qui a parlé.")

    def get_jours_de_retard(self, due: Due) -> int:
        """Past its day, and not said kept by all who spoke."""
        return days_late(due.due_on, [one.mark for one in due.scores.all()], timezone.localdate())


class PairIn(PageIn):
    """Of which aire, of which commune."""

    aire = serializers.CharField(required=False, max_length=20, help_text="Code d’une aire.")
    commune = serializers.CharField(required=False, max_length=20, help_text="Code d’une commune.")


def of_pair(rows: Rows, way: str, scope: Scope, chosen: Mapping[str, Any]) -> Rows:
    """Those of the parties that are asked: of one's places, or bound to them; ``way``: to the convention."""
    reach = scope.reach(Action.CAM_SEE)
    if code := chosen.get("aire"):
        rows = rows.filter(**{f"{way}aire": named(Aire.objects.within(reach), "aire", code)})
    if code := chosen.get("commune"):
        within = Q(pk__in=Commune.objects.within(reach).values("pk"))
        bound = Q(pk__in=Cam.objects.visible_to(scope).values("commune"))
        rows = rows.filter(
            **{f"{way}commune": named(Commune.objects.filter(within | bound), "commune", code)}
        )
    return rows


class DuesIn(PairIn):
    """Of which aire, commune, year, party."""

    annee = serializers.IntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    partie = serializers.ChoiceField(CamParty.choices, required=False, help_text="Qui s’engage.")


@extend_schema(
    operation_id="engagements", tags=TAGS,
    summary="Les engagements des conventions, année par année", parameters=[DuesIn],
    responses=answers(paged(DueOut)),
)  # fmt: skip
@api_reading
@requires(Action.CAM_SEE)
def api_due_list(request: ApiRequest) -> Response:
    """Of the conventions one reads, once in force, the latest year first."""
    chosen, scope = asked(request, DuesIn), scope_in(request)
    rows = of_pair(Due.objects.binding().visible_to(scope), "commitment__cam__", scope, chosen)
    if year := chosen.get("annee"):
        rows = rows.filter(year=year)
    if party := chosen.get("partie"):
        rows = rows.filter(commitment__party=party)
    scores = Prefetch("scores", Score.objects.order_by("pk"))
    ordered = (
        rows.select_related("commitment__cam__aire", "commitment__cam__commune")
        .prefetch_related(scores)
        .order_by("-year", "commitment__cam", "commitment__rank", "pk")
    )
    return page(request, ordered, chosen, lambda found: DueOut(found, many=True).data)

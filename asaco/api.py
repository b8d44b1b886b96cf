"""What villages give, for a program: members counted, contributions. Reading only."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from asaco.models import Contribution, Membership
from asaco.models.villages import FIRST_YEAR, LAST_YEAR
from core.access import Action, requires
from core.api import api_reading, scope_in
from core.api_lists import PageIn, asked, named, page, paged
from core.api_schema import answers
from cscom.models import Aire

TAGS = ["ASACO"]


class OfVillageOut(serializers.Serializer[Any]):
    """What every row says: where, when."""

    aire = serializers.CharField(source="asaco.aire.code")
    village = serializers.CharField(source="village.code")
    nom = serializers.CharField(source="village.name")
    annee = serializers.IntegerField(source="year")
    enregistre_le = serializers.DateTimeField(source="saved_at")


class MembershipOut(OfVillageOut):
    """Members of a village in a year; null: not counted, which is not zero."""

    cartes = serializers.IntegerField(source="cards", allow_null=True)
    personnes_couvertes = serializers.IntegerField(source="persons", allow_null=True)


class ContributionOut(OfVillageOut):
    """Contribution of a village for a year, in FCFA; null: not said, which is not zero."""

    appele = serializers.IntegerField(source="due", allow_null=True)
    paye = serializers.IntegerField(source="paid", allow_null=True)
    motif_du_trop_percu = serializers.CharField(source="reason")


class GivenIn(PageIn):
    """Of which aire, which year."""

    aire = serializers.CharField(required=False, max_length=20, help_text="Code d’une aire.")
    annee = serializers.IntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)


@extend_schema(
    operation_id="adhesions", tags=TAGS, summary="Les adhésions des villages", parameters=[GivenIn],
    responses=answers(paged(MembershipOut)),
)  # fmt: skip
@api_reading
@requires(Action.ASACO_SEE)
def api_membership_list(request: ApiRequest) -> Response:
    """Of one's places, the latest year first."""
    return _given(request, Membership, Action.ASACO_SEE, MembershipOut)


@extend_schema(
    operation_id="cotisations", tags=TAGS, summary="Les cotisations des villages", parameters=[GivenIn],
    responses=answers(paged(ContributionOut)),
)  # fmt: skip
@api_reading
@requires(Action.MANAGEMENT_SEE)
def api_contribution_list(request: ApiRequest) -> Response:
    """Where accounts are read, the latest year first."""
    return _given(request, Contribution, Action.MANAGEMENT_SEE, ContributionOut)


def _given(
    request: ApiRequest,
    kind: type[Membership] | type[Contribution],
    action: Action,
    shape: type[OfVillageOut],
) -> Response:
    chosen = asked(request, GivenIn)
    aires = Aire.objects.within(scope_in(request).reach(action))
    rows = kind.objects.filter(asaco__aire__in=aires.values("pk")).select_related("asaco__aire", "village")
    if code := chosen.get("aire"):
        rows = rows.filter(asaco__aire=named(aires, "aire", code))
    if year := chosen.get("annee"):
        rows = rows.filter(year=year)
    ordered = rows.order_by("-year", "asaco__aire__code", "village__name", "pk")
    return page(request, ordered, chosen, lambda found: shape(found, many=True).data)

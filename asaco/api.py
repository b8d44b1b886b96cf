"""What villages give, what an ASACO means to receive and spend, for a program. Reading only."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from asaco.models import EXPENSES, RECEIPTS, Budget, Contribution, Membership
from asaco.models.villages import FIRST_YEAR, LAST_YEAR
from communes.models import Commune
from core.access import Action, PlaceSet, requires
from core.api import api_reading, scope_in
from core.api_lists import PageIn, asked, named, page, paged
from core.api_schema import answers
from cscom.models import Aire, CommuneShare

TAGS = ["ASACO"]
Rows = TypeVar("Rows", bound=QuerySet[Any])
AMOUNTS = {"type": "object", "additionalProperties": {"type": ["integer", "null"]}}


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


class BudgetOut(serializers.Serializer[Any]):
    """The budget adopted for a year, in FCFA; a heading that is null is not said, which is not zero."""

    aire = serializers.CharField(source="asaco.aire.code")
    annee = serializers.IntegerField(source="year")
    adopte_le = serializers.DateField(source="adopted_on")
    adopte_par = serializers.CharField(source="organ_words")
    recettes = serializers.SerializerMethodField(help_text="Par rubrique, celles du rapport mensuel.")
    total_des_recettes = serializers.SerializerMethodField()
    depenses = serializers.SerializerMethodField(help_text="Par rubrique, celles du rapport mensuel.")
    total_des_depenses = serializers.SerializerMethodField()
    enregistre_le = serializers.DateTimeField(source="saved_at")

    @extend_schema_field(AMOUNTS)
    def get_recettes(self, budget: Budget) -> dict[str, int | None]:
        """The code of the line → its amount."""
        return {code: getattr(budget, name) for code, name, _ in RECEIPTS}

    def get_total_des_recettes(self, budget: Budget) -> int | None:
        """Of what is said."""
        return budget.planned(RECEIPTS)

    @extend_schema_field(AMOUNTS)
    def get_depenses(self, budget: Budget) -> dict[str, int | None]:
        """The code of the line → its amount."""
        return {code: getattr(budget, name) for code, name, _ in EXPENSES}

    def get_total_des_depenses(self, budget: Budget) -> int | None:
        """Of what is said."""
        return budget.planned(EXPENSES)


class GivenIn(PageIn):
    """Of which aire, which year."""

    aire = serializers.CharField(required=False, max_length=20, help_text="Code d’une aire.")
    annee = serializers.IntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)


class PlacedIn(GivenIn):
    """Of which aire, which commune, which year."""

    commune = serializers.CharField(
        required=False, max_length=20, help_text="Code d’une commune\u00a0: les aires qui la touchent."
    )


def of_place(rows: Rows, aire: str, places: PlaceSet, chosen: Mapping[str, Any]) -> Rows:
    """Those of the aire, of the aires touching the commune that are asked; ``aire``: the way to it."""
    if code := chosen.get("aire"):
        rows = rows.filter(**{aire: named(Aire.objects.within(places), "aire", code)})
    if code := chosen.get("commune"):
        commune = named(Commune.objects.within(places), "commune", code)
        touched = CommuneShare.objects.filter(commune=commune, ends_on=None).values("aire")
        rows = rows.filter(**{f"{aire}__in": touched})
    return rows


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


@extend_schema(
    operation_id="budgets", tags=TAGS, summary="Les budgets des ASACO", parameters=[PlacedIn],
    responses=answers(paged(BudgetOut)),
)  # fmt: skip
@api_reading
@requires(Action.MANAGEMENT_SEE)
def api_budget_list(request: ApiRequest) -> Response:
    """Where accounts are read, the latest year first."""
    chosen, places = asked(request, PlacedIn), scope_in(request).reach(Action.MANAGEMENT_SEE)
    within = Aire.objects.within(places).values("pk")
    rows = of_place(Budget.objects.filter(asaco__aire__in=within), "asaco__aire", places, chosen)
    if year := chosen.get("annee"):
        rows = rows.filter(year=year)
    ordered = rows.select_related("asaco__aire").order_by("-year", "asaco__aire__code", "pk")
    return page(request, ordered, chosen, lambda found: BudgetOut(found, many=True).data)

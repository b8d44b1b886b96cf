"""Budgets of ASACO, year by year, for a program. Reading only."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from asaco.api import TAGS, GivenIn
from asaco.models import EXPENSES, RECEIPTS, Budget
from communes.models import Commune
from core.access import Action, PlaceSet, requires
from core.api import api_reading, scope_in
from core.api_lists import asked, named, page, paged
from core.api_schema import answers
from cscom.models import Aire, CommuneShare

Rows = TypeVar("Rows", bound=QuerySet[Any])
AMOUNTS = {"type": "object", "additionalProperties": {"type": ["integer", "null"]}}


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

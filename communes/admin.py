"""The administrator's pages of the territory. A place closes on a date; nothing is deleted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from communes.models import Cercle, Coefficient, Commune, District, Population, Region, Village

DATES = ["opened_on", "closed_on", "source"]


class KeptAdmin(admin.ModelAdmin[Any]):
    """Rows that stay: no deletion, and a code that is given once."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The code is what files, reports and addresses know the place by."""
        given = list(super().get_readonly_fields(request, obj))
        has_code = any(field.name == "code" for field in self.model._meta.fields)
        return [*given, "code"] if obj and has_code else given


@admin.register(Region)
class RegionAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["name", "code", "opened_on", "closed_on"]
    search_fields = ["name", "code"]
    fields = ["code", "name", *DATES]


@admin.register(Cercle)
class CercleAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["name", "code", "region", "growth_rate", "closed_on"]
    list_select_related = ["region"]
    list_filter = ["region"]
    search_fields = ["name", "code"]
    fields = ["code", "name", "region", "growth_rate", *DATES]


@admin.register(District)
class DistrictAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["name", "code", "csref_name", "region", "closed_on"]
    list_select_related = ["region"]
    list_filter = ["region"]
    search_fields = ["name", "code", "csref_name"]
    fields = ["code", "name", "region", "csref_name", "latitude", "longitude", *DATES]


@admin.register(Commune)
class CommuneAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["name", "code", "cercle", "district", "district_estimated", "closed_on"]
    list_select_related = ["cercle", "district"]
    list_filter = ["district_estimated", "cercle__region"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["cercle", "district"]
    fields = [
        *["code", "name", "cercle", "district", "district_estimated"],
        *["latitude", "longitude", "area_km2", *DATES],
    ]

    def save_model(self, request: HttpRequest, obj: Commune, form: Any, change: Any) -> None:
        """A district chosen by hand is no longer an estimation."""
        if "district" in form.changed_data:
            obj.district_estimated = False
        super().save_model(request, obj, form, change)


@admin.register(Village)
class VillageAdmin(KeptAdmin):
    list_display = ["name", "other_name", "code", "commune", "closed_on"]
    list_select_related = ["commune"]
    list_filter = ["commune__cercle"]
    search_fields = ["name", "other_name", "code"]
    autocomplete_fields = ["commune"]
    fields = ["code", "name", "other_name", "commune", "latitude", "longitude", *DATES]


@admin.register(Population)
class PopulationAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["place", "year", "total", "estimated", "source"]
    list_select_related = ["region", "cercle", "commune", "village"]
    list_filter = ["year", "estimated"]
    search_fields = ["region__name", "cercle__name", "commune__name", "village__name", "village__code"]
    autocomplete_fields = ["region", "cercle", "commune", "village"]
    fields = ["region", "cercle", "commune", "village", "year", "total", "estimated", "source"]

    @admin.display(description="lieu")
    def place(self, row: Population) -> str:
        kind, place = next(
            (kind, place)
            for kind, place in (
                ("village", row.village),
                ("commune", row.commune),
                ("cercle", row.cercle),
                ("région", row.region),
            )
            if place
        )
        return f"{kind} {place.name}"


@admin.register(Coefficient)
class CoefficientAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["key", "label", "share", "region", "from_year", "estimated"]
    list_select_related = ["region"]
    list_filter = ["key", "region", "estimated"]
    search_fields = ["key", "label"]
    fields = ["key", "label", "share", "region", "from_year", "estimated", "source"]

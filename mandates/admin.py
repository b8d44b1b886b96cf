"""Mandates, organs, for the administrator: what ends has a date, nothing is deleted."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from communes.admin import KeptAdmin
from mandates.models import Incompatible, KindSeat, Mandate, Organ, OrganKind, Seat, SeatHold

admin.site.site_header = "Jèkabaara, administration"
admin.site.site_title = "Jèkabaara"
admin.site.index_title = "Lieux, personnes, mandats, catalogues"


@admin.register(Mandate)
class MandateAdmin(SimpleHistoryAdmin):
    list_display = ["person", "role", "place_name", "starts_on", "ends_on"]
    list_select_related = ["person", "region", "cercle", "district", "commune", "aire"]
    list_filter = ["role"]
    search_fields = ["person__last_name", "person__first_name", "reference"]
    autocomplete_fields = ["person"]
    raw_id_fields = ["region", "cercle", "district", "commune", "aire", "delegated_from"]
    date_hierarchy = "starts_on"


class KindSeatInline(admin.TabularInline[KindSeat, OrganKind]):
    model = KindSeat
    extra = 0


@admin.register(OrganKind)
class OrganKindAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["name", "level", "sessions_a_year", "quorum", "mandate_months", "estimated", "source"]
    list_filter = ["level", "estimated"]
    search_fields = ["name", "code"]
    inlines = [KindSeatInline]


@admin.register(Incompatible)
class IncompatibleAdmin(admin.ModelAdmin[Incompatible]):
    list_display = ["kind", "other", "estimated", "source"]
    list_select_related = ["kind", "other"]


@admin.register(Organ)
class OrganAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["name", "kind", "place_name", "opened_on", "closed_on", "transitional"]
    list_select_related = ["kind", "region", "cercle", "district", "commune", "aire"]
    list_filter = ["kind"]
    search_fields = ["name"]
    autocomplete_fields = ["kind"]
    raw_id_fields = ["region", "cercle", "district", "commune", "aire"]


@admin.register(Seat)
class SeatAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["function", "organ", "group", "chair", "opened_on", "closed_on"]
    list_select_related = ["organ__kind", "organ__aire", "organ__commune"]
    list_filter = ["group"]
    search_fields = ["function", "organ__name"]
    raw_id_fields = ["organ", "village"]


@admin.register(SeatHold)
class SeatHoldAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["person", "seat", "starts_on", "ends_on", "act", "ending"]
    list_select_related = ["person", "seat__village"]
    list_filter = ["act", "ending"]
    search_fields = ["person__last_name", "person__first_name", "seat__function"]
    autocomplete_fields = ["person"]
    raw_id_fields = ["seat", "scan", "recorded_by"]
    date_hierarchy = "starts_on"

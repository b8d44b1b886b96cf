"""Mandates, for the administrator: one ends with a date, none is deleted."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from mandates.models import Mandate

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

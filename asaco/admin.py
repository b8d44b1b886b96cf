"""The register of ASACO in the administration."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from asaco.models import Asaco


@admin.register(Asaco)
class AsacoAdmin(SimpleHistoryAdmin):
    list_display = ("name", "aire", "receipt_number", "founded_on", "fictitious")
    list_select_related = ("aire",)
    search_fields = ("name", "aire__name", "receipt_number")
    raw_id_fields = ("aire",)

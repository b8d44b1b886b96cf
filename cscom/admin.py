"""The administrator's pages of aires, CSCOM, villages. A village moves from a date on; nothing is deleted."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from communes.admin import DATES, KeptAdmin
from cscom.models import Aire, AirePopulation, Cscom, VillageAire
from cscom.shares import move_village, why_not

TOTALS = "Les totaux des mois concernés sont à recalculer\u00a0: manage.py rebuild_totals."


@admin.register(Aire)
class AireAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["name", "code", "host_commune", "district", "closed_on"]
    list_select_related = ["host_commune", "district"]
    list_filter = ["district"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["host_commune", "district"]
    fields = ["code", "name", "host_commune", "district", *DATES]


@admin.register(Cscom)
class CscomAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["name", "code", "aire", "closed_on"]
    list_select_related = ["aire"]
    list_filter = [("aire", admin.EmptyFieldListFilter)]
    search_fields = ["name", "code"]
    autocomplete_fields = ["aire"]
    fields = ["code", "name", "aire", "latitude", "longitude", *DATES]


class MoveForm(forms.ModelForm[VillageAire]):
    """A village joins an aire: refused with the sentence that the move itself would give."""

    class Meta:
        model = VillageAire
        fields = ["village", "aire", "starts_on", "source"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and (refusal := why_not(data["village"], data["aire"], data["starts_on"])):
            raise forms.ValidationError(refusal)
        return data

    def validate_constraints(self) -> None:
        """Left to the move: it closes the link in force before the new one opens."""


@admin.register(VillageAire)
class VillageAireAdmin(KeptAdmin):
    """Read-only rows: adding one is moving the village."""

    form = MoveForm
    list_display = ["village", "aire", "starts_on", "ends_on", "distance_km", "estimated"]
    list_select_related = ["village", "aire"]
    list_filter = ["estimated", ("ends_on", admin.EmptyFieldListFilter)]
    search_fields = ["village__name", "village__code", "aire__name", "aire__code"]
    autocomplete_fields = ["village", "aire"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: VillageAire, form: Any, change: Any) -> None:
        move_village(obj.village, obj.aire, obj.starts_on, obj.source)
        obj.pk = VillageAire.objects.get(village=obj.village, ends_on=None).pk
        messages.warning(request, TOTALS)


@admin.register(AirePopulation)
class AirePopulationAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["aire", "year", "total", "estimated", "source"]
    list_select_related = ["aire"]
    list_filter = ["year", "estimated"]
    search_fields = ["aire__name", "aire__code"]
    autocomplete_fields = ["aire"]
    fields = ["aire", "year", "total", "estimated", "source"]

    def save_model(self, request: HttpRequest, obj: AirePopulation, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        messages.warning(request, TOTALS)

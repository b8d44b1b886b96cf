"""The administrator's pages of months, of the catalogue. Formulas are only read here."""

from typing import Any, ClassVar

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from communes.admin import KeptAdmin
from monitoring.models import Element, Indicator, Period, Rule
from monitoring.totals import open_period

LIFE = ["valid_from", "valid_to", "source", "confirmed"]


@admin.register(Period)
class PeriodAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ["code", "starts_on", "ends_on", "due_on", "validation_due_on"]
    fields = ["year", "month", "starts_on", "ends_on", "due_on", "validation_due_on"]

    def save_model(
        self,
        request: HttpRequest,
        obj: Period,
        form: ModelForm[Period],
        change: bool,  # noqa: FBT001 - Django's
    ) -> None:
        """The reports that a month expects are counted when it opens, again when its last day moves."""
        super().save_model(request, obj, form, change)
        open_period(obj)


class _ReadFormulas(KeptAdmin, SimpleHistoryAdmin):
    """No new line by hand: a new code is a line of the file."""

    formulas: ClassVar[list[str]] = []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *self.formulas]


@admin.register(Element)
class ElementAdmin(_ReadFormulas):
    formulas = ["section", "type", "axes", "owner"]
    list_display = ["code", "label", "section", "type", "confirmed"]
    list_select_related = ["section"]
    list_filter = ["section", "confirmed"]
    search_fields = ["code", "label"]
    fields = ["code", "label", "section", "type", "axes", "owner", "optional", "definition", *LIFE]


@admin.register(Rule)
class RuleAdmin(_ReadFormulas):
    formulas = ["expression"]
    list_display = ["code", "expression", "severity", "confirmed"]
    list_filter = ["severity", "confirmed"]
    fields = ["code", "expression", "severity", "message", *LIFE]


@admin.register(Indicator)
class IndicatorAdmin(_ReadFormulas):
    formulas = ["numerator", "denominator", "multiplier", "direction"]
    list_display = ["code", "label", "target", "confirmed"]
    search_fields = ["code", "label"]
    fields = [
        *("code", "label", "short", "numerator", "denominator", "multiplier", "direction"),
        *("target", "target_high", "unit", "decimals", "definition", *LIFE),
    ]

"""The administrator's pages of the catalogue. Formulas of rules are changed here, the others read."""

from typing import Any, ClassVar

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from communes.admin import KeptAdmin
from monitoring.enums import Each, Runs
from monitoring.formula import FormulaError
from monitoring.models import Element, Indicator, Period, Rule
from monitoring.naming import known_names
from monitoring.ruling import read_rule
from monitoring.sheet import capital

LIFE = ["valid_from", "valid_to", "source", "confirmed"]


@admin.register(Period)
class PeriodAdmin(KeptAdmin, SimpleHistoryAdmin):
    """To read: the DRS sets months on a page of its own, where neighbours and totals follow."""

    list_display = ["code", "starts_on", "ends_on", "due_on", "validation_due_on", "closes_on"]
    fields = ["year", "month", "starts_on", "ends_on", "due_on", "validation_due_on", "closes_on"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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
    list_display = ["code", "label", "section", "type", "small", "confirmed"]
    list_select_related = ["section"]
    list_filter = ["section", "confirmed"]
    search_fields = ["code", "label"]
    fields = ["code", "label", "section", "type", "axes", "owner", "optional", "small", "definition", *LIFE]


class RuleForm(ModelForm[Rule]):
    """A rule that cannot be read is refused with the place of its fault."""

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        if {"expression", "runs", "each"} <= said.keys():
            where = Runs(said["runs"]), Each(said["each"])
            try:
                read_rule(said["expression"], *where, known_names().__contains__)
            except FormulaError as error:
                self.add_error("expression", capital(str(error)))
        return said


@admin.register(Rule)
class RuleAdmin(_ReadFormulas):
    form = RuleForm
    list_display = ["code", "expression", "severity", "runs", "each", "confirmed"]
    list_filter = ["severity", "runs", "each", "confirmed"]
    fields = ["code", "expression", "runs", "each", "severity", "message", *LIFE]


@admin.register(Indicator)
class IndicatorAdmin(_ReadFormulas):
    formulas = ["numerator", "denominator", "multiplier", "direction"]
    list_display = ["code", "label", "target", "confirmed"]
    search_fields = ["code", "label"]
    fields = [
        *("code", "label", "short", "numerator", "denominator", "multiplier", "direction"),
        *("target", "target_high", "near_percent", "unit", "decimals", "definition", *LIFE),
    ]

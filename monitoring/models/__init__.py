"""Tables of the monthly report."""

from monitoring.models.catalogue import Element, Indicator, Modality, Rule, Section
from monitoring.models.period import Period
from monitoring.models.report import MonthlyReport, ReportDiff, RuleComment, Stamp
from monitoring.models.total import Total

__all__ = [
    "Element",
    "Indicator",
    "Modality",
    "MonthlyReport",
    "Period",
    "ReportDiff",
    "Rule",
    "RuleComment",
    "Section",
    "Stamp",
    "Total",
]

"""Tables of the monthly report."""

from monitoring.models.catalogue import Element, Indicator, Modality, Rule, Section
from monitoring.models.death import DeathDeclaration, DeathPlace
from monitoring.models.edition import Edition
from monitoring.models.interpretation import Interpretation
from monitoring.models.note import CellNote
from monitoring.models.paper import PaperAct
from monitoring.models.period import Period
from monitoring.models.report import MonthlyReport, ReportDiff, RuleComment, Stamp
from monitoring.models.target import Target
from monitoring.models.total import Total
from monitoring.models.upload import SheetUpload

__all__ = [
    "CellNote",
    "DeathDeclaration",
    "DeathPlace",
    "Edition",
    "Element",
    "Indicator",
    "Interpretation",
    "Modality",
    "MonthlyReport",
    "PaperAct",
    "Period",
    "ReportDiff",
    "Rule",
    "RuleComment",
    "Section",
    "SheetUpload",
    "Stamp",
    "Target",
    "Total",
]

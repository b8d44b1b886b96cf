"""The tables of planning."""

from planning.models.acts import Attachment, Opinion, PlanPaper, Pledge
from planning.models.calendar import PlanDay, Step
from planning.models.execution import Execution
from planning.models.plan import BIGGEST, Activity, LineDiff, Look, Plan, PlanQuerySet
from planning.models.writing import Horizon, PlanningSetting, PlanUpload

__all__ = [
    "BIGGEST",
    "Activity",
    "Attachment",
    "Execution",
    "Horizon",
    "LineDiff",
    "Look",
    "Opinion",
    "Plan",
    "PlanDay",
    "PlanPaper",
    "PlanQuerySet",
    "PlanUpload",
    "PlanningSetting",
    "Pledge",
    "Step",
]

"""The register of ASACO, what their villages give, their crises, their budgets."""

from asaco.models.budget import EXPENSES, HEADINGS, RECEIPTS, Budget
from asaco.models.crises import Appeal, Author, Crisis, CrisisDissent, CrisisKind, Outcome
from asaco.models.register import Asaco
from asaco.models.villages import BIGGEST, Contribution, Membership

__all__ = [
    "BIGGEST",
    "EXPENSES",
    "HEADINGS",
    "RECEIPTS",
    "Appeal",
    "Asaco",
    "Author",
    "Budget",
    "Contribution",
    "Crisis",
    "CrisisDissent",
    "CrisisKind",
    "Membership",
    "Outcome",
]

"""An act on a report that was first taken on paper."""

from django.db import models

from files.signed import SignedPaper, not_ahead
from monitoring.models.report import MonthlyReport


class PaperAct(SignedPaper):
    """One act on a report, given by hand."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="papers")

    class Meta(SignedPaper.Meta):
        constraints = [not_ahead("paper_act_dates")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.acted_on}"

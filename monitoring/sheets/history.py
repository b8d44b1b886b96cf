"""What happened to many reports, read once: their values at an older version, who last wrote a cell."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitoring.form import Value
from monitoring.models import MonthlyReport, ReportDiff


@dataclass(frozen=True, slots=True)
class Past:
    """One report and its differences, the oldest first."""

    report: MonthlyReport
    diffs: Sequence[ReportDiff]

    def at(self, version: int) -> dict[str, Value | None]:
        """Its values at ``version``, undone difference by difference."""
        values: dict[str, Value | None] = dict(self.report.values)
        for diff in reversed(self.diffs):
            if diff.version > version:
                values.update(diff.before)
        return values

    def last(self, key: str) -> ReportDiff | None:
        """Who last wrote this cell."""
        return next((diff for diff in reversed(self.diffs) if key in diff.after), None)


def past_of(reports: Iterable[MonthlyReport]) -> dict[int, Past]:
    """Id of a report → its past; one query for all."""
    found = list(reports)
    diffs: dict[int, list[ReportDiff]] = defaultdict(list)
    rows = ReportDiff.objects.filter(report__in=found).select_related("person").order_by("version", "id")
    for diff in rows:
        diffs[diff.report_id].append(diff)
    return {report.pk: Past(report, diffs[report.pk]) for report in found}

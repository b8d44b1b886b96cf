"""Who changed which cells of a report, latest first."""

from dataclasses import dataclass
from datetime import datetime

from monitoring.enums import PAPER
from monitoring.form import Form, Value
from monitoring.models import MonthlyReport


@dataclass(frozen=True, slots=True)
class Change:
    """One save: ``cells`` are (label, before, after); None is « vide »."""

    version: int
    at: datetime
    name: str
    origin: str
    cells: tuple[tuple[str, Value | None, Value | None], ...]
    erased: tuple[tuple[str, str], ...] = ()  # (section, « Visa d’Awa Diarra, Paludisme »)

    @property
    def from_paper(self) -> bool:
        """Somebody of the district typed it for the aire: a page that names them says so."""
        return self.origin == PAPER


def history_of(report: MonthlyReport, form: Form, *, most: int = 200) -> list[Change]:
    """The last ``most`` saves of a report (one query); a cell that left the form keeps its key as label."""
    if report._state.adding:
        return []
    diffs = report.diffs.select_related("person").order_by("-version", "-id")[:most]
    return [
        Change(
            diff.version,
            diff.saved_at,
            str(diff.person) if diff.person else "",
            diff.origin,
            tuple(
                (form.cells[key].label if key in form.cells else key, diff.before.get(key), after)
                for key, after in diff.after.items()
            ),
            tuple((section, words) for section, words in diff.erased or ()),
        )
        for diff in diffs
    ]

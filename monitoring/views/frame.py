"""What the pages of a report share: addresses, the path along the territory."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from core import formats
from monitoring.form import FormSection, filled
from monitoring.models import MonthlyReport
from monitoring.recent import begun
from monitoring.sight import Sight

MONTHS_OFFERED = 12


@dataclass(frozen=True, slots=True)
class RailItem:
    """A section in the list beside the page: cells filled, cells expected."""

    code: str
    name: str
    url: str
    filled: int
    expected: int
    current: bool

    @property
    def full(self) -> bool:
        return self.filled == self.expected


def rail(sight: Sight, current: FormSection | None = None) -> list[RailItem]:
    """The sections in sight."""
    return [
        RailItem(
            section.code,
            f"{section.order} {section.name}",
            section_url(sight.report, section),
            *filled(section, sight.values),
            current=section is current,
        )
        for section in sight.sections
    ]


def months_offered(report: MonthlyReport) -> list[tuple[str, str, bool]]:
    """The last months that have begun, and this one: (code, words, is it this one); one query."""
    periods = begun(timezone.localdate(), MONTHS_OFFERED)
    if report.period not in periods:
        periods.append(report.period)
    return [(p.code, formats.month(p.year, p.month), p == report.period) for p in periods]


def section_url(report: MonthlyReport, section: FormSection) -> str:
    return reverse("report_section", args=[report.aire.code, report.period.code, section.code])


def act_url(report: MonthlyReport, name: str, *rest: str) -> str:
    return reverse(name, args=[report.aire.code, report.period.code, *rest])


def month_words(report: MonthlyReport) -> str:
    """« septembre 2026 »."""
    return formats.month(report.period.year, report.period.month)


def title_of(report: MonthlyReport) -> str:
    """« Samakélé, septembre 2026 »."""
    return f"{report.aire.name}, {month_words(report)}"


def crumbs_of(report: MonthlyReport, *rest: str) -> list[tuple[str, str]]:
    """Structure › month › page; the last has no link."""
    lists = reverse("report_list")
    path = [("Rapports", lists), (report.aire.name, f"{lists}?aire={report.aire.code}")]
    month = month_words(report)
    if not rest:
        return [*path, (month, "")]
    return [*path, (month, act_url(report, "report_show")), *((label, "") for label in rest)]

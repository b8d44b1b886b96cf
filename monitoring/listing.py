"""The reports of a reader's aires, month by month, those nobody has begun included."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from core import formats
from cscom.models import Aire
from monitoring.models import MonthlyReport, Period, Stamp
from monitoring.stamping import Wanted, lacking, wanted_on
from monitoring.standing import WHO, Awaited, StateTag, awaited, tag_of


@dataclass(frozen=True, slots=True)
class Slot:
    """An aire that owed, or owes, a report for a month. ``state`` is "" when nobody has begun it."""

    aire: Aire
    period: Period
    state: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of the list, ready to draw."""

    aire: Aire
    period: Period
    report: MonthlyReport
    tag: StateTag
    nexts: Sequence[Awaited]

    @property
    def url(self) -> str:
        return reverse("report_show", args=[self.aire.code, self.period.code])

    @property
    def month(self) -> str:
        return formats.month(self.period.year, self.period.month)

    @property
    def due(self) -> date | None:
        return self.nexts[0].due if self.nexts else None

    @property
    def late(self) -> bool:
        return bool(self.nexts) and self.nexts[0].late

    @property
    def next_words(self) -> str:
        return ", ".join(f"{n.deed} ({WHO[n.action]})" for n in self.nexts)


def slots(aires: Iterable[Aire], periods: Sequence[Period], states: Collection[str] | None) -> list[Slot]:
    """Latest months first, then by name (one query). ``states``: only these; "" is « pas commencé »."""
    aires = list(aires)
    begun = {
        (aire, period): state
        for aire, period, state in MonthlyReport.objects.filter(
            aire__in=aires, period__in=periods
        ).values_list("aire", "period", "state")
    }
    found = (
        Slot(aire, period, begun.get((aire.pk, period.pk), ""))
        for period in periods
        for aire in aires
        if was_open(aire, period)
    )
    return [slot for slot in found if states is None or slot.state in states]


def was_open(aire: Aire, period: Period) -> bool:
    """Was there an aire to report on at the end of that month?"""
    day = period.ends_on
    return (aire.opened_on is None or aire.opened_on <= day) and (
        aire.closed_on is None or aire.closed_on > day
    )


def lines(page: Sequence[Slot]) -> list[ReportLine]:
    """The slots of one page with their reports and what each waits for (three queries)."""
    reports = MonthlyReport.objects.filter(
        aire__in=[s.aire for s in page], period__in={s.period.pk for s in page}
    ).defer("values")
    by_slot = {(r.aire_id, r.period_id): r for r in reports}
    given: dict[int, set[str]] = defaultdict(set)
    stamps = Stamp.objects.filter(report__in=[r.pk for r in by_slot.values()])
    for report, code in stamps.values_list("report", "section__code"):
        given[report].add(code)
    wanted = wanted_on(slot.period.starts_on for slot in page)
    return [
        _line(slot, by_slot.get((slot.aire.pk, slot.period.pk)), given, wanted[slot.period.starts_on])
        for slot in page
    ]


def _line(
    slot: Slot, found: MonthlyReport | None, given: Mapping[int, set[str]], wanted: Wanted
) -> ReportLine:
    report = found or MonthlyReport()
    report.aire, report.period = slot.aire, slot.period
    unstamped = lacking(wanted, given.get(report.pk or 0, set()))
    return ReportLine(slot.aire, slot.period, report, tag_of(found), awaited(report, unstamped))

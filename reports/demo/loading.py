"""The months of the demonstration: those that lack are written, totals rebuilt, verified, the cast told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from core.models import ActLog
from core.months import Month
from monitoring import totals
from monitoring.enums import ReportState
from monitoring.form import load_form
from monitoring.models import MonthlyReport, Period, ReportDiff, Section
from monitoring.news import announce
from monitoring.workflow import KIND
from reports.demo.alerting import alert_people, comment_figures
from reports.demo.explaining import explain
from reports.demo.plan import TOLD
from reports.demo.sites import Site, load_sites
from reports.demo.story import Moment
from reports.demo.writing import ORIGIN, Sheet, write_month

RECENT: Final = 2  # months whose reports still move when the demonstration is loaded


class Unsound(Exception):
    """The stored totals do not say what the reports say."""


@dataclass(frozen=True, slots=True)
class Written:
    """What one run wrote."""

    months: int
    reports: int
    totals: int


@transaction.atomic
def load_months(moment: Moment, tell: Callable[[str], None]) -> Written:
    """Write the months that lack up to last month, all or nothing; a second run writes nothing.

    When time went on since the last run, what it left waiting and nobody touched goes on too: deposited,
    validated. Raises Unsound when the totals differ from the reports afterwards: nothing is then written.
    """
    told = _told_months()
    lacking = [month for month in moment.months if month not in told]
    if not lacking:
        return Written(0, 0, 0)
    stale = sorted(told)[-RECENT:]
    _forget(stale)
    periods = {period.calendar: period for period in Period.objects.all()}
    sites = load_sites()
    written = 0
    for month in sorted({*lacking, *stale}):
        tell(f"rapports de {month.code}")
        written += _write(periods[month], sites, moment)
    touched = [periods[month] for month in sorted({*lacking, *stale, moment.current})]
    tell("commentaires")
    explain(periods[month] for month in moment.months[-RECENT:])
    tell("totaux")
    changed = totals.rebuild(touched)
    tell("vérification des totaux")
    if differences := totals.verify(touched):
        raise Unsound(f"{len(differences)} totaux ne disent pas ce que disent les rapports")
    tell("avis et alertes")
    _announce(moment)
    alert_people(moment)
    comment_figures(moment)
    return Written(len(lacking), written, changed)


def _told_months() -> set[Month]:
    rows = ReportDiff.objects.filter(origin=ORIGIN).order_by()
    codes = rows.values_list("report__period__year", "report__period__month").distinct()
    return {Month(year, month) for year, month in codes}


def _write(period: Period, sites: Iterable[Site], moment: Moment) -> int:
    """The reports of one month, of the aires that have none yet."""
    there = set(MonthlyReport.objects.filter(period=period).values_list("aire", flat=True))
    form = load_form(period.starts_on)
    codes = [section.code for section in form.sections]
    sections = list(Section.objects.filter(code__in=codes))
    sheet = Sheet(period, form, sections, moment)
    return write_month([site for site in sites if site.aire_id not in there], sheet)


def _forget(months: Iterable[Month]) -> None:
    """Take away the reports of ``months`` that the demonstration wrote and nobody touched since."""
    for month in months:
        reports = MonthlyReport.objects.filter(
            period__year=month.year, period__month=month.number, diffs__origin=ORIGIN
        )
        versions = dict(reports.values_list("pk", "version"))
        acts = dict.fromkeys(versions, 1)  # the first save, then one version an act
        ids = [str(pk) for pk in versions]
        ours = ActLog.objects.filter(kind=KIND, object_id__in=ids, details__origine=ORIGIN)
        for object_id in ours.values_list("object_id", flat=True):
            acts[int(object_id)] += 1
        untouched = [pk for pk, version in versions.items() if version == acts[pk]]
        ours.filter(object_id__in=[str(pk) for pk in untouched]).delete()
        MonthlyReport.objects.filter(pk__in=untouched).delete()


def _announce(moment: Moment) -> None:
    """The notices that the acts of the story would have sent."""
    for months_ago in range(RECENT, 0, -1):
        month = moment.current - months_ago
        codes = [code for code, fates in TOLD.items() if months_ago in fates]
        reports = MonthlyReport.objects.located().filter(
            aire__code__in=codes, period__year=month.year, period__month=month.number
        )
        for report in reports:
            logs = list(ActLog.objects.filter(kind=KIND, object_id=str(report.pk)).order_by("done_at"))
            # Of a report that came back, the return alone: nobody is asked to sign it any more.
            first = [] if report.state == ReportState.RETURNED else logs[:1]
            for log in (*first, *logs[-1:]):
                announce(report, log)

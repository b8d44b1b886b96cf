"""What totals cost: an act that moves them, a month rebuilt, a month verified."""

import time
from collections.abc import Callable

from django.db import connection, transaction

from bench.country import month_before
from bench.finding import Finding, Table, french
from bench.measure import processor
from bench.sizes import Size
from monitoring import totals
from monitoring.enums import ReportState
from monitoring.models import MonthlyReport, Period, Total

ACTS = 60
MONTHS_AGO = 3


def measure(_size: Size) -> Finding:
    """One month of the country, rebuilt from nothing, rebuilt again, verified; acts one by one."""
    month = month_before(MONTHS_AGO)
    period = Period.objects.get(year=month.year, month=month.number)
    reports = MonthlyReport.objects.filter(period=period)
    valid = list(reports.filter(state=ReportState.VALIDATED).select_related("aire", "period")[:ACTS])
    rows: list[tuple[str, ...]] = []

    def clock(what: str, act: Callable[[], object], count: int = 1) -> None:
        before, start = processor(), time.perf_counter()
        act()
        took, cpu = time.perf_counter() - start, processor() - before
        rows.append((what, french(took * 1000 / count, 1), french(cpu * 1000 / count, 1)))

    Total.objects.filter(period=period).delete()
    clock("reconstruire un mois effacé", lambda: totals.rebuild([period]))
    clock("reconstruire un mois déjà juste", lambda: totals.rebuild([period]))
    wrong: list[totals.Difference] = []
    clock("vérifier un mois", lambda: wrong.extend(totals.verify([period])))
    clock("un acte : totaux déplacés de sept lieux", lambda: _move(valid), len(valid))
    totals.rebuild([period])
    finding = Finding("totals")
    finding.tables.append(
        Table(
            f"Totaux, {connection.vendor}",
            ("travail", "durée (ms)", "processeur (ms)"),
            rows,
            f"{reports.count()} rapports ce mois-là, {Total.objects.filter(period=period).count()} totaux.",
        )
    )
    finding.most("différences après reconstruction", len(wrong), 0, decimals=0)
    return finding


def _move(reports: list[MonthlyReport]) -> None:
    for report in reports:
        with transaction.atomic():
            totals.move(report, ReportState.VALIDATED, ReportState.RETURNED)

"""Several people at once: submissions of eight clients against one, thousands of acts without a deadlock."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from django.db import OperationalError, connection, connections

from bench.country import month_before, user_of
from bench.finding import Finding, Table, french
from bench.server import Caller, serving
from bench.sizes import Size
from bench.submission import Sender, fullest
from core.access import Role, Scope
from core.workflow import Refusal
from mandates.scopes import scope_of_user
from monitoring import totals
from monitoring.enums import ReportState
from monitoring.models import MonthlyReport
from monitoring.workflow import CIRCUIT

CLIENTS = 8
WHY = "Une case à relire avec le registre."


def measure(size: Size) -> Finding:
    """Submissions a second with one client, with eight; then acts by eight that all move the same totals."""
    finding = Finding("clients")
    if connection.vendor != "postgresql":
        return finding
    senders = [Sender(f"A{i:05}", fullest()) for i in range(1, CLIENTS + 2)]
    with serving(workers=2, threads=4) as server:
        alone = _throughput(server.port, senders[:1], size.submissions)
        several = _throughput(server.port, senders[1:], size.submissions)
    before = _deadlocks()
    done, took = _acts(size.acts)
    deadlocks = _deadlocks() - before
    finding.tables.append(
        Table(
            "Plusieurs à la fois, postgresql",
            ("mesure", "1 client", f"{CLIENTS} clients"),
            [
                ("envois par seconde (gunicorn, 2 processus)", french(alone, 1), french(several, 1)),
                (
                    "actes par seconde (déclarer, renvoyer : sept totaux chacun)",
                    "",
                    french(done["fait"] / took, 1),
                ),
            ],
            f"Actes : {done['fait']} faits, {done['refusé']} refusés, {done['erreur']} erreurs de base, "
            f"{deadlocks} interblocages ; tous déplacent la même ligne du pays et de la région.",
        )
    )
    finding.least("8 clients, × le débit d’un seul", several / alone, 1)
    finding.most(f"interblocages en {done['fait']} actes", deadlocks + done["erreur"], 0, decimals=0)
    finding.least("actes faits", done["fait"], size.acts, decimals=0)
    return finding


def _throughput(port: int, senders: Sequence[Sender], count: int) -> float:
    """Submissions a second, shared between ``senders``."""
    callers = [Caller(port, sender.visitor()) for sender in senders]
    for sender, caller in zip(senders, callers, strict=True):
        sender.send(caller)
    each = count // len(senders)

    def work(sender: Sender, caller: Caller) -> None:
        for _ in range(each):
            sender.send(caller)

    start = time.perf_counter()
    _together([threading.Thread(target=work, args=pair) for pair in zip(senders, callers, strict=True)])
    return each * len(senders) / (time.perf_counter() - start)


def _together(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _acts(count: int) -> tuple[Counter[str], float]:
    """``count`` acts by eight people at once, each on reports of their own; what became of them, seconds."""
    month = month_before(2)
    wanted = MonthlyReport.objects.filter(period__year=month.year, period__month=month.number)
    region = wanted.filter(aire__host_commune__cercle__region__code="R0", state=ReportState.VALIDATED)
    reports = list(region.located().order_by("aire__code")[: CLIENTS * 8])
    MonthlyReport.objects.filter(pk__in=[r.pk for r in reports]).update(state=ReportState.COMPLETE)
    totals.rebuild([reports[0].period])
    told: Counter[str] = Counter()
    lock = threading.Lock()

    def work(mine: list[MonthlyReport]) -> None:
        try:
            found = _turns(mine, count // CLIENTS)
        finally:
            connections.close_all()
        with lock:
            told.update(found)

    shares = [list(islice(reports, i, None, CLIENTS)) for i in range(CLIENTS)]
    start = time.perf_counter()
    _together([threading.Thread(target=work, args=(share,)) for share in shares if share])
    return told, time.perf_counter() - start


def _turns(reports: list[MonthlyReport], count: int) -> Counter[str]:
    """Return, declare, return, declare… one report after the other."""
    told: Counter[str] = Counter()
    scopes = {r.pk: _people(r) for r in reports}
    pks = [r.pk for r in reports]
    for turn in range(count):
        report = MonthlyReport.objects.located().get(pk=pks[turn % len(pks)])
        officer, secretary = scopes[report.pk]
        back = report.state == ReportState.COMPLETE
        act, scope = ("renvoyer", officer) if back else ("declarer", secretary)
        details = {"reasons": ["registre"]} if back else {}
        try:
            CIRCUIT.apply(report, act, scope, version=report.version, comment=WHY, details=details)
        except Refusal:
            told["refusé"] += 1
        except OperationalError:
            told["erreur"] += 1
        else:
            told["fait"] += 1
    return told


def _people(report: MonthlyReport) -> tuple[Scope, Scope]:
    """The chargé SIS, the secretary."""
    officer = user_of(Role.CHARGE_SIS, report.aire.district.code)
    return scope_of_user(officer), scope_of_user(user_of(Role.SECRETAIRE, report.aire.code))


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])

"""Papers: one render against bare WeasyPrint on the same markup, then a whole région on two workers."""

import gc
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone

from bench.country import user_of
from bench.finding import Finding, Rows, Table, french
from bench.measure import interleaved, process_cpu
from bench.server import children_of, program
from bench.sizes import Size
from communes.models import Commune
from core.access import Role
from core.months import Quarter
from jobs.models import Job
from reports import pdf, quarterly, tasks

if TYPE_CHECKING:
    from subprocess import Popen

TIMES_BARE, MEGABYTES = 1.2, 300
PATIENCE = 1_200.0
WORKERS = 2


def measure(size: Size) -> Finding:
    """Processor of a report and of bare WeasyPrint; time and memory of a batch."""
    finding = Finding("paper")
    if reason := pdf.pdf_possible():
        finding.tables.append(Table("PDF", note=reason))
        return finding
    _alone(size, finding)
    _together(size, finding)
    return finding


def _alone(size: Size, finding: Finding) -> None:
    commune = Commune.objects.select_related("cercle__region", "district").get(code="R0K000")
    quarter = Quarter.last_closed(timezone.localdate())
    paper = quarterly.Edition(quarterly.number_of(commune, quarter, 1), timezone.now(), "le banc d’essai")
    context = quarterly.context(commune, quarter, paper)
    markup = render_to_string(quarterly.TEMPLATE, context)
    content: list[bytes] = []

    def ours() -> None:
        content.append(pdf.render(quarterly.TEMPLATE, quarterly.context(commune, quarter, paper)))

    times = interleaved({"ours": ours, "bare": bare(markup)}, size.papers)
    ratio = times["ours"].cpu / times["bare"].cpu
    rows: Rows = [
        (name, french(one.cpu, 0), french(one.clock, 0))
        for name, one in (
            ("lire, composer, imprimer (la maison)", times["ours"]),
            ("WeasyPrint nu", times["bare"]),
        )
    ]
    note = f"{size.papers} fois, tour à tour ; {french(len(content[-1]) / 1000)} ko par rapport."
    head = ("travail", "processeur (ms)", "médiane (ms)")
    finding.tables.append(Table(f"Un rapport trimestriel, {connection.vendor}", head, rows, note))
    finding.most("PDF, × WeasyPrint nu (processeur)", ratio, TIMES_BARE)


def bare(markup: str) -> Callable[[], None]:
    """What WeasyPrint alone does of the same words."""
    import weasyprint  # noqa: PLC0415 - opens native libraries

    def render() -> None:
        sheet = weasyprint.CSS(string=pdf.style())
        weasyprint.HTML(string=markup).write_pdf(stylesheets=[sheet])
        gc.collect()

    return render


def _together(size: Size, finding: Finding) -> None:
    """One job a commune, as many people asking at once would do."""
    asked_by = user_of(Role.DRS, "R0").person
    quarter = Quarter.last_closed(timezone.localdate())
    communes = Commune.objects.filter(cercle__region__code="R0").order_by("code")[: size.batch]
    together("rapports", lambda: [tasks.ask_one(commune, quarter, asked_by) for commune in communes], finding)


def together(what: str, ask: Callable[[], list[Job]], finding: Finding) -> None:
    """A real worker of WORKERS children makes what ``ask`` asks for; ``what``: « rapports »."""
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", str(WORKERS)]
    command += ["--prefetch-multiplier", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    with program([*command, "--loglevel", "WARNING"], "worker.log") as worker:
        jobs = [job.pk for job in ask()]
        start = time.perf_counter()
        seen = _watch(worker, jobs)
        took = time.perf_counter() - start
    done = Job.objects.filter(pk__in=jobs, state=Job.State.DONE).count()
    rows: Rows = [
        (f"{what} prêts", f"{done} / {len(jobs)}"),
        ("durée", f"{french(took, 0)} s"),
        (f"{what} par minute", french(done * 60 / took, 0)),
        ("processeur de chacun", f"{french(seen.cpu * 1000 / max(done, 1), 0)} ms"),
        ("mémoire la plus haute d’un programme de fond", f"{french(seen.peak, 0)} Mo"),
    ]
    finding.tables.append(
        Table(f"{len(jobs)} {what}, {WORKERS} programmes de fond, {connection.vendor}", ("mesure", ""), rows)
    )
    finding.most(f"mémoire d’un programme de fond, {what}", seen.peak, MEGABYTES, " Mo", 0)
    finding.least(f"{what} prêts", done, len(jobs), decimals=0)


@dataclass(slots=True)
class Seen:
    """What the children of a worker took: megabytes of the largest, seconds of processor of each."""

    peak: float = 0.0
    seconds: dict[int, float] = field(default_factory=dict)  # a child that grew old leaves its own

    @property
    def cpu(self) -> float:
        return sum(self.seconds.values())

    def look(self, worker: int) -> None:
        """Once more."""
        for pid in children_of(worker):
            self.peak = max(self.peak, _resident(pid))
            self.seconds[pid] = max(self.seconds.get(pid, 0.0), process_cpu(pid))


def _watch(worker: "Popen[bytes]", jobs: list[UUID]) -> Seen:
    """Wait until no job is left."""
    seen, end = Seen(), time.monotonic() + PATIENCE
    for turn in count():
        seen.look(worker.pid)
        over = (Job.State.DONE, Job.State.FAILED, Job.State.STOPPED)
        if turn % 5 == 0 and not Job.objects.filter(pk__in=jobs).exclude(state__in=over).exists():
            return seen
        if time.monotonic() > end or worker.poll() is not None:
            return seen
        time.sleep(0.1)
    return seen


def _resident(pid: int) -> float:
    """The most memory a process ever held."""
    with suppress(OSError, ValueError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024 / 1e6
    return 0.0

"""A quarter of reports in the small territory: the third of 2026, seen on 3 November."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import time_machine
from pytest_django.fixtures import Settings

from asaco.models import Asaco
from core.months import Quarter
from cscom.models import Aire
from monitoring.enums import ReportState
from monitoring.form import Value, load_form
from monitoring.models import MonthlyReport, Period
from monitoring.totals import open_period, rebuild
from tests.cast import Cast
from tests.reporting import good_values, load_again, make_period

QUARTER = Quarter(2026, 3)
CANARY = 7_654_321  # an amount of the second aire


@pytest.fixture(autouse=True)
def files_root(settings: Settings, tmp_path: Path) -> Path:
    """Where stored files go during one test."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def quarter(now: time_machine.Traveller, everybody: Cast) -> Cast:
    """The first aire sent three months, all validated; the second two, the last one not yet validated.

    The same quarter a year before: both aires, everything validated, fewer third doses.
    """
    load_again()
    first, second = everybody.territory.aires
    Asaco.objects.create(aire=first, name="ASACO de Samakélé")
    for month in (*Quarter(2025, 3).months, *QUARTER.months):
        period = make_period(month.code)
        values = good_values(load_form(period.starts_on))
        if month.year == 2025:
            values |= {"P3.fixe": 5} if "P3.fixe" in values else {}
            report(first, period, values)
            report(second, period, values)
        else:
            report(first, period, values)
            own = values | {"REC_ACT": CANARY}
            if month.number == 7:
                report(second, period, own, late=3)
            elif month.number == 8:
                report(second, period, own, state=ReportState.COMPLETE)
        open_period(period)
    rebuild()
    return everybody


def report(
    aire: Aire,
    period: Period,
    values: dict[str, Value],
    *,
    state: ReportState = ReportState.VALIDATED,
    late: int = -1,
) -> MonthlyReport:
    """A report as the circuit leaves it; ``late``: days after the deadline."""
    declared = datetime.combine(period.due_on + timedelta(days=late), datetime.min.time(), UTC)
    return MonthlyReport.objects.create(
        aire=aire,
        period=period,
        values=values,
        state=state,
        version=4,
        first_declared_at=declared,
        declared_at=declared,
        validated_at=declared if state == ReportState.VALIDATED else None,
    )


@pytest.fixture
def one_line(tmp_path: Path, settings: Settings) -> Callable[[str], tuple[str, dict[str, str]]]:
    """A template whose page says this alone, with its context."""
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]

    def written(body: str) -> tuple[str, dict[str, str]]:
        page = f'<!doctype html><html lang="fr"><head><title>Essai</title></head><body>{body}</body></html>'
        (tmp_path / "essai.html").write_text(page, encoding="utf-8")
        return "essai.html", {}

    return written


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server that remembers what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")

        def log_message(self, *_: Any) -> None:
            pass

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}", asked
    httpd.shutdown()
    thread.join()
    httpd.server_close()

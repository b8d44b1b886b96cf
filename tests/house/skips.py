"""In CI, a test that did not run needs a reason that stands here."""

import os
import re
from typing import Any

import pytest

PERMITTED = (
    r"shared/data",  # the real data lie beside the project, and only where it is built
    r"curl is not on this machine",  # the walk of the documentation; the Python client is tried everywhere
)


class Skips:
    """Keeps the reasons of what was skipped, or expected to fail."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def note(self, where: str, longrepr: Any, expected: str | None) -> None:
        """Remember a test that did not run for a reason nobody agreed to."""
        reason = (
            expected
            if expected is not None
            else str(longrepr[2] if isinstance(longrepr, tuple) else longrepr)
        )
        if not any(re.search(pattern, reason) for pattern in PERMITTED):
            self.refused.append(f"{where}: {reason}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped:
            self.note(report.nodeid, report.longrepr, getattr(report, "wasxfail", None))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.note(report.nodeid, report.longrepr, None)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.refused and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.refused:
            terminalreporter.section("skipped without a permitted reason")
            for line in self.refused:
                terminalreporter.line(line)


def pytest_configure(config: pytest.Config) -> None:
    """Watch in CI alone: at a desk, a skip is only said."""
    if os.environ.get("CI"):
        config.pluginmanager.register(Skips(), "house-skips")

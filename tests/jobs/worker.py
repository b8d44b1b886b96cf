"""A real worker, started as a child of the test, with a folder and a broker of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

PATIENCE = 60.0  # seconds a test waits for what takes one or two


def until(condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait until ``condition``, or fail the test with ``what``; ``patience`` in seconds."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience} s for: {what}")
        time.sleep(0.05)


def environment(var: Path, *, redis: str) -> dict[str, str]:
    """What children need to meet on the base of this test run; ``redis`` "" for the broker of files."""
    base = connection.settings_dict
    where = f"{quote(base['HOST'] or '', safe='')}:{base['PORT'] or 5432}"
    database = f"postgresql://{base['USER'] or ''}@{where}/{base['NAME']}"
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    return kept | {
        "DATABASE_URL": database,
        "SECRET_KEY": settings.SECRET_KEY,
        "REDIS_URL": redis,
        "JEKABAARA_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }


def private_redis(url: str) -> str:
    """The Redis of the run, in a numbered base that nobody else uses."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path="/13"))


class Worker:
    """``with Worker(env) as worker``: a celery worker of one child, in a session of its own, always ended."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.log = Path(env["JEKABAARA_VAR"]) / f"worker-{time.monotonic_ns()}.log"

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--include", "tests.jobs.kinds"]
        command += ["--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [*command, "--loglevel", "INFO"],
                cwd=settings.BASE_DIR,
                env=self.env,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def kill(self) -> None:
        """kill -9, the children too: as when the power fails."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()
        if error is not None:
            sys.stderr.write(self.log.read_text(errors="replace"))

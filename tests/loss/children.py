"""Programs that a test starts, kills at the worst moment, starts again, always ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from ops.places import ROOT


def free_port() -> int:
    """A port of this machine that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening(port: int) -> bool:
    """Does somebody answer there?"""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Child:
    """One program in a session of its own, on a port of its own, ended with the test."""

    def __init__(
        self, command: list[str], port: int, log: Path, env: Mapping[str, str] | None = None
    ) -> None:
        self.command, self.port, self.log, self.env = command, port, log, env

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.env,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = time.monotonic() + 30
        while not listening(self.port):
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"{self.command[0]}: {self.log.read_text(errors='replace')}")
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9, its children too: as when the power fails."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)

    def stop(self) -> None:
        """Ask it to end, and make sure."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if error is not None:
            sys.stderr.write(self.log.read_text(errors="replace")[-20_000:])


class OwnRedis(Child):
    """A Redis that writes each order down, as the deployed one does."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        command += ["--appendonly", "yes", "--appendfsync", "always", "--save", ""]
        super().__init__(command, port, folder / "redis.log")
        self.url = f"redis://127.0.0.1:{port}/0"


class Web(Child):
    """The web server as it is deployed, on the base of the test run: an arbiter, workers that it replaces."""

    def __init__(self, env: Mapping[str, str], *, workers: int = 2) -> None:
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
        command += ["--worker-class", "gthread", "--threads", "8", "--workers", str(workers)]
        command += ["--no-control-socket", "--graceful-timeout", "5"]
        super().__init__(command, port, Path(env["JEKABAARA_VAR"]) / "web.log", env)
        self.url = f"http://127.0.0.1:{port}"

    def workers(self) -> list[int]:
        """The processes that answer, by their id."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def kill_workers(self) -> int:
        """kill -9 of every process that answers; the arbiter replaces them. How many died."""
        found = self.workers()
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        return len(found)

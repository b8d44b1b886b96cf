"""A real gunicorn on a port of its own, and clients that talk to it over HTTP."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from bench.measure import threads_cpu
from bench.visits import Answered, Visitor

HOST = "127.0.0.1"
PATIENCE = 60.0
LEAVE = 15.0


@dataclass(frozen=True, slots=True)
class Server:
    """A site that listens."""

    port: int
    pid: int

    def workers(self) -> list[int]:
        """The processes that answer."""
        return children_of(self.pid)

    def cpu(self) -> float:
        """Seconds of processor spent by the processes that answer."""
        return sum(threads_cpu(pid) for pid in self.workers())


def children_of(pid: int) -> list[int]:
    """The children of a process, by their ids."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in told.read_text().split()] if told.exists() else []


@contextmanager
def serving(workers: int, threads: int) -> Iterator[Server]:
    """The site, served as in production; ended with its children."""
    with socket.create_server((HOST, 0)) as free:
        port: int = free.getsockname()[1]
    bind = f"--bind {HOST}:{port} --worker-class gthread --workers {workers} --threads {threads}"
    command = [sys.executable, "-m", "gunicorn", "bench.wsgi", *bind.split(), "--no-control-socket"]
    with program(command, "web.log") as process:
        _wait(port, process)
        yield Server(port, process.pid)


@contextmanager
def program(command: list[str], log: str) -> Iterator[subprocess.Popen[bytes]]:
    """A child in a session of its own; it and what it started end with the block."""
    with (settings.VAR / log).open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=LEAVE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=LEAVE)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            if Caller(port, Visitor()).get("/connexion/").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError((settings.VAR / "web.log").read_text(errors="replace")[-2_000:])


@dataclass
class Caller:
    """A visitor who asks over the network, one connection kept."""

    port: int
    visitor: Visitor
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answered:
        """Read an address; a line that the server hung up is taken up again."""
        return self._ask("GET", path, None, headers or {})

    def post(self, path: str, fields: Mapping[str, object]) -> Answered:
        """Send a form with its token."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.visitor.token})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def post_json(self, path: str, body: str) -> Answered:
        """Send JSON with the token in a header, as a script does."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.visitor.token}
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answered:
        sent = {"Cookie": self.visitor.cookie, **headers}
        try:
            self.line.request(method, path, body, sent)
            answer = self.line.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.line.close()
            self.line.request(method, path, body, sent)
            answer = self.line.getresponse()
        content = answer.read()
        return Answered(answer.status, {k.title(): v for k, v in answer.getheaders()}, content)

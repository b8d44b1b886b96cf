"""The live site: the demonstration in a database of its own, web and worker as children of the run."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from functools import cached_property
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Self

from ops import preparing
from ops.demo import WORKER
from ops.places import ROOT, Places

HOST = "127.0.0.1"
PATIENCE = 120.0  # seconds for the site to answer, for the worker to hand over a paper
LEAVE = 15.0  # seconds a child has to end


def environment(var: Path) -> dict[str, str]:
    """What the children are told: a demonstration on SQLite with a broker of files, all under ``var``."""
    dropped = ("DATABASE_URL", "REDIS_URL", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS")
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in dropped and not key.startswith("PYTEST_")
    }
    return kept | {"JEKABAARA_VAR": str(var), "JEKABAARA_DEMO": "1", "PYTHONUTF8": "1"}


class Site:
    """``with Site(var) as site``: prepared, started, and ended by the pids of its own children."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.env = environment(var)
        self.python = Path(sys.executable)
        self.root = ROOT
        self.children: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @cached_property
    def password(self) -> str:
        """The one of every fictitious account."""
        found = re.search(r"mot de passe\s*: (\S+)", self.manage("demo_signins"))
        assert found
        return found[1]

    def __enter__(self) -> Self:
        preparing.prepare(self.python, self.env, Places(self.var))
        with socket.create_server((HOST, 0)) as free:
            self.port: int = free.getsockname()[1]
        try:
            self.children.append(self._started("web", self._web))
            self.children.append(self._started("worker", ["celery", "-A", "config", *WORKER.split()]))
            self._wait()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def log(self, name: str) -> str:
        """What ``web`` or ``worker`` said."""
        return (self.var / f"{name}.log").read_text(errors="replace")

    def manage(self, *arguments: str) -> str:
        """One command of manage.py against this site; what it printed."""
        done = subprocess.run(
            [self.python, "manage.py", *arguments],
            cwd=self.root,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def issue_report(self) -> Path:
        """The quarterly report of Banamba, made by the worker; where its PDF lies."""
        found = re.search(r"(/\S+)\s*$", self.manage("demo_report"))
        assert found
        return Path(found[1])

    def stop_web(self, how: signal.Signals = signal.SIGKILL) -> None:
        """The server is gone, whatever it was doing."""
        os.killpg(self.children[0].pid, how)
        self.children[0].wait(timeout=LEAVE)

    def start_web(self) -> None:
        """It is back, at the same address."""
        self.children[0] = self._started("web", self._web)
        self._wait()

    def upgrade(self) -> None:
        """Another version of the application, whose script of the form is not the same, on the same data."""
        self.root = self.var / "next"
        if not self.root.exists():
            left = shutil.ignore_patterns("var", ".git", "tests", "docs", ".*cache*", "__pycache__")
            shutil.copytree(ROOT, self.root, ignore=left)
        with (self.root / "static/js/form.js").open("a", encoding="utf-8") as script:
            script.write("/* a later version */\n")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        self.stop_web(signal.SIGTERM)
        self.start_web()

    @property
    def _web(self) -> list[str]:
        bind = f"config.wsgi --bind {HOST}:{self.port} --worker-class gthread --threads 8 --no-control-socket"
        return ["gunicorn", *bind.split()]

    def _started(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with (self.var / f"{name}.log").open("ab") as out:
            return subprocess.Popen(
                [self.python, "-m", *command],
                cwd=self.root,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > end or self.children[0].poll() is not None:
                raise AssertionError("the site does not answer\n" + self.log("web"))
            time.sleep(0.2)

    def _answers(self) -> bool:
        connection = HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/connexion/")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _end(self) -> None:
        for child in self.children:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
        for child in self.children:
            try:
                child.wait(timeout=LEAVE)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait(timeout=LEAVE)

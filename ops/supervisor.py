"""A few programs kept alive together, stopped together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

PAUSE = 0.1  # seconds between two looks at the children
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Limits:
    """How patient the supervisor is, in seconds."""

    grace: float = 15.0  # between the polite signal and the hard one
    deaths: int = 5  # this many deaths of one child...
    within: float = 30.0  # ...in this long, and we give up


class GaveUp(Exception):
    """A program died too often; its text is the program's name."""


@dataclass
class Child:
    """One program, its log and when it died lately."""

    name: str
    command: Sequence[str]
    log: Path
    farewell: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)


def die_with_parent() -> None:
    """In the child, before it starts: ask Linux for a SIGTERM should the supervisor be killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Starts programs each in a session of its own, so that Ctrl-C reaches us alone.

    A context manager: however its block ends, every child and grandchild has ended after it.
    """

    def __init__(
        self,
        environment: dict[str, str],
        folder: Path,
        *,
        limits: Limits | None = None,
        tell: Callable[[str], None] = print,
    ) -> None:
        self.environment = environment
        self.folder = folder
        self.limits = limits or Limits()
        self.tell = tell
        self.children: list[Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def add(
        self, name: str, command: Sequence[str], log: Path, *, farewell: signal.Signals = signal.SIGTERM
    ) -> None:
        """Start one more program; what it prints goes to `log`, `farewell` asks it politely to end."""
        child = Child(name, command, log, farewell)
        self.children.append(child)
        self.start(child)

    def start(self, child: Child) -> None:
        """Start or restart one program."""
        child.log.parent.mkdir(parents=True, exist_ok=True)
        with child.log.open("ab") as log:
            child.process = subprocess.Popen(
                child.command,
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
            )

    def look(self) -> None:
        """Restart what died. Raises GaveUp when one program dies too often."""
        for child in self.children:
            if child.process is None or child.process.poll() is None:
                continue
            kill_group(child.process.pid)
            now = time.monotonic()
            child.deaths = [at for at in child.deaths if now - at < self.limits.within] + [now]
            if len(child.deaths) >= self.limits.deaths:
                raise GaveUp(child.name)
            self.tell(
                f"Le programme «\u00a0{child.name}\u00a0» s’est arrêté "
                f"(code {child.process.returncode})\u202f: relancé."
            )
            self.start(child)

    def watch(self, until: Callable[[], bool]) -> None:
        """Keep the programs alive until the condition holds."""
        while not until():
            self.look()
            time.sleep(PAUSE)

    def stop(self) -> None:
        """A polite signal to each, then patience, then SIGKILL to whatever is left of its group."""
        running = []
        for child in self.children:
            if child.process is not None:
                running.append(child.process)
                if child.process.poll() is None:
                    child.process.send_signal(child.farewell)
        deadline = time.monotonic() + self.limits.grace
        while time.monotonic() < deadline and any(process.poll() is None for process in running):
            time.sleep(PAUSE)
        for process in running:
            kill_group(process.pid)
            process.wait()
        for child in self.children:
            child.process = None


def kill_group(leader: int) -> None:
    """SIGKILL to a child's whole session: also what it started and left behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)

"""The supervisor, with real small programs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops.places import ROOT
from ops.supervisor import GaveUp, Limits, Supervisor

SLEEPER = "import time; time.sleep(60)"
# Says in `began` that its handler is in place, in `ended` that it was asked to end.
POLITE = """
import pathlib, signal, sys, time
def end(*_):
    pathlib.Path("ended").write_text("SIGTERM")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
pathlib.Path("began").write_text(".")
time.sleep(60)
"""
STUBBORN = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path("grandchild").write_text(str(child.pid))
time.sleep(60)
"""
SUPERVISING = """
import pathlib, sys
from ops.supervisor import Supervisor
here = pathlib.Path(sys.argv[1])
with Supervisor({}, here) as supervisor:
    supervisor.add("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], here / "log")
    (here / "child").write_text(str(supervisor.children[0].process.pid))
    supervisor.watch(lambda: False)
"""


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    limits = Limits(grace=1.0, deaths=3, within=30.0)
    with Supervisor(dict(os.environ), tmp_path, limits=limits, tell=said.append) as it:
        yield it


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether the condition holds before so many seconds have passed."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def alive(pid: int) -> bool:
    """Whether a process runs: gone and zombie are both dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def add(supervisor: Supervisor, program: str) -> None:
    supervisor.add("essai", [sys.executable, "-c", program], supervisor.folder / "logs" / "essai.log")


def pid_of(supervisor: Supervisor) -> int:
    process = supervisor.children[0].process
    assert process is not None
    return process.pid


def test_a_dead_child_is_restarted_and_said(supervisor: Supervisor, said: list[str]) -> None:
    add(supervisor, SLEEPER)
    first = pid_of(supervisor)
    os.kill(first, signal.SIGKILL)
    supervisor.watch(lambda: pid_of(supervisor) != first)
    assert alive(pid_of(supervisor))
    assert said == ["Le programme «\u00a0essai\u00a0» s’est arrêté (code -9)\u202f: relancé."]


def test_a_child_that_keeps_dying_is_given_up(supervisor: Supervisor, said: list[str]) -> None:
    add(supervisor, "print('le motif'); raise SystemExit(3)")
    with pytest.raises(GaveUp, match="essai"):
        supervisor.watch(lambda: False)
    assert len(said) == 2, "two restarts, then no more"
    assert (supervisor.folder / "logs" / "essai.log").read_text() == "le motif\n" * 3


def test_old_deaths_are_forgiven(tmp_path: Path, said: list[str]) -> None:
    limits = Limits(grace=1.0, deaths=2, within=0.0)
    with Supervisor(dict(os.environ), tmp_path, limits=limits, tell=said.append) as supervisor:
        add(supervisor, "raise SystemExit(1)")
        supervisor.watch(lambda: len(said) == 3)


def test_children_are_asked_to_end_first(supervisor: Supervisor) -> None:
    add(supervisor, POLITE)
    assert within(10, (supervisor.folder / "began").exists)
    pid = pid_of(supervisor)
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 1.0, "nobody waits for who has ended"
    assert (supervisor.folder / "ended").read_text() == "SIGTERM"
    assert not alive(pid)


def test_a_stubborn_child_is_killed_with_its_own_children(supervisor: Supervisor) -> None:
    add(supervisor, STUBBORN)
    note = supervisor.folder / "grandchild"
    assert within(10, lambda: note.exists() and note.read_text() != "")
    pids = [pid_of(supervisor), int(note.read_text())]
    assert all(alive(pid) for pid in pids)
    began = time.monotonic()
    supervisor.stop()
    assert 1.0 <= time.monotonic() - began < 5.0, "the grace is given, no more"
    assert within(5, lambda: not any(alive(pid) for pid in pids))


def test_what_a_dead_child_left_behind_is_killed(supervisor: Supervisor) -> None:
    add(supervisor, STUBBORN)
    note = supervisor.folder / "grandchild"
    assert within(10, lambda: note.exists() and note.read_text() != "")
    orphan, first = int(note.read_text()), pid_of(supervisor)
    os.kill(first, signal.SIGKILL)
    supervisor.watch(lambda: pid_of(supervisor) != first)
    assert within(5, lambda: not alive(orphan))


def test_an_error_in_the_block_stops_the_children(tmp_path: Path) -> None:
    supervisor = Supervisor(dict(os.environ), tmp_path)
    add(supervisor, SLEEPER)
    pid = pid_of(supervisor)
    with pytest.raises(ZeroDivisionError), supervisor:
        raise ZeroDivisionError
    assert not alive(pid)


def test_a_child_stands_in_a_session_of_its_own(supervisor: Supervisor) -> None:
    add(supervisor, SLEEPER)
    assert os.getsid(pid_of(supervisor)) == pid_of(supervisor) != os.getsid(0)


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_children_end_when_the_supervisor_is_killed_outright(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", SUPERVISING, tmp_path], cwd=ROOT) as supervising:
        note = tmp_path / "child"
        assert within(10, lambda: note.exists() and note.read_text() != "")
        child = int(note.read_text())
        assert alive(child)
        supervising.kill()
    assert within(5, lambda: not alive(child))

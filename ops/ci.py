"""All that must be green, on a fresh clone, with minutes per step at the end."""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from queue import SimpleQueue

from ops import native
from ops.places import ROOT, complain, say

Lane = tuple[tuple[str, list[str]], ...]

# Stage after stage; the lanes of one stage run at the same time: a suite is one process on one core.
STAGES: tuple[tuple[Lane, ...], ...] = (
    ((("install", ["manage", "--version"]), ("check", ["check"])),),
    (
        (("suite, SQLite", ["test"]), ("browser", ["test", "--browser"])),
        (("suite, PostgreSQL and Redis", ["test", "--deployed"]), ("newcomer", ["test", "--newcomer"])),
    ),
)
CLOSING = re.compile(r"^=+ .*(?:passed|failed|error|no tests ran|deselected).* in [\d.]+s.* =+$")


@dataclass
class Step:
    """How one step went."""

    name: str
    passed: bool
    minutes: float
    closing: str = ""


class Turn:
    """The words of one lane: passed on as they come once it may speak, kept until then."""

    def __init__(self) -> None:
        self.words: SimpleQueue[str | None] = SimpleQueue()

    def speak(self) -> None:
        """Pass on what was kept, then what comes, until the lane has ended."""
        while (said := self.words.get()) is not None:
            sys.stdout.write(said)
            sys.stdout.flush()


def main() -> int:
    """Run every step, also after a failure; 1 when one failed."""
    began = time.monotonic()
    done = [prepare_system(), *chain.from_iterable(run_together(lanes) for lanes in STAGES)]
    say("\nMinutes per step")
    for step in done:
        say(f"  {'ok    ' if step.passed else 'FAILED'} {step.minutes:6.1f}  {step.name}")
    say(f"  total  {(time.monotonic() - began) / 60:6.1f}\n")
    for step in done:
        if step.closing:
            say(f"{step.name}\n{step.closing}")
    return 0 if all(step.passed for step in done) else 1


def prepare_system() -> Step:
    """Install what only the system can give; a lack shows in the step that needs it."""
    began = time.monotonic()
    programs = {"chromium": "chromium", "poppler-utils": "pdftoppm", "caddy": "caddy", "openssl": "openssl"}
    programs |= {"postgresql-client": "pg_dump"}
    wanted = {package: native.ready(program) for package, program in programs.items()}
    wanted |= dict.fromkeys(native.PDF_PACKAGES, not native.missing_libraries())
    missing = tuple(package for package, there in wanted.items() if not there)
    if missing and not native.install(missing, reason=", ".join(missing)):
        complain(f"Not installed: {native.by_hand(missing)}")
    return Step("system", passed=True, minutes=(time.monotonic() - began) / 60)


def run_together(lanes: tuple[Lane, ...]) -> list[Step]:
    """Several lanes at the same time; the words of each are passed on whole, in turn."""
    with ThreadPoolExecutor(len(lanes)) as pool:
        turns = [Turn() for _ in lanes]
        ended = [pool.submit(run_lane, turn, lane) for turn, lane in zip(turns, lanes, strict=True)]
        for turn in turns:
            turn.speak()
        return list(chain.from_iterable(lane.result() for lane in ended))


def run_lane(turn: Turn, lane: Lane) -> list[Step]:
    """`./run` commands one after the other, also after a failure."""
    try:
        return [run(turn, *one) for one in lane]
    finally:
        turn.words.put(None)


def run(turn: Turn, name: str, arguments: list[str]) -> Step:
    """One `./run` command."""
    turn.words.put(f"\n──── {name}: ./run {' '.join(arguments)}\n")
    began, closing = time.monotonic(), ""
    with subprocess.Popen(
        [sys.executable, ROOT / "run", *arguments],
        cwd=ROOT,
        env=os.environ | {"CI": "true", "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for said in process.stdout or ():
            turn.words.put(said)
            if CLOSING.match(said.strip()):
                closing = said.strip()
    return Step(name, process.returncode == 0, (time.monotonic() - began) / 60, closing)

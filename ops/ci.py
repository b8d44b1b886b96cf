"""All that must be green, on a fresh clone, with minutes per step at the end."""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass

from ops import native
from ops.places import ROOT, complain, say

STEPS = (
    ("install", ["manage", "--version"]),
    ("check", ["check"]),
    ("suite, SQLite", ["test"]),
    ("suite, PostgreSQL and Redis", ["test", "--deployed"]),
    ("browser", ["test", "--browser"]),
    ("newcomer", ["test", "--newcomer"]),
)
CLOSING = re.compile(r"^=+ .*(?:passed|failed|error|no tests ran|deselected).* in [\d.]+s.* =+$")


@dataclass
class Step:
    """How one step went."""

    name: str
    passed: bool
    minutes: float
    closing: str = ""


def main() -> int:
    """Run every step, also after a failure; 1 when one failed."""
    done = [prepare_system()] + [run(name, arguments) for name, arguments in STEPS]
    say("\nMinutes per step")
    for step in done:
        say(f"  {'ok    ' if step.passed else 'FAILED'} {step.minutes:6.1f}  {step.name}")
    say(f"  total  {sum(step.minutes for step in done):6.1f}\n")
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


def run(name: str, arguments: list[str]) -> Step:
    """One `./run` command, its words passed on as they come."""
    say(f"\n──── {name}: ./run {' '.join(arguments)}")
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
        for line in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            if CLOSING.match(line.strip()):
                closing = line.strip()
    return Step(name, process.returncode == 0, (time.monotonic() - began) / 60, closing)

"""`./run check`: what can be verified without running the site."""

import os
import subprocess
import time
from pathlib import Path

from ops import venvs
from ops.places import ROOT, Places, complain, say

# Each tool with the arguments that follow its name; all run, even after a failure.
TOOLS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check", "--quiet", "--output-format", "concise"),
    ("ruff", "format", "--check"),
    ("lint-imports", "--cache-dir", "var/cache/import-linter"),
    ("djlint", "templates", "--lint", "--quiet"),
    ("manage.py", "check", "--fail-level", "WARNING"),
    ("manage.py", "makemigrations", "--check", "--dry-run"),
    ("mypy",),
)


def run() -> int:
    """Run every tool, one line each; 1 when one of them has something to say."""
    places = Places.from_environment()
    python = venvs.ensure(places.venv_dev, "requirements-dev.lock", rebuild=False)
    environment = venvs.environment_without_python() | {
        "DATABASE_URL": "sqlite://:memory:",
        "JEKABAARA_VAR": str(places.var / "check"),
        "PYTHONUTF8": "1",
    }
    environment.pop("REDIS_URL", None)
    failed = [tool for tool in TOOLS if not passes(tool, python, environment)]
    return 1 if failed else 0


def passes(tool: tuple[str, ...], python: Path, environment: dict[str, str]) -> bool:
    """Run one tool; its words are shown only when it fails."""
    name, *arguments = tool
    program = [python, ROOT / name] if name.endswith(".py") else [python.parent / name]
    began = time.monotonic()
    done = subprocess.run(
        [*program, *arguments],
        cwd=ROOT,
        env=environment | {"PATH": f"{python.parent}{os.pathsep}{environment.get('PATH', '')}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    took = f"{time.monotonic() - began:.1f}".replace(".", ",")
    verb = " ".join([name, *arguments[:1]]) if arguments and not arguments[0].startswith("-") else name
    if done.returncode == 0:
        say(f"✓ {verb} ({took} s)")
        return True
    say(f"✕ {verb} ({took} s)")
    complain((done.stdout + done.stderr).rstrip())
    return False

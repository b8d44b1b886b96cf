"""`./run chaos`: every program of a site killed while it works, then what was lost looked for."""

import subprocess

from ops import native, venvs
from ops.places import ROOT, Places


def run(arguments: list[str]) -> int:
    """The storm, on servers of its own in a temporary folder; 0 when nothing was lost, doubled, or stuck."""
    places = Places.from_environment()
    python = venvs.ensure(places.venv_dev, "requirements-dev.lock", rebuild=False)
    native.ensure_pdf()
    environment = venvs.environment_without_python() | {"PYTHONUTF8": "1"}
    command = [str(python), "-m", "tests.chaos", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as storm:
        while True:
            try:
                return storm.wait()
            except KeyboardInterrupt:  # Ctrl-C reached the storm too: it ends what it started
                continue

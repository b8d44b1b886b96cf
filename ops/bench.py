"""`./run bench`: what pages, acts, papers cost, on a country made for it."""

import subprocess

from ops import native, venvs
from ops.places import ROOT, Places


def run(arguments: list[str]) -> int:
    """Run the measures with the development environment; the rest of the words are theirs."""
    python = venvs.ensure(Places.from_environment().venv_dev, "requirements-dev.lock", rebuild=False)
    native.ensure_pdf()
    return subprocess.run([python, "-m", "bench", *arguments], cwd=ROOT, check=False).returncode

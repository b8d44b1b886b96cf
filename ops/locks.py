"""`./run lock`: remake the two locks from requirements/*.in."""

import shutil
import subprocess

from ops import venvs
from ops.places import ROOT, Places, Problem, python_of, say

OPTIONS = (
    "--generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links "
    "--no-header --quiet"
)
LOCKS = (("requirements/base.in", "requirements.lock"), ("requirements/dev.in", "requirements-dev.lock"))


def run(arguments: list[str]) -> int:
    """Resolve both; what is locked stays unless its `.in` line forbids it, or `--upgrade` is given."""
    uv = shutil.which("uv") or installed_uv(Places.from_environment())
    for source, lock in LOCKS:
        command = [uv, "pip", "compile", source, "--output-file", lock, *OPTIONS.split(), *arguments]
        environment = venvs.environment_without_python() | {"UV_SYSTEM_CERTS": "1"}
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
            raise Problem(f"{lock} n’a pas pu être refait.")
        say(f"✓ {lock}")
    return 0


def installed_uv(places: Places) -> str:
    """A uv of our own, in an environment nothing else uses."""
    venv = places.var / "venv-lock"
    python = python_of(venv)
    if not venvs.works(python):
        venvs.create(venv)
    uv = python.parent / "uv"
    if not uv.exists():
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"]
        if subprocess.run(command, check=False).returncode != 0:
            raise Problem("uv n’a pas pu être installé\u202f: il est nécessaire pour refaire les verrous.")
    return str(uv)

"""Virtual environments filled from a lock with hashes."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ops.places import ROOT, Problem, python_of, say

STAMP = "jekabaara.stamp"


def environment_without_python() -> dict[str, str]:
    """The caller's environment, less what would lead an interpreter into another virtual environment."""
    return {k: v for k, v in os.environ.items() if k not in {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}}


def stamp_for(lock: Path, venv: Path) -> str:
    """What must be unchanged for an environment to be used as it is: lock, interpreter, place."""
    told = "\n".join([hashlib.sha256(lock.read_bytes()).hexdigest(), sys.version, str(venv)])
    return hashlib.sha256(told.encode()).hexdigest()


def ensure(venv: Path, lock_name: str, *, rebuild: bool) -> Path:
    """Return the interpreter of `venv`, filled from the lock; nothing is done when the stamp agrees.

    With `rebuild` a changed lock empties the environment first (production: nothing stale stays);
    without, packages are brought up to date in place (development: others may be using it).
    """
    lock, stamp, python = ROOT / lock_name, venv / STAMP, python_of(venv)
    wanted = stamp_for(lock, venv)
    if stamp.exists() and stamp.read_text().strip() == wanted and works(python):
        return python
    if rebuild or not works(python):
        create(venv)
    say(f"Installation des dépendances ({lock_name})…")
    stamp.unlink(missing_ok=True)
    install(python, lock)
    stamp.write_text(wanted + "\n")
    return python


def works(python: Path) -> bool:
    """Whether the interpreter is there and starts (a moved or upgraded Python breaks its environments)."""
    if not python.exists():
        return False
    return subprocess.run([python, "-c", "pass"], capture_output=True, check=False).returncode == 0


def create(venv: Path) -> None:
    """Make an empty virtual environment, in the place of any former one."""
    say("Préparation de l’environnement Python…")
    venv.parent.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", venv],
        capture_output=True,
        text=True,
        check=False,
        env=environment_without_python(),
    )
    if made.returncode != 0:
        version = "{}.{}".format(*sys.version_info[:2])
        raise Problem(
            "L’environnement Python n’a pas pu être créé. Sous Debian ou Ubuntu, installez d’abord\u00a0:\n"
            f"    apt-get install python{version}-venv\n{(made.stdout + made.stderr).strip()}"
        )


def install(python: Path, lock: Path) -> None:
    """Install a lock, hashes checked: with uv when it is there, and with pip when uv could not."""
    environment = environment_without_python()
    uv = shutil.which("uv")
    if uv:
        command = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--python",
            str(python),
            "-r",
            str(lock),
        ]
        done = subprocess.run(
            command, env=environment | {"UV_SYSTEM_CERTS": "1"}, capture_output=True, check=False
        )
        if done.returncode == 0:
            return
        say("uv n’a pas abouti\u202f: reprise avec pip.")
    ensure_pip(python, environment)
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "-qq",
        "--require-hashes",
        "--no-deps",
        "-r",
        str(lock),
    ]
    command += ["--disable-pip-version-check", "--no-input", "--root-user-action=ignore"]
    if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise Problem(
            "Les dépendances n’ont pas pu être installées. Vérifiez la connexion à internet, puis relancez "
            "la même commande\u202f: elle reprendra où elle en était."
        )


def ensure_pip(python: Path, environment: dict[str, str]) -> None:
    """Give pip to an environment made without it (uv makes such ones)."""
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode != 0:
        subprocess.run([python, "-m", "ensurepip"], env=environment, capture_output=True, check=False)

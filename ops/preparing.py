"""The data of a demonstration, brought to this version."""

import subprocess
import sys
from pathlib import Path

from ops import aside
from ops.places import ROOT, Places, Problem, say

ALOUD = {"load_demo"}  # takes long enough for one to wonder


def prepare(python: Path, environment: dict[str, str], places: Places) -> None:
    """Bring the database to this version, load the demonstration, gather static files."""
    say("Préparation de la base et des données de démonstration (fictives)…")
    had_data = any(places.var.glob("*.sqlite3"))
    failure = load(python, environment)
    if failure and had_data:
        kept = aside.set_aside(places.var)
        say(
            "Les données d’une autre version n’ont pas pu être reprises\u202f: elles sont "
            f"gardées dans {kept}"
        )
        failure = load(python, environment)
        if failure:
            aside.put_back(kept, places.var)
            say("La base neuve n’a pas abouti non plus\u202f: les données ont été remises à leur place.")
    if failure:
        raise Problem("La préparation n’a pas abouti.\n" + failure)
    manage_or_fail(python, environment, ["collectstatic", "--noinput", "--verbosity", "0"])


def load(python: Path, environment: dict[str, str]) -> str:
    """Migrate, read one row of every table, load the demonstration; the end of the error, or ""."""
    for arguments in (
        ["migrate", "--noinput", "--verbosity", "0"],
        ["shell", "-c", aside.READ_EVERY_TABLE],
        ["load_demo"],
    ):
        failure = manage(python, environment, arguments, aloud=arguments[0] in ALOUD)
        if failure:
            return failure
    return ""


def manage(python: Path, environment: dict[str, str], arguments: list[str], *, aloud: bool = False) -> str:
    """One command of manage.py; the last lines of its error, or "" when all went well.

    Aloud, what it says goes to the terminal as it comes, and its progress bar when there is one to draw on.
    """
    done = subprocess.run(
        [python, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=None if aloud else subprocess.PIPE,
        stderr=None if aloud and sys.stderr.isatty() else subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return ""
    told = (done.stderr or done.stdout or "").strip().splitlines()[-15:]
    return "\n".join([f"manage.py {arguments[0]} s’est arrêté (code {done.returncode}).", *told])


def manage_or_fail(python: Path, environment: dict[str, str], arguments: list[str]) -> None:
    """One command of manage.py that must succeed."""
    failure = manage(python, environment, arguments)
    if failure:
        raise Problem(failure)

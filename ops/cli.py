"""The words `./run` understands."""

import subprocess
from collections.abc import Callable

from ops import checks, demo, locks, suites, venvs
from ops.places import ROOT, Places, Problem, complain, say

HELP = """\
Jèkabaara : la plateforme de travail de la commune, de l’ASACO et du CSCOM.

    ./run demo      installe, charge des données fictives, ouvre le site
                      PORT=9000 ./run demo            choisir le port
                      JEKABAARA_VAR=/autre/dossier    ranger les données ailleurs
    ./run test      lance les tests (SQLite ; ni navigateur, ni PostgreSQL, ni Redis)
                      --deployed   les mêmes et d’autres, sur PostgreSQL et Redis
                      --browser    dans un vrai navigateur (Chromium)
                      --long       aussi ceux qui durent des minutes
                      le reste va à pytest : ./run test tests/core -k accès
    ./run check     vérifie le code sans le lancer (ruff, mypy, import-linter, djLint, Django)
    ./run manage …  passe la suite à manage.py
    ./run lock      refait les verrous des dépendances (--upgrade : aux dernières versions)

Données, journaux et environnements restent dans var/."""


def main(arguments: list[str]) -> int:
    """Dispatch one command; its exit status."""
    command, *rest = arguments or ["aide"]
    try:
        if command in ALONE and not rest:
            return ALONE[command]()
        if command in WITH_MORE:
            return WITH_MORE[command](rest)
    except Problem as problem:
        complain(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130
    complain(f"Commande inconnue\u00a0: {' '.join(arguments)}\n")
    complain(french(HELP))
    return 2


def help_() -> int:
    """Say what there is."""
    say(french(HELP))
    return 0


def manage(arguments: list[str]) -> int:
    """manage.py with the development environment."""
    python = venvs.ensure(Places.from_environment().venv_dev, "requirements-dev.lock", rebuild=False)
    return subprocess.run([python, ROOT / "manage.py", *arguments], check=False).returncode


def french(text: str) -> str:
    """Put the no-break spaces French typography asks for, which an editor does not show."""
    return text.replace(" ;", "\u202f;").replace(" : ", "\u00a0: ")


ALONE: dict[str, Callable[[], int]] = {
    "demo": demo.run, "check": checks.run, "aide": help_, "help": help_, "--help": help_, "-h": help_,
}  # fmt: skip
WITH_MORE: dict[str, Callable[[list[str]], int]] = {"test": suites.run, "lock": locks.run, "manage": manage}

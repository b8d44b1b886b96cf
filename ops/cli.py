"""The words `./run` understands."""

import subprocess
from collections.abc import Callable

from ops import backups, bench, chaos, checks, demo, locks, sbom, suites, venvs
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
    ./run bench     mesure ce que coûtent les pages, les envois, les PDF, sur un pays fictif
                      --quick      petit pays, une minute
    ./run chaos     tue chaque programme du site pendant qu’il travaille, cherche ce qui serait perdu
                      --long       2 000 envois, 20 morts ; --seed 7 : rejouer un tirage
    ./run check     vérifie le code sans le lancer (ruff, mypy, import-linter, djLint, Django)
    ./run backup    sauvegarde la base et les fichiers dans une archive chiffrée (docs/sauvegarde.md)
                      ./run backup-key FICHIER     faire d’abord la paire de clés
                      ./run restore ARCHIVE --key FICHIER    remettre une archive en place
                      ./run drill                  éprouver : sauver, reconstruire à côté, comparer
    ./run manage …  passe la suite à manage.py
    ./run lock      refait les verrous des dépendances (--upgrade : aux dernières versions)
    ./run sbom      écrit la liste de ce dont le site est fait (SBOM, CycloneDX)

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
WITH_MORE: dict[str, Callable[[list[str]], int]] = {
    "test": suites.run, "bench": bench.run, "chaos": chaos.run,
    "lock": locks.run, "sbom": sbom.run, "manage": manage,
    **{word: backups.command(word) for word in backups.COMMANDS},
}  # fmt: skip

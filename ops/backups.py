"""`./run backup`, `restore`, `drill`: commands of the installed site, with its production environment."""

import subprocess
from collections.abc import Callable

from ops import venvs
from ops.places import ROOT, Places

COMMANDS = {"backup": "backup", "restore": "restore", "drill": "backup_drill", "backup-key": "backup_key"}


def command(word: str) -> Callable[[list[str]], int]:
    """What `./run` does for ``word``: paths are those of the caller's folder."""

    def run(arguments: list[str]) -> int:
        python = venvs.ensure(Places.from_environment().venv, "requirements.lock", rebuild=False)
        done = subprocess.run([python, ROOT / "manage.py", COMMANDS[word], *arguments], check=False)
        return done.returncode

    return run

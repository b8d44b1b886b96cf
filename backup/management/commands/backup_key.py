"""Make the pair of keys of backups."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from backup.asking import refusals
from backup.keys import make_pair, write_new
from backup.site import here

SHOWN = "-"
WARNING = (
    "Gardez la clé secrète HORS de cette machine (deux clés USB, deux coffres, deux lieux)\u00a0: qui la "
    "tient lit toutes les sauvegardes\u202f; sans elle, personne ne les ouvrira plus jamais."
)


class Command(BaseCommand):
    help = "Fait une paire de clés\u00a0: la publique ferme les sauvegardes, la secrète les ouvre."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "secret_file", help="fichier à créer pour la clé secrète\u00a0; «\u00a0-\u00a0» pour la montrer"
        )
        parser.add_argument("--public", type=Path, help="fichier de la clé publique (var/sauvegarde.pub)")

    def handle(self, *args: Any, **options: Any) -> None:
        """No key is ever written over another."""
        secret, public = make_pair()
        with refusals():
            path = options["public"] or here().public_key
            write_new(path, public + "\n")
            try:
                if options["secret_file"] != SHOWN:
                    write_new(Path(options["secret_file"]), secret)
            except BaseException:
                path.unlink()
                raise
        self.stdout.write(f"Clé publique\u00a0: {path}\n{public}")
        self.stdout.write(
            secret if options["secret_file"] == SHOWN else f"Clé secrète\u00a0: {options['secret_file']}"
        )
        self.stdout.write(WARNING)

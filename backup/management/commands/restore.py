"""Put an archive in place: the whole of it, or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from backup.asking import add_key, key_from, refusals
from backup.refused import Refused
from backup.restoring import restore, told
from backup.site import here


class Command(BaseCommand):
    help = "Restaure une archive de sauvegarde. Arrêtez d’abord le site, le programme de fond, l’horloge."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)
        add_key(parser)
        parser.add_argument(
            "--replace", action="store_true", help="remplacer les données présentes (gardées à côté)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refused: everything is as it was."""
        with refusals():
            key = key_from(options)
            if key is None:
                raise Refused("Avec quoi ouvrir cette archive\u202f? Donnez --key ou --phrase.")
            done = restore(here(), options["archive"], key, replace=options["replace"], say=self.stdout.write)
            for line in told(done):
                self.stdout.write(line)

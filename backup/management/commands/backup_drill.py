"""The restore drill: does what is saved come back the same?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backup.asking import add_key, key_from, refusals
from backup.drilling import Drilled, drill, last_backup
from backup.refused import Refused
from backup.site import here
from core.formats import number
from core.formats import size as size_words


class Command(BaseCommand):
    help = "Sauvegarde, reconstruit à côté, compare\u00a0; ne laisse rien, ne touche à rien."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--archive", type=Path, help="éprouver cette archive au lieu d’en faire une")
        parser.add_argument("--archives", type=Path, help="dossier des archives (var/sauvegardes par défaut)")
        add_key(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1 on the least difference."""
        with refusals():
            key = key_from(options)
            if (options["archive"] is None) != (key is None):
                raise Refused(
                    "Une archive s’éprouve avec ce qui l’ouvre\u00a0: --archive, et --key ou --phrase."
                )
            site = here()
            drilled = drill(site, options["archive"], key, self.stdout.write)
            self.show(drilled)
            self.stdout.write(last_backup(options["archives"] or site.archives))
        if not drilled.passed:
            raise CommandError("L’exercice a échoué\u00a0: tout n’est pas revenu à l’identique.")
        self.stdout.write("L’exercice a réussi\u00a0: tout est revenu, à l’identique.")

    def show(self, drilled: Drilled) -> None:
        """A table: what was saved, what came back."""
        width = max(len(line.name) for line in drilled.lines)
        self.stdout.write(f"{'':{width}}  {'sauvegardé':>12}  {'revenu':>12}")
        for line in drilled.lines:
            same = "identique" if line.same else "DIFFÉRENT"
            self.stdout.write(
                f"{line.name:{width}}  {number(line.saved):>12}  {number(line.rebuilt):>12}  {same}"
            )
        self.stdout.write(f"Archive\u00a0: {size_words(drilled.size)}, faite le {drilled.manifest.made_at}.")
